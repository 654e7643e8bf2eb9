import type { EventAttribution, NamedWeight, SiteShare } from '../model/analysis.js';
import type { EventInfo, Profile } from '../model/profile.js';
import type { LockLoad, LockRole } from '../model/projection.js';
import type { Range } from '../model/units.js';
import { contextName } from './call-context.js';
import { CallPathTallies } from './call-paths.js';
import { LOCK_ROLES } from './catalogue/lock-roles.js';
import { isBlindToIrqOff, samplesTime } from './event-sight.js';
import { type EventInstructions, EvidenceTally } from './instructions/evidence-tally.js';
import type { InstructionVerdict } from './instructions/instruction-judge.js';
import { kernelUnseen } from './kernel-sight.js';
import type { Selection } from './selection.js';

import { type SiteKey, type StackJudge, type StackVerdict, UNRESOLVED } from './stack-verdict.js';
import { shareIntervals, Tallies, Tally } from './tally.js';

/** Slices [from, to) that count, in the profile's own numbering; `null`: all samples, also those without time. */
export interface WindowSlices {
  readonly from: number;
  readonly to: number;
}

class SiteTally extends Tally {
  readonly contexts = new Map<string, number>();
}

const BY_FUNCTION_ONLY: EventInstructions = { judge: null, why: 'no machine code was given' };

/** Attributes the samples of `event`: sites, other and unattributed add up to the total. */
export function attributeEvent(
  profile: Profile,
  judge: StackJudge,
  selection: Selection,
  event: number,
  window: WindowSlices | null,
  instructions: EventInstructions = BY_FUNCTION_ONLY,
): EventAttribution {
  const info = profile.events[event] as EventInfo;
  const total = new Tally();
  const label = new Tally();
  const other = new Tally();
  const idle = new Tally();
  const foreign = new Tally();
  const unattributed = new Tally();
  const sites = new Map<SiteKey, SiteTally>();
  const paths = new CallPathTallies();
  const unknown = new Tallies<string>();
  const landing = new Tallies<string>();
  const locks = new Tallies<LockRole>();
  const evidence = new EvidenceTally();
  let everything = 0;
  let labelEverywhere = 0;
  for (let index = 0; index < profile.cellCount; index++) {
    const cell = profile.cell(index);
    if (cell.event !== event) continue;
    const { slice, stack, samples, period, inside } = cell;
    everything += period;
    const verdict = judge.verdict(stack);
    const found = instructions.judge?.verdict(stack, verdict) ?? null;
    const charged = chargedTo(verdict, found);
    const kind = selection.classify(cell);
    if (charged !== null && kind === 'selected') labelEverywhere += period;
    if (!inside || (window !== null && (slice < window.from || slice >= window.to))) continue;
    if (kind === 'idle') idle.add(slice, samples, period);
    if (kind === 'foreign') foreign.add(slice, samples, period);
    if (kind !== 'selected') continue;
    total.add(slice, samples, period);
    evidence.add(charged, found, samples, period);
    if (charged !== null) {
      label.add(slice, samples, period);
      const site = sites.get(charged) ?? new SiteTally();
      sites.set(charged, site);
      site.add(slice, samples, period);
      const chain = judge.chain(stack);
      const context = contextName(chain);
      site.contexts.set(context, (site.contexts.get(context) ?? 0) + samples);
      paths.add(chain, charged.function, profile.tasks[cell.task]?.idleTask === true, cell);
      continue;
    }
    if (verdict.unattributed !== null && found?.kind !== 'elsewhere') {
      unattributed.add(slice, samples, period);
      unknown.of(verdict.unattributed).add(slice, samples, period);
      continue;
    }
    other.add(slice, samples, period);
    if (verdict.irqOffLanding !== null) landing.of(verdict.irqOffLanding).add(slice, samples, period);
    if (verdict.lock !== null) locks.of(verdict.lock).add(slice, samples, period);
  }
  const counted = info.sharesOnly !== true;
  const siteRows = [...sites];
  const lockRoles = [...new Set(LOCK_ROLES.map((rule) => rule.role))];
  const shares = shareIntervals(total, [
    label,
    ...siteRows.map(([, tally]) => tally),
    ...lockRoles.map((role) => locks.of(role)),
  ]);
  const unknownWhy = labelShareUnknown({
    isTime: samplesTime(info),
    hasBusyTime: total.period > 0,
    unnamed: label.samples > 0 ? null : namelessText(judge, unknown.has(UNRESOLVED)),
    unseen:
      judge.binary === null && label.period === 0 ? kernelUnseen(profile, info, judge.kernelFrames) : null,
  });
  const labelShare = unknownWhy === null ? (shares[0] ?? null) : null;
  return {
    event: info.name,
    total: total.weight(counted),
    idle: idle.weight(counted),
    foreign: foreign.weight(counted),
    lost: info.lost,
    labelSharePct: labelShare && 100 * labelShare.mid,
    labelShareLowPct: counted && labelShare ? 100 * labelShare.low : null,
    labelShareHighPct: counted && labelShare ? 100 * labelShare.high : null,
    labelShareWhy: unknownWhy,
    labelShareBound: evidence.isMeasured(instructions) ? 'measured' : 'upper',
    instructionEvidence: evidence.totals(instructions, counted),
    labelPerfPct: everything > 0 && unknownWhy === null ? (100 * labelEverywhere) / everything : null,
    sites: siteRows
      .map(([key, tally], index) => ({
        ...siteShare(key, tally, shares[index + 1] ?? null, counted),
        instructions: evidence.instructionsOf(key, counted),
      }))
      .sort((a, b) => b.period - a.period || (siteName(a) < siteName(b) ? -1 : 1)),
    contexts: paths.contexts(counted),
    callPaths: paths.paths(counted),
    other: other.weight(counted),
    unattributed: unattributed.weight(counted),
    unattributedFunctions: namedWeights(unknown, counted),
    irqOffLanding: isBlindToIrqOff(info) ? namedWeights(landing, counted) : [],
    locks: lockRoles.map((role, index) =>
      lockLoad(role, info, unknownWhy === null ? (shares[1 + siteRows.length + index] ?? null) : null),
    ),
  };
}

