/** What perf says of a section before its columns (hists__fprintf_nr_sample_events() of builtin-report.c). */
export interface Heading {
  /** `null`: perf did not name the event. A group's description names all of its events. */
  readonly description: string | null;
  readonly samples: number;
  /** False when perf cut the number down to K, M or G (convert_unit() of util/units.c). */
  readonly exact: boolean;
}

const UNITS: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9 };

/**
 *     `# Samples: 25K of event 'cpu-clock'`
 *     `# Samples: 62  of events 'anon group { cpu-clock, task-clock }'`
 *     `Samples: 101K of event 'cycles', 4000 Hz, Event count (approx.): 18467791692 lost: 0/0`   (perf top)
 *
 * `null` when the line is something else.
 */
export function readHeading(line: string): Heading | null {
  const text = line.startsWith('# ') ? line.slice(2) : line;
  if (!text.startsWith('Samples: ')) return null;
  const [count = '', ...rest] = text.slice('Samples: '.length).split(' ');
  const unit = UNITS[count.at(-1) ?? ''];
  const number = Number(unit === undefined ? count : count.slice(0, -1));
  if (count === '' || !Number.isInteger(number)) return null;
  const words = rest.join(' ').trimStart();
  if (words !== '' && !words.startsWith('of event')) return null;
  return { description: quoted(words), samples: number * (unit ?? 1), exact: unit === undefined };
}

/**
 * The events a description names: `anon group { cpu-clock, task-clock }`, or `cycles, instructions` of a group
 * made by `--group` alone (evsel__group_desc() of util/evsel.c). Modifiers stay: `cycles:ppp` is not `cycles`.
 */
export function eventNames(description: string): string[] {
  const open = description.indexOf(' { ');
  const list = open >= 0 && description.endsWith(' }') ? description.slice(open + 3, -2) : description;
  return list.split(', ');
}

/** The number that ends `# Event count (approx.): 50585169936` or `# Total Lost Samples: 0`. */
export function figureAfter(line: string, title: string): number | null {
  const at = line.indexOf(title);
  if (at < 0) return null;
  const figure = Number.parseInt(line.slice(at + title.length), 10);
  return Number.isNaN(figure) ? null : figure;
}

function quoted(words: string): string | null {
  const open = words.indexOf("'");
  const close = words.startsWith("of event '") ? words.indexOf("'", open + 1) : words.lastIndexOf("'");
  return open < 0 || close <= open ? null : words.slice(open + 1, close);
}
