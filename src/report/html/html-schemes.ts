import type { Analysis } from '../../model/analysis.js';
import type { SchemeFacts } from '../../model/scheme-facts.js';
import { groupAssumptions } from '../assumptions.js';
import { cpusText, ratioText } from '../numbers.js';
import { projectedCpus, schemesTable } from '../schemes-table.js';
import { code, right, type Table } from '../table.js';
import { bulletList, factList, fold, htmlTable, paragraph } from './html-parts.js';
import { htmlText } from './html-text.js';
import { type CurvePoint, PAGE_IDS, type PageData } from './page-data.js';

/** The projection: tables, curves, memory, and what all of it rests on. */
export function schemeParts(analysis: Analysis, { curves, memory }: PageData): string[] {
  const grouped = groupAssumptions(analysis);
  return [
    ...projectedCpus(analysis).flatMap((cpus) => htmlTable(schemesTable(analysis, cpus))),
    ...(analysis.projections.length === 0 ? [paragraph('Nothing can be projected.')] : []),
    '<h3>Scaling</h3>',
    ...(curves.length === 0
      ? [paragraph('Unknown: no scheme has a gain at a known number of CPUs.')]
      : [
          paragraph(
            'Capacity after / before over busy CPUs. The band is the 95 % range of the projection, the line its middle, ' +
              'the dotted line the recorded number of busy CPUs; beyond twice the recorded CPUs (--at) there are bounds only. Schemes that change nothing here are left out.',
            'note',
          ),
          `<div id="${PAGE_IDS.curves}" class="small-charts"></div>`,
          fold('The numbers of the curves', htmlTable(curvesTable(curves))),
        ]),
    '<h3>Gain against memory</h3>',
    memory.length === 0
      ? paragraph(
          'No scheme is known to gain anything for a memory that is known, too; --labels and --possible-cpus tell the memory.',
        )
      : `<div id="${PAGE_IDS.memory}" class="chart"></div>`,
    fold('What these figures rest on', [
      bulletList([
        ...analysis.projectionAssumptions,
        ...grouped.shared.map(({ text, schemes }) => `${text} (${schemes.join(', ')})`),
      ]),
    ]),
    fold(
      'The schemes',
      analysis.schemes.map((scheme) => schemeText(scheme, grouped.own.get(scheme.id) ?? [])),
    ),
  ];
}

function curvesTable(curves: readonly CurvePoint[]): Table {
  return {
    title: '',
    notes: [],
    columns: [code('scheme'), right('CPUs'), right('low'), right('mid'), right('high')],
    rows: [...curves]
      .sort((a, b) => (a.scheme < b.scheme ? -1 : a.scheme > b.scheme ? 1 : a.cpus - b.cpus))
      .map(({ scheme, cpus, low, mid, high }) => [
        scheme,
        cpusText(cpus),
        ratioText(low),
        ratioText(mid),
        ratioText(high),
      ]),
  };
}

function schemeText(scheme: SchemeFacts, assumptions: readonly string[]): string {
  return [
    `<h4>${htmlText(scheme.id)}</h4>`,
    paragraph(scheme.idea),
    factList([
      { label: 'proposed by', text: scheme.proposer },
      { label: 'covers', text: scheme.covers },
      { label: 'cost left', text: scheme.costLeft },
      { label: 'memory over kref', text: scheme.memory },
      { label: 'sources', text: scheme.sources.join('; ') },
      ...scheme.objections.map(({ by, why, source }) => ({
        label: 'objection',
        text: `${by}: ${why} (${source})`,
      })),
      ...assumptions.map((text) => ({ label: 'assumes', text })),
    ]),
  ].join('\n');
}
