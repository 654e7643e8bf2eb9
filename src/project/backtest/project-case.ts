import type { BacktestCase, BacktestRow, Discrepancy } from '../../model/backtest.js';
import { normalAtoms } from '../../stats/quadrature.js';
import { WeightedSample } from '../../stats/weighted-sample.js';
import { hiddenAtoms, responseAtoms } from '../discrepancy.js';
import { caseKind, caseLines, naiveOf } from './case-lines.js';
import { caseOutcomes, cpuAtoms, plainOutcome } from './case-outcomes.js';
import { learnDiscrepancy, type MachineEvidence } from './learn.js';
import { measuredRange, predictiveLogSd } from './noise.js';
import { sameFigures, sameName, sameSource } from './replicates.js';

/**
 * Evidence that is a published case's own must not project it: the same machine, the same case, the same source, or the
 * same figures under other names.
 */
export function evidenceFor(subject: BacktestCase, evidence: readonly MachineEvidence[]): MachineEvidence[] {
  const machine = sameName(subject.machine);
  const id = sameName(subject.id);
  return evidence.filter(
    (each) =>
      each.machine !== machine &&
      each.cases.every(
        (known) =>
          sameName(known.id) !== id &&
          !sameSource(known.source, subject.source) &&
          !sameFigures(known, subject),
      ),
  );
}

/** Learns the parameters of each left-out set once. */
export class CaseProjector {
  readonly #evidence: readonly MachineEvidence[];
  readonly #learnt = new Map<string, Discrepancy>();

  constructor(evidence: readonly MachineEvidence[]) {
    this.#evidence = evidence;
  }

  /** One row of the back-test; `replicateOf` is the case's own id and for the caller to correct. */
  project(subject: BacktestCase): BacktestRow {
    const evidence = evidenceFor(subject, this.#evidence);
    const learnt = this.#discrepancy(evidence);
    const { notes, why } = caseLines(subject);
    const { measured } = subject;
    const range = measured === null ? null : measuredRange(measured);
    const figures = why === null ? projected(subject, learnt) : NO_FIGURES;
    const isPublished = measured !== null && measured.low !== null && measured.high !== null;
    const naive = naiveOf(subject);
    const error = (value: number | null): number | null =>
      value === null || measured === null ? null : Math.log(value / measured.mid);
    return {
      case: subject.id,
      machine: subject.machine,
      source: subject.source,
      kind: caseKind(subject),
      replicateOf: subject.id,
      naive,
      ...figures,
      measured: measured?.mid ?? null,
      measuredLow: range?.low ?? null,
      measuredHigh: range?.high ?? null,
      logError: error(figures.mid),
      naiveLogError: error(naive),
      plainLogError: error(figures.plain),
      covered: measured === null || figures.low === null ? null : isWithin(measured.mid, figures),
      naiveWithinNoise: naive === null || range === null || !isPublished ? null : isWithin(naive, range),
      learnt,
      learntFrom: evidence.map(({ cases, machine }) => cases[0]?.machine ?? machine),
      notes: [
        ...subject.notes,
        ...notes,
        ...(naive === null ? [NO_NAIVE] : []),
        ...cpuNotes(subject),
        ...(why === null ? fullNotes(subject) : []),
      ],
      why,
    };
  }

  #discrepancy(evidence: readonly MachineEvidence[]): Discrepancy {
    const key = evidence.map(({ machine }) => machine).join('\n');
    const known = this.#learnt.get(key);
    if (known !== undefined) return known;
    const learnt = learnDiscrepancy(evidence);
    this.#learnt.set(key, learnt);
    return learnt;
  }
}

type Figures = Pick<BacktestRow, 'plain' | 'low' | 'mid' | 'high' | 'sharesAfter'>;
const NO_FIGURES: Figures = { plain: null, low: null, mid: null, high: null, sharesAfter: [] };
const NO_NAIVE =
  'no naive figure: no share of a changed site was published, or the shares removed are everything there is';
const NOISE_ATOMS = 9;

function projected(subject: BacktestCase, learnt: Discrepancy): Figures {
  const responses = responseAtoms(learnt);
  const noise = normalAtoms(0, predictiveLogSd(subject.measured), NOISE_ATOMS);
  const gains = new WeightedSample();
  const predicted = new WeightedSample();
  const shares = subject.sites.map(({ shareAfterPct }) =>
    shareAfterPct === null ? null : new WeightedSample(),
  );
  for (const hidden of hiddenAtoms(learnt)) {
    for (const outcome of caseOutcomes(subject, hidden.value)) {
      const weight = hidden.weight * outcome.weight;
      outcome.sharesAfter.forEach((value, i) => {
        if (value !== null) shares[i]?.add(value, weight);
      });
      for (const response of responses) {
        const logGain = response.value * outcome.logGain;
        const atWeight = weight * response.weight;
        gains.add(logGain, atWeight);
        for (const shift of noise) predicted.add(logGain + shift.value, atWeight * shift.weight);
      }
    }
  }
  const mid = gains.quantile(0.5);
  const [low, high] = [predicted.quantile(0.025), predicted.quantile(0.975)];
  const plain = plainOutcome(subject);
  return {
    plain: Math.exp(plain.logGain),
    low: Math.exp(Math.min(low, mid)),
    mid: Math.exp(mid),
    high: Math.exp(Math.max(high, mid)),
    sharesAfter: subject.sites.flatMap(({ line, site, shareAfterPct }, i) => {
      const share = shares[i]?.quantile(0.5) ?? Number.NaN;
      // Of a line that is not modelled nothing was added.
      if (shareAfterPct === null || Number.isNaN(share)) return [];
      const projectedPct = 100 * share;
      const plainPct = 100 * (plain.sharesAfter[i] ?? 0);
      return [{ line, site, plainPct, projectedPct, measuredPct: shareAfterPct }];
    }),
  };
}

function isWithin(value: number, { low, high }: { low: number | null; high: number | null }): boolean {
  return low !== null && high !== null && low <= value && value <= high;
}

/** Every line empty: X' = N / Z, whatever the queue was. */
function fullNotes(subject: BacktestCase): string[] {
  if (caseKind(subject) !== 'full') return [];
  return ['every visit goes: plain equals the naive figure of the shares taken, by construction'];
}

function cpuNotes(subject: BacktestCase): string[] {
  const atoms = cpuAtoms(subject);
  if (atoms.length === 1) return [];
  const ends = [atoms[0], atoms.at(-1)].map((atom) => Number((atom?.value ?? 0).toFixed(1)));
  return [
    `${subject.cpus === null ? 'number of CPUs not published' : 'number of CPUs a range'}: integrated over ${ends.join(' to ')}`,
  ];
}
