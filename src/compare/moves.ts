import type { Change, ChangeState, LineChange, Move, SiteChange } from '../model/diff.js';
import type { Percent } from '../model/units.js';
import { testChanges } from './change.js';
import { joinRows, type KeyedShare } from './joined-rows.js';
import { labelObstacle } from './obstacle.js';
import { busySamples, intervalShare, pairOf, type Share, type SharePair, type Side } from './share.js';
import { labelPair } from './site-changes.js';

/** A site or line whose loss turned up elsewhere by more than this part of it moved; by less it fell (or rose). */
const MOSTLY = 0.5;

interface Moved<T> {
  readonly rows: readonly T[];
  readonly moves: readonly Move[];
}

/**
 * Sites that fell and rose on one line while the line's total shows neither the loss nor the gain: its interval must
 * leave out both, as a total that is as unsure as the loss is large says nothing of where it went.
 */
export function movesWithinLines(
  sites: readonly SiteChange[],
  lines: readonly LineChange[],
): Moved<SiteChange> {
  const moves: Move[] = [];
  const states = new Map<SiteChange, ChangeState>();
  for (const line of lines) {
    const own = sites.filter((site) => site.line === line.line);
    const [falls, rises] = [own.filter(isState('down')), own.filter(isState('up'))];
    const [lost, gained] = [sumPoints(falls), sumPoints(rises)];
    if (!(lost > 0 && gained > 0) || line.low === null || line.high === null) continue;
    if (line.low <= -lost || line.high >= gained) continue;
    const points = Math.min(lost, gained);
    moves.push({ from: names(falls), to: names(rises), within: line.line, points });
    if (points > MOSTLY * lost) for (const site of falls) states.set(site, 'moved-out');
    if (points > MOSTLY * gained) for (const site of rises) states.set(site, 'moved-in');
  }
  return { rows: sites.map((site) => ({ ...site, state: states.get(site) ?? site.state })), moves };
}

/**
 * Lines that rose while the counter's own fell, or the reverse. When the counter frees busy time every other share
 * grows in proportion: only what changed against the rest of the busy time moved.
 */
export function movesBetweenLines(
  before: Side,
  after: Side,
  lines: readonly LineChange[],
): Moved<LineChange> {
  const [own, ...others] = lines;
  const label = labelPair(before, after);
  if (own === undefined || (own.state !== 'up' && own.state !== 'down')) return { rows: lines, moves: [] };
  const opposite = own.state === 'down' ? 'up' : 'down';
  const rests = joinRows(before, after, otherLines).map(({ key, before: old, after: now }) => ({
    key,
    before: old.map((share, index) => ofRest(share, label.before[index])),
    after: now.map((share, index) => ofRest(share, label.after[index])),
  }));
  const changes = testChanges(rests.map((row) => pairOf(labelObstacle(before, after), row)));
  const rest = 1 - ((own.before ?? 0) + (own.after ?? 0)) / 200;
  const moves: Move[] = [];
  const rows = others.map((line): LineChange => {
    const index = rests.findIndex(({ key }) => key === line.class);
    const change = changes[index];
    if (line.state !== opposite || change?.state !== opposite) return line;
    const points = Math.min(Math.abs(change.deltaPoints ?? 0) * rest, Math.abs(own.deltaPoints ?? 0));
    const [from, to] = own.state === 'down' ? [own.line, line.line] : [line.line, own.line];
    moves.push({ from: [from], to: [to], within: null, points });
    return { ...line, state: own.state === 'down' ? 'moved-in' : 'moved-out' };
  });
  const moved = moves.reduce((sum, { points }) => sum + points, 0);
  const mostly = moved > MOSTLY * Math.abs(own.deltaPoints ?? 0);
  const state = own.state === 'down' ? 'moved-out' : 'moved-in';
  return { rows: [mostly ? { ...own, state } : own, ...rows], moves };
}

function otherLines(analysis: Side[number]): KeyedShare<null>[] {
  return analysis.lines
    .filter(({ kind }) => kind !== 'label-line')
    .map((line) => ({ key: line.class, row: null, share: intervalShare(line, busySamples(analysis)) }));
}

/** `share` of what the counter leaves. */
function ofRest(share: Share, label: Share | undefined): SharePair['before'][number] {
  const rest = 1 - (label?.sharePct ?? 0) / 100;
  const { proportion, sharePct } = share;
  if (!(rest > 0) || sharePct === null) return { ...share, proportion: null };
  return {
    ...share,
    sharePct: sharePct / rest,
    proportion:
      proportion === null
        ? null
        : { hits: Math.min(proportion.hits, proportion.trials * rest), trials: proportion.trials * rest },
  };
}

const isState =
  (state: ChangeState) =>
  (change: Change): boolean =>
    change.state === state;

/** Smallest first, so that swapped sides add up to the same bits. */
function sumPoints(changes: readonly Change[]): Percent {
  return changes
    .map(({ deltaPoints }) => Math.abs(deltaPoints ?? 0))
    .sort((a, b) => a - b)
    .reduce((sum, points) => sum + points, 0);
}

function names(sites: readonly SiteChange[]): string[] {
  return [...new Set(sites.map((site) => site.function))];
}
