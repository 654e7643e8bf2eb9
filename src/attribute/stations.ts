import type { EventAttribution } from '../model/analysis.js';
import type { CacheLine } from '../model/cache-line.js';
import type { EventInfo } from '../model/profile.js';
import type { Station, StationSite } from '../model/station.js';
import { contextName } from './call-context.js';
import type { CounterCatalogue } from './catalogue/counter-catalogue.js';
import type { ContentionJudge, StationClass } from './contention.js';
import { type CountedSamples, countedCells } from './counted-cells.js';
import { labelLines, linesOf } from './label-lines.js';
import { singleInstanceOf } from './single-instance.js';
import type { StackJudge } from './stack-verdict.js';
import { shareIntervals, Tally } from './tally.js';

/** The main event's samples with what judges them. */
export interface StationInput extends CountedSamples {
  readonly judge: StackJudge;
  readonly contention: ContentionJudge;
  /** Of the main event: the sites of the subject's own line. */
  readonly attribution: EventAttribution;
  readonly subject: CounterCatalogue;
  readonly cacheLines: readonly CacheLine[];
  /** Classes of `--single-instance`. */
  readonly singleInstance: ReadonlySet<string>;
}

class SiteTally extends Tally {
  readonly contexts = new Map<string, number>();
}

class StationTally extends Tally {
  readonly sites = new Map<string, SiteTally>();
}

/** What the busy CPUs queue for: the subject's line first, then other counters and locks by share. */
export function stations(input: StationInput): Station[] {
  const { profile, event } = input;
  const total = new Tally();
  const tallies = new Map<StationClass, StationTally>();
  for (const cell of countedCells(input)) {
    total.add(cell.slice, cell.samples, cell.period);
    const verdict = input.judge.verdict(cell.stack);
    const found = verdict.site === null ? input.contention.contention(cell.stack) : null;
    if (found === null) continue;
    const tally = tallies.get(found.station) ?? new StationTally();
    tallies.set(found.station, tally);
    tally.add(cell.slice, cell.samples, cell.period);
    const site = tally.sites.get(found.site) ?? new SiteTally();
    tally.sites.set(found.site, site);
    site.add(cell.slice, cell.samples, cell.period);
    const context = contextName(input.judge.chain(cell.stack));
    site.contexts.set(context, (site.contexts.get(context) ?? 0) + cell.samples);
  }
  const counted = (profile.events[event] as EventInfo).sharesOnly !== true;
  const rows = [...tallies].sort(([a, x], [b, y]) => y.period - x.period || (a.class < b.class ? -1 : 1));
  const shares = shareIntervals(
    total,
    rows.map(([, tally]) => tally),
  );
  return [
    ...labelLines(input.attribution, input.subject, input.cacheLines, input.singleInstance),
    ...rows.map(([station, tally], index): Station => {
      const sites = siteRows(tally, total, counted);
      const share = shares[index] ?? null;
      return {
        ...station,
        ...singleInstanceOf(station, input.singleInstance),
        sites,
        ...tally.weight(counted),
        sharePct: 100 * (share?.mid ?? 0),
        shareLowPct: counted && share !== null ? 100 * share.low : null,
        shareHighPct: counted && share !== null ? 100 * share.high : null,
        cacheLines: linesOf(new Set(sites.map((site) => site.function)), input.cacheLines),
      };
    }),
  ];
}

function siteRows(tally: StationTally, total: Tally, counted: boolean): StationSite[] {
  return [...tally.sites]
    .sort(([a, x], [b, y]) => y.period - x.period || (a < b ? -1 : 1))
    .map(([name, site]) => ({
      function: name,
      ...site.weight(counted),
      sharePct: total.period > 0 ? (100 * site.period) / total.period : 0,
      syscalls: [...site.contexts]
        .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .map(([context, samples]) => ({ name: context, samples: counted ? samples : null })),
    }));
}
