/** What the numbers in front of the instructions are. */
type AnnotateUnit = 'Percent' | 'Samples' | 'Period';

/** The line above each function; tools/perf/util/annotate.c symbol__annotate_printf(). */
export interface AnnotateTitle {
  readonly unit: AnnotateUnit;
  readonly dso: string;
  /** One, or the members of a group. `[]` where an old perf does not name it. */
  readonly events: readonly string[];
  readonly totalSamples: number | null;
  /** Percentages are of everything recorded rather than of this function (`--percent-type global-*`). */
  readonly global: boolean;
}

const TITLE = /^(Percent|Samples|Period)\s*\|\s*Source code & Disassembly of\b(.*)$/;
const COUNT = / \((\d+) samples(?:, percent: ([a-z ]+))?\)$/;
/** A count that is not whole. `(deleted)` may stand there as well. */
const CUT_COUNT = / \(\d+ /;
const GROUP = /^.*\{ (.*) \}$/;
const UNITS: Readonly<Record<string, AnnotateUnit>> = {
  Percent: 'Percent',
  Samples: 'Samples',
  Period: 'Period',
};

export const isAnnotateTitle = (line: string): boolean => TITLE.test(line);

/**
 *     ` Percent |\tSource code & Disassembly of vmlinux for cpu-clock (23 samples, percent: local period)`
 *     ` Percent         |\tSource code & Disassembly of refs for anon group { cpu-clock, page-faults } (4040 samples, ...`
 *     ` Percent |\tSource code & Disassembly of vmlinux for cycles:ppp`              (before 4.18)
 *
 * `null` when the line is not whole.
 */
export function readAnnotateTitle(line: string): AnnotateTitle | null {
  const [, printedUnit = '', rest = ''] = TITLE.exec(line) ?? [];
  const unit = UNITS[printedUnit];
  const [counted = '', samples, percentType = ''] = COUNT.exec(rest) ?? [];
  const subject = rest.slice(0, rest.length - counted.length).trim();
  // From the right: a file name may hold " for ", an event's cannot.
  const at = subject.lastIndexOf(' for ');
  const dso = at < 0 ? subject : subject.slice(0, at);
  if (unit === undefined || dso === '' || (counted === '' && CUT_COUNT.test(rest))) return null;
  return {
    unit,
    dso,
    events: at < 0 ? [] : eventsOf(subject.slice(at + ' for '.length)),
    totalSamples: samples === undefined ? null : Number(samples),
    global: percentType.startsWith('global'),
  };
}

/** `anon group { cpu-clock, cpu/event=0x3c,umask=0x0/ }`: names hold commas, but never with a blank behind. */
function eventsOf(text: string): string[] {
  const members = GROUP.exec(text)?.[1];
  return members === undefined ? [text] : members.split(', ');
}
