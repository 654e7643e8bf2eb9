import type { Machine } from '../../model/machine.js';

/** What the header block says of one event. */
export interface DescribedEvent {
  readonly type: number;
  readonly config: number;
  readonly precise: number;
  readonly instances: number;
}

/** Keys of the block that fill a Machine, as tools/perf/util/header.c prints them (print_hostname() and kin). */
const TEXT_KEYS = new Map([
  ['hostname', 'hostname'],
  ['os release', 'kernel'],
  ['perf version', 'perfVersion'],
  ['arch', 'arch'],
  ['cpudesc', 'cpuModel'],
  ['cpuid', 'cpuId'],
  ['cmdline', 'recordCommand'],
] as const);
const COUNT_KEYS = new Map([
  ['nrcpus online', 'onlineCpus'],
  ['nrcpus avail', 'possibleCpus'],
] as const);

/** Where the name of an event ends: versions differ in what follows it. */
const NAME_ENDS = [', , ', ', id = {', ', type = ', ', size = '];

/**
 * The "# ========" block of `perf script --header`.
 *
 *     # os release : 6.1.192-labp
 *     # nrcpus avail : 8
 *     # event : name = cpu-clock, , id = { 86, 87, 88 }, type = 1, size = 128, ..., precise_ip = 2
 */
export class CommentBlock {
  /** Lines understood. */
  understood = 0;
  readonly #machine: Machine;
  readonly #events = new Map<string, DescribedEvent>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Takes one line that begins with "#"; whether it says something that is kept. */
  line(text: string): boolean {
    const separator = text.indexOf(' : ');
    if (separator < 0) return false;
    const key = text.slice(1, separator).trim();
    const value = text.slice(separator + 3).trim();
    const textField = lookUp(TEXT_KEYS, key);
    const countField = lookUp(COUNT_KEYS, key);
    if (textField !== undefined) this.#machine[textField] = value;
    else if (countField !== undefined) this.#machine[countField] = count(value);
    else if (key === 'event' && value.startsWith('name = ')) this.#event(value);
    else return false;
    this.understood++;
    return true;
  }

  event(name: string): DescribedEvent | undefined {
    return this.#events.get(name);
  }

  /** The name of the only event recorded besides perf's dummies; `null` when there is no such one. */
  get onlyEvent(): string | null {
    const names = [...this.#events.keys()].filter((name) => !name.startsWith('dummy'));
    return names.length === 1 ? (names[0] ?? null) : null;
  }

  /** Fields that are zero are not printed (util/perf_event_attr_fprintf.c, PRINT_ATTRn): missing means 0. */
  #event(value: string): void {
    const ends = NAME_ENDS.map((mark) => value.indexOf(mark)).filter((at) => at >= 0);
    if (ends.length === 0) return;
    const end = Math.min(...ends);
    const fields = value.slice(end);
    const ids = between(fields, 'id = {', '}');
    this.#events.set(value.slice('name = '.length, end), {
      type: field(fields, 'type'),
      config: field(fields, 'config'),
      precise: field(fields, 'precise_ip'),
      instances: ids === null ? 0 : ids.split(',').length,
    });
  }
}

/** "8", and newer perf's "0 (PERF_TYPE_HARDWARE)" or "0x9". */
function field(fields: string, key: string): number {
  const value = between(`${fields},`, `, ${key} = `, ',');
  return Number((value ?? '0').trim().split(' ')[0]) || 0;
}

function between(text: string, open: string, close: string): string | null {
  const from = text.indexOf(open);
  if (from < 0) return null;
  const to = text.indexOf(close, from + open.length);
  return to < 0 ? null : text.slice(from + open.length, to);
}

function count(value: string): number | null {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : null;
}

function lookUp<Field>(fields: ReadonlyMap<string, Field>, key: string): Field | undefined {
  return fields.get(key);
}
