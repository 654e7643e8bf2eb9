import type { Change, ChangeState, LineChange, Move, SiteChange } from '../model/diff.js';
import type { Percent } from '../model/units.js';
import { joinRows } from './joined-rows.js';
import { labelObstacle } from './obstacle.js';
import type { Side } from './share.js';
import { otherLines, type RatedSite } from './site-changes.js';
import { workChanges } from './work-shares.js';

/** A site or line whose loss turned up elsewhere by more than this part of it moved; by less it fell (or rose). */
const MOSTLY = 0.5;

interface Moved<T> {
  readonly rows: readonly T[];
  readonly moves: readonly Move[];
}

/**
 * Sites that fell and rose on one line while the line's total shows neither the loss nor the gain: its interval must
 * leave out both, as a total that is as unsure as the loss is large says nothing of where it went. Only sites that
 * fell or rose against the uncontended work too count: the others share in what all of the busy time lost or gained.
 */
export function movesWithinLines(
  rated: readonly RatedSite[],
  lines: readonly LineChange[],
): Moved<SiteChange> {
  const moves: Move[] = [];
  const states = new Map<SiteChange, ChangeState>();
  for (const line of lines) {
    const moving = rated.filter(({ site, ofWork }) => site.line === line.line && site.state === ofWork);
    const own = moving.map(({ site }) => site);
    const [falls, rises] = [own.filter(isState('down')), own.filter(isState('up'))];
    const [lost, gained] = [sumPoints(falls), sumPoints(rises)];
    if (!(lost > 0 && gained > 0) || line.low === null || line.high === null) continue;
    if (line.low <= -lost || line.high >= gained) continue;
    const points = Math.min(lost, gained);
    moves.push({ from: names(falls), to: names(rises), within: line.line, points });
    if (points > MOSTLY * lost) for (const site of falls) states.set(site, 'moved-out');
    if (points > MOSTLY * gained) for (const site of rises) states.set(site, 'moved-in');
  }
  return { rows: rated.map(({ site }) => ({ ...site, state: states.get(site) ?? site.state })), moves };
}

/** Lines that rose, against the uncontended work too, while the counter's own fell; or the reverse. */
export function movesBetweenLines(
  before: Side,
  after: Side,
  lines: readonly LineChange[],
): Moved<LineChange> {
  const [own, ...others] = lines;
  if (own === undefined || (own.state !== 'up' && own.state !== 'down')) return { rows: lines, moves: [] };
  const opposite = own.state === 'down' ? 'up' : 'down';
  const joined = joinRows(before, after, otherLines);
  const changes = workChanges(before, after, labelObstacle(before, after), joined);
  const moves: Move[] = [];
  const rows = others.map((line): LineChange => {
    const change = changes[joined.findIndex(({ key }) => key === line.class)];
    if (line.state !== opposite || change?.state !== opposite) return line;
    const points = Math.min(Math.abs(change.deltaPoints ?? 0) * change.base, Math.abs(own.deltaPoints ?? 0));
    const [from, to] = own.state === 'down' ? [own.line, line.line] : [line.line, own.line];
    moves.push({ from: [from], to: [to], within: null, points });
    return { ...line, state: own.state === 'down' ? 'moved-in' : 'moved-out' };
  });
  const moved = moves.reduce((sum, { points }) => sum + points, 0);
  const mostly = moved > MOSTLY * Math.abs(own.deltaPoints ?? 0);
  const state = own.state === 'down' ? 'moved-out' : 'moved-in';
  return { rows: [mostly ? { ...own, state } : own, ...rows], moves };
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