/** The instruction goes before the function's name. */
export function chargedTo(verdict: StackVerdict, found: InstructionVerdict | null): SiteKey | null {
  if (found === null || found.kind === 'unclear') return verdict.site;
  return found.kind === 'site' ? found.site : null;
}

/** Why a share of busy time cannot be told; `null` when it can. */
function labelShareUnknown(facts: {
  readonly isTime: boolean;
  readonly hasBusyTime: boolean;
  readonly unnamed: string | null;
  readonly unseen: string | null;
}): string | null {
  if (!facts.isTime) return 'the event counts occurrences, not time';
  if (!facts.hasBusyTime) return 'no busy samples';
  return facts.unnamed ?? facts.unseen;
}

/** Without a single name where the counter is nothing is known of it: that is not a share of zero. `null`: there are names. */
function namelessText(judge: StackJudge, isUnresolved: boolean): string | null {
  const { all, named } = judge.counterFrames;
  if (judge.binary !== null && all === 0) return `nothing of ${judge.binary} is in the recording`;
  if (named > 0 || !isUnresolved) return null;
  return `no ${judge.binary === null ? 'kernel address' : `address of ${judge.binary}`} has a name`;
}

function siteShare(
  key: SiteKey,
  tally: SiteTally,
  share: Range | null,
  counted: boolean,
): Omit<SiteShare, 'instructions'> {
  return {
    function: key.function,
    operation: key.operation,
    lifetime: key.lifetime,
    ...tally.weight(counted),
    sharePct: 100 * (share?.mid ?? 0),
    shareLowPct: counted ? 100 * (share?.low ?? 0) : null,
    shareHighPct: counted ? 100 * (share?.high ?? 0) : null,
    evidence: key.evidence,
    confidence: key.confidence,
    casLoop: key.casLoop,
    rmws: key.rmws,
    transfers: key.transfers,
    syscalls: [...tally.contexts]
      .sort(([a, before], [b, after]) => after - before || (a < b ? -1 : 1))
      .map(([name, samples]) => ({ name, samples: counted ? samples : null })),
  };
}

function siteName(site: SiteShare): string {
  return [site.function, site.operation, site.lifetime, site.evidence].join(' ');
}

function namedWeights(tallies: Tallies<string>, counted: boolean): NamedWeight[] {
  return [...tallies]
    .map(([name, tally]) => ({ function: name, ...tally.weight(counted) }))
    .sort((a, b) => b.period - a.period || (a.function < b.function ? -1 : 1));
}

function lockLoad(role: LockRole, event: EventInfo, share: Range | null): LockLoad {
  const rules = LOCK_ROLES.filter((rule) => rule.role === role);
  const hidden = HIDDEN_WAITS.find(
    ({ interrupts, applies }) => applies(event) && rules.some((rule) => rule.interrupts === interrupts),
  );
  // A list has a cut-off: what it does not show is not nothing.
  const unlisted = event.sharesOnly === true && !((share?.mid ?? 0) > 0);
  const why = unlisted ? 'not observable: the list does not show it' : (hidden?.why(event) ?? null);
  return {
    role,
    share: why === null ? share : null,
    why: why ?? (share === null ? 'not observable: no busy sample with a kernel name' : null),
    readAcquisitions: null,
    writeAcquisitions: null,
    readContentions: null,
    writeContentions: null,
  };
}

/** Waits that no sample can show. */
const HIDDEN_WAITS: readonly {
  readonly interrupts: 'off' | 'sleeps';
  readonly applies: (event: EventInfo) => boolean;
  readonly why: (event: EventInfo) => string;
}[] = [
  {
    interrupts: 'off',
    applies: isBlindToIrqOff,
    why: (event) => `not observable with this event: ${event.name} never samples code with interrupts off`,
  },
  {
    interrupts: 'sleeps',
    applies: () => true,
    why: () => 'not observable with samples: who waits for it sleeps',
  },
];
