import type { SchemeCost, SchemeParameter, SchemeSheet, SchemeSheets } from '../model/scheme-facts.js';
import { bytesText, countText, UNKNOWN } from './numbers.js';
import { code, left, right } from './table.js';
import { section } from './text.js';
import { wrapText } from './text-table.js';

/** Every scheme on a line. */
export function renderSchemesText({ schemes, labels, possibleCpus }: SchemeSheets, width: number): string {
  const table = {
    title: `Schemes, memory over kref for ${quantities(labels, possibleCpus)}`,
    notes: [
      'refscope schemes ID has what it covers, parameters, costs and objections; --set SCHEME.PARAM=VALUE changes a parameter.',
    ],
    columns: [code('scheme'), left('maturity'), right('memory'), left('idea')],
    rows: schemes.map(({ id, maturity, memoryBytes, idea }) => [
      id,
      maturity.stage,
      bytesText(memoryBytes),
      idea,
    ]),
  };
  return section(table, width).slice(1).join('\n');
}

/** One scheme in full. */
export function renderSchemeText(
  scheme: SchemeSheet,
  { labels, possibleCpus }: SchemeSheets,
  width: number,
): string {
  const line = (label: string, words: string) => wrapText(`${label.padEnd(LABEL)}${words}`, width, LABEL);
  return [
    ...wrapText(`${scheme.id}: ${scheme.idea}`, width, 2),
    '',
    ...line('proposed by', scheme.proposer),
    ...line('maturity', `${scheme.maturity.stage}: ${scheme.maturity.note}`),
    ...scheme.sources.flatMap((source, at) => line(at === 0 ? 'sources' : '', source)),
    ...line('covers', scheme.covers),
    ...line('cost left', scheme.costLeft),
    ...line(
      'memory',
      `${scheme.memory}: ${bytesText(scheme.memoryBytes)} for ${quantities(labels, possibleCpus)}`,
    ),
    ...line('replacement', scheme.underReplacement),
    ...(scheme.objections.length === 0 ? line('objections', 'none in the thread') : []),
    ...scheme.objections.flatMap(({ by, why, source }) => line('objection', `${by}: ${why} (${source})`)),
    ...scheme.assumptions.flatMap((sentence) => line('assumed', sentence)),
    ...section(costsTable(scheme.costs), width),
    ...parameterLines(scheme, width),
  ].join('\n');
}

const LABEL = 13;

function costsTable(costs: readonly SchemeCost[]) {
  return {
    title: 'Costs beyond throughput',
    notes: [],
    columns: [left('cost'), right('value'), left('note')],
    rows: costs.map((cost) => [cost.name, costText(cost), cost.why ?? '']),
  };
}

function costText({ value, unit }: SchemeCost): string {
  if (value === null) return UNKNOWN;
  if (unit === 'bytes') return bytesText(value);
  if (unit === 'labels' || unit === 'CPUs') return `${countText(value)} ${unit}`;
  const [shown, name] = unit === 'ms' && value >= 1000 ? [value / 1000, 's'] : [value, unit];
  return `${Number(shown.toPrecision(3))} ${name}`;
}

/** A paragraph each: its first line is what --set takes, and so never cut. */
function parameterLines({ id, parameters }: SchemeSheet, width: number): string[] {
  if (parameters.length === 0) return [];
  return [
    '',
    'Parameters, as --set takes them:',
    ...parameters.flatMap((parameter) => [
      `  ${id}.${parameter.name}${parameter.value === null ? '' : `=${parameter.value}`}`,
      ...wrapText(parameterText(parameter), width - 6, 0).map((line) => `      ${line}`),
    ]),
  ];
}

function parameterText(parameter: SchemeParameter): string {
  const { meaning, source, unit, value, min, max, whole } = parameter;
  const range = `${min} to ${max}${whole ? ', whole' : ''}`;
  const isPrinted = value !== null && value === parameter.default;
  const standing = isPrinted ? 'the default' : `default ${valueText(parameter, parameter.default)}`;
  return `${meaning} (${source}); ${unit}, ${range}; ${standing}`;
}

function valueText({ nullMeans }: SchemeParameter, value: number | null): string {
  return value === null ? (nullMeans ?? UNKNOWN) : String(value);
}

function quantities(labels: number | null, possibleCpus: number | null): string {
  const known = (count: number | null, unit: string, flag: string) =>
    count === null ? `unknown ${unit} (${flag})` : `${countText(count)} ${unit}`;
  return `${known(labels, 'labels', '--labels')} and ${known(possibleCpus, 'possible CPUs', '--possible-cpus')}`;
}
