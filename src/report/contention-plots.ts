import type { ContentionField, ContentionMap } from '../model/contention-map.js';
import { NS_PER_SECOND } from '../model/units.js';
import type { Fact } from './headline.js';
import { percentText, secondsText } from './numbers.js';

const UNICODE_LEVELS = '▁▂▃▄▅▆▇█';
const ASCII_LEVELS = '_.-:=+*#';
/** Nothing was busy: not the same as a share of zero. */
const NOTHING = ' ';

/**
 * The share of label get/put in busy time as two lines of characters, over time and by CPU, each from 0 to its own
 * highest; nothing of one column or CPU only. `width` is the room of a line of characters.
 */
export function contentionPlots(map: ContentionMap, width: number, unicode: boolean): Fact[] {
  const levels = unicode ? UNICODE_LEVELS : ASCII_LEVELS;
  const plots: Fact[] = [];
  const perColumn = Math.ceil(map.slices / width);
  const columns = Math.ceil(map.slices / perColumn);
  const overTime = shares(map, columns, ({ slice }) => Math.floor(slice / perColumn));
  if (columns > 1) {
    const step = (perColumn * map.sliceNs) / NS_PER_SECOND;
    plots.push({ label: 'over time', text: line(overTime, levels) });
    plots.push({
      label: '',
      text: `0 to ${highest(overTime)} of busy time, ${stepText(step)} a character from ${map.fromS.toFixed(3)}`,
    });
  }
  const perGroup = Math.ceil(map.cpus.length / width);
  const groups = Math.ceil(map.cpus.length / perGroup);
  const byCpu = shares(map, groups, ({ cpu }) => Math.floor(cpu / perGroup));
  if (groups > 1) {
    const cpusEach = perGroup * map.cpusPerRow;
    const first = map.cpus[0] ?? 0;
    plots.push({ label: 'by CPU', text: line(byCpu, levels) });
    plots.push({
      label: '',
      text: `0 to ${highest(byCpu)} of busy time, ${cpusEach === 1 ? 'a CPU' : `${cpusEach} CPUs`} a character from CPU ${first}`,
    });
  }
  return plots;
}

/** Of busy time, 0 to 100, by place; `null` where nothing was busy. */
function shares(
  map: ContentionMap,
  places: number,
  placeOf: (field: ContentionField) => number,
): (number | null)[] {
  const label = new Array<number>(places).fill(0);
  const busy = new Array<number>(places).fill(0);
  for (const field of map.fields) {
    const place = placeOf(field);
    label[place] = (label[place] ?? 0) + field.labelPeriod;
    busy[place] = (busy[place] ?? 0) + field.busyPeriod;
  }
  return busy.map((period, place) => (period > 0 ? (100 * (label[place] ?? 0)) / period : null));
}

function line(values: readonly (number | null)[], levels: string): string {
  const top = Math.max(...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return NOTHING;
      return levels[top > 0 ? Math.min(levels.length - 1, Math.floor((value / top) * levels.length)) : 0];
    })
    .join('');
}

function highest(values: readonly (number | null)[]): string {
  return percentText(Math.max(...values.map((value) => value ?? 0)));
}

function stepText(seconds: number): string {
  return seconds >= 1 ? secondsText(seconds) : `${Math.round(1000 * seconds)} ms`;
}
