import { printable } from '../model/printable.js';
import { loadUnit, type Throughput } from '../model/throughput.js';
import { countText, nounText } from './numbers.js';

/** "will-it-scale processes with 4 tasks": the tasks tell the rows of a scaling series apart. */
export function loadName({ tool, tasks }: Pick<Throughput, 'tool' | 'tasks'>): string {
  if (tasks === null) return printable(tool);
  return `${printable(tool)} with ${tasks} ${nounText(tasks, 'task')}`;
}

/** "8,123 requests/s", "288,145 operations/s". */
export function loadRate(tool: string, perSecond: number | null): string {
  return `${countText(perSecond)} ${loadUnit(tool)}/s`;
}

/** "1,000 requests". */
export function loadCount(tool: string, count: number | null): string {
  return `${countText(count)} ${loadUnit(tool)}`;
}
