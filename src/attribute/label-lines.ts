import type { EventAttribution, SiteShare } from '../model/analysis.js';
import type { CacheLine } from '../model/cache-line.js';
import type { Station, StationCacheLine } from '../model/station.js';
import type { CounterCatalogue } from './catalogue/counter-catalogue.js';
import { baseFunction } from './catalogue/symbol-name.js';
import { countName } from './contention.js';
import { singleInstanceOf } from './single-instance.js';

/**
 * The line of the counter that the analysis is about: one station, unless perf c2c saw its sites on lines that have
 * no site in common, which are then stations of their own. A station whose sites c2c saw on several lines is none
 * that a single server could model. Sites that c2c did not see stay with the largest.
 */
export function labelLines(
  attribution: EventAttribution,
  subject: CounterCatalogue,
  cacheLines: readonly CacheLine[],
  asked: ReadonlySet<string>,
): Station[] {
  if (attribution.sites.length === 0) return [];
  const lines = linesOf(new Set(attribution.sites.map((site) => baseFunction(site.function))), cacheLines);
  const groups = connected(lines);
  if (groups.length === 0) return [station(attribution, attribution.sites, [], subject, asked)];
  const shareOf = (group: readonly StationCacheLine[]): number =>
    sitesOn(attribution.sites, group).reduce((sum, site) => sum + site.sharePct, 0);
  const [largest = [], ...others] = [...groups].sort((a, b) => shareOf(b) - shareOf(a));
  const elsewhere = new Set(others.flatMap((group) => sitesOn(attribution.sites, group)));
  const rest = attribution.sites.filter((site) => !elsewhere.has(site));
  return [
    station(attribution, rest, largest, subject, asked),
    ...others.map((group) => station(attribution, sitesOn(attribution.sites, group), group, subject, asked)),
  ];
}

/** The lines of perf c2c that functions of `sites` touch. */
export function linesOf(sites: ReadonlySet<string>, cacheLines: readonly CacheLine[]): StationCacheLine[] {
  return cacheLines.flatMap((line) => {
    const named = line.accesses.map((access) => ({ ...access, site: siteNamed(access.symbol, sites) }));
    const own = named.filter(({ site }) => site !== null);
    if (own.length === 0) return [];
    const others = named.filter(({ site }) => site === null);
    return [
      {
        address: line.address,
        sites: [...new Set(own.flatMap(({ site }) => site ?? []))],
        offsets: [...new Set(own.flatMap(({ offset }) => offset ?? []))].sort((a, b) => a - b),
        falseSharers: others.map(({ symbol, offset, remoteHitmPct, localHitmPct }) => ({
          symbol,
          offset,
          remoteHitmPct,
          localHitmPct,
        })),
      },
    ];
  });
}

/** perf c2c prints "[k] " and this much of a name. */
const C2C_NAME_WIDTH = 26;

function siteNamed(symbol: string | null, sites: ReadonlySet<string>): string | null {
  if (symbol === null) return null;
  const name = baseFunction(symbol);
  if (sites.has(name)) return name;
  if (symbol.length < C2C_NAME_WIDTH) return null;
  const candidates = [...sites].filter((site) => site.startsWith(symbol));
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** Lines that share a site, directly or through others, belong together. */
function connected(lines: readonly StationCacheLine[]): StationCacheLine[][] {
  const groups: StationCacheLine[][] = [];
  for (const line of lines) {
    const touching = groups.filter((group) =>
      group.some((other) => other.sites.some((site) => line.sites.includes(site))),
    );
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([...touching.flat(), line]);
  }
  return groups;
}

function sitesOn(sites: readonly SiteShare[], group: readonly StationCacheLine[]): SiteShare[] {
  const names = new Set(group.flatMap((line) => line.sites));
  return sites.filter((site) => names.has(baseFunction(site.function)));
}

function station(
  attribution: EventAttribution,
  sites: readonly SiteShare[],
  lines: readonly StationCacheLine[],
  subject: CounterCatalogue,
  asked: ReadonlySet<string>,
): Station {
  const whole = sites.length === attribution.sites.length;
  const counted = attribution.total.samples !== null;
  const mid = sites.reduce((sum, site) => sum + site.sharePct, 0);
  /** Of a part of the sites: their errors taken as independent. */
  const end = (of: (site: SiteShare) => number | null): number | null =>
    counted ? Math.hypot(...sites.map((site) => (of(site) ?? site.sharePct) - site.sharePct)) : null;
  const low = whole ? attribution.labelShareLowPct : end((site) => site.shareLowPct);
  const high = whole ? attribution.labelShareHighPct : end((site) => site.shareHighPct);
  return {
    name: `${countName(subject)}${whole || lines.length !== 1 ? '' : ` (line ${lines[0]?.address})`}`,
    kind: 'label-line',
    class: subject.id,
    sites: sites.map((site) => ({
      function: site.function,
      samples: site.samples,
      period: site.period,
      sharePct: site.sharePct,
      syscalls: site.syscalls,
    })),
    samples: counted ? sites.reduce((sum, site) => sum + (site.samples ?? 0), 0) : null,
    period: sites.reduce((sum, site) => sum + site.period, 0),
    sharePct: mid,
    shareLowPct: whole || low === null ? low : Math.max(0, mid - low),
    shareHighPct: whole || high === null ? high : Math.min(100, mid + high),
    ...singleInstanceOf({ class: subject.id, ...instance(subject, lines) }, asked),
    cacheLines: lines,
    evidence: [
      attribution.labelShareBound === 'upper'
        ? 'samples in the hooks: an upper bound, their other work included'
        : 'samples at the atomics themselves',
    ],
  };
}

function instance(
  subject: CounterCatalogue,
  lines: readonly StationCacheLine[],
): Pick<Station, 'singleInstance' | 'singleInstanceWhy'> {
  const [line] = lines;
  if (line === undefined) return subject;
  if (lines.length > 1) {
    return { singleInstance: false, singleInstanceWhy: `perf c2c shows its sites on ${lines.length} lines` };
  }
  return { singleInstance: true, singleInstanceWhy: `perf c2c shows its sites on one line, ${line.address}` };
}
