import type { Analysis } from '../../model/analysis.js';
import { functionsTable, inputsTable, unattributedTable } from '../appendix-tables.js';
import { callPathsTable, contextsText } from '../call-path-tables.js';
import { catalogueRowsTable, catalogueText, subjectText } from '../catalogue-table.js';
import {
  cacheLinesTable,
  callsTable,
  countersTable,
  instructionsTable,
  lockWaitsTable,
} from '../companion-tables.js';
import { lineRateText, linesTable } from '../contention-tables.js';
import {
  evidenceFacts,
  labelShareText,
  lockShareFacts,
  optionFacts,
  recordedFacts,
  titleText,
  unattributedFacts,
} from '../headline.js';
import { LIFETIME_MEANINGS } from '../lifetime-meanings.js';
import type { SampleViews } from '../sample-views.js';
import { siteInstructionsTable } from '../site-instructions.js';
import type { Table } from '../table.js';
import { locksTable, sitesTable } from '../tables.js';
import { findingText } from '../text.js';
import { usageTables } from '../usage-tables.js';
import { verdictSentences } from '../verdict.js';
import { flameData } from './flame-data.js';
import { commandParts, librariesPart } from './html-made.js';
import { htmlPage } from './html-page.js';
import { factList, fold, htmlTable, paragraph } from './html-parts.js';
import { flamePart, hookParts, mapPart } from './html-samples.js';
import { schemeParts } from './html-schemes.js';
import { htmlText } from './html-text.js';
import { curvePoints, memoryPoints } from './page-charts.js';
import type { PageData } from './page-data.js';

export interface HtmlOptions {
  /** Most rows of the tables of call sites and of functions. */
  readonly top: number;
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes this document. */
  readonly command: string;
  /** `null` for an analysis that was saved. */
  readonly views: SampleViews | null;
}

/** The analysis as one HTML document, the findings first; names from traces are text in it. */
export function renderHtml(analysis: Analysis, options: HtmlOptions): string {
  const { views } = options;
  const { window } = analysis;
  const stacks = views?.stacks ?? null;
  const data: PageData = {
    flame: stacks === null ? null : flameData(stacks),
    map: views?.map ?? null,
    window: window?.fromS == null || window.toS === null ? null : { fromS: window.fromS, toS: window.toS },
    curves: curvePoints([...analysis.projections, ...(views?.curves ?? [])]),
    recordedCpus: analysis.machine.busyCpus,
    memory: memoryPoints(analysis),
  };
  return htmlPage(
    titleText(analysis),
    [
      { id: 'verdict', title: 'Verdict', parts: verdictParts(analysis) },
      { id: 'share', title: `Time in ${subjectText(analysis)}`, parts: shareParts(analysis) },
      { id: 'findings', title: 'What is odd about this recording', parts: findingParts(analysis) },
      { id: 'recorded', title: 'What was recorded', parts: [factList(recordedFacts(analysis))] },
      { id: 'sites', title: 'Call sites', parts: siteParts(analysis, options.top) },
      { id: 'flame', title: 'Flame graph', parts: flamePart(data.flame, views === null) },
      {
        id: 'over-time',
        title: 'Contention by CPU and time',
        parts: mapPart(data.map, subjectText(analysis), views === null),
      },
      { id: 'hooks', title: 'Hooks by instruction', parts: hookParts(views?.hooks ?? null) },
      { id: 'schemes', title: 'What each scheme would gain', parts: schemeParts(analysis, data) },
      { id: 'locks', title: 'Locks', parts: lockParts(analysis, options.top) },
      { id: 'beside', title: 'Beside the samples', parts: companionParts(analysis, options.top) },
      {
        id: 'unattributed',
        title: 'What could not be attributed',
        parts: unattributedParts(analysis, options.top),
      },
      { id: 'made', title: 'How this was made', parts: madeParts(analysis, options) },
    ],
    data,
  );
}

function verdictParts(analysis: Analysis): string[] {
  return verdictSentences(analysis).map((sentence, index) =>
    paragraph(sentence, index === 0 ? 'headline' : ''),
  );
}

function shareParts(analysis: Analysis): string[] {
  const { attribution, events } = analysis;
  if (attribution === null) return [paragraph('Unknown: no input has samples.')];
  const contexts = contextsText(attribution);
  const rate = lineRateText(analysis);
  return [
    paragraph(labelShareText(attribution)),
    factList([
      ...evidenceFacts(attribution),
      ...(contexts === null ? [] : [{ label: 'reached from', text: contexts }]),
      ...(rate === null ? [] : [{ label: 'on the line', text: rate }]),
      { label: 'catalogue', text: catalogueText(analysis) },
      ...events.map((event) => ({ label: event.event, text: labelShareText(event) })),
    ]),
  ];
}

function findingParts({ diagnostics }: Analysis): string[] {
  if (diagnostics.length === 0) return [paragraph('Nothing.')];
  const items = diagnostics.map(
    (diagnostic) =>
      `<li>${htmlText(findingText({ ...diagnostic, hint: null }))}` +
      `${diagnostic.hint === null ? '' : ` <span class="hint">${htmlText(diagnostic.hint)}</span>`}</li>`,
  );
  return [`<ul class="findings">${items.join('\n')}</ul>`];
}

function siteParts(analysis: Analysis, top: number): string[] {
  const table = sitesTable(analysis, top);
  const lifetimes = new Set(analysis.attribution?.sites.map((site) => site.lifetime));
  return [
    ...tables(
      [table],
      analysis.attribution === null
        ? 'No input has samples.'
        : `No sample was in a ${analysis.catalogue.subject} get or put.`,
    ),
    ...tables([siteInstructionsTable(analysis, top), callPathsTable(analysis, top)], ''),
    ...(lifetimes.size === 0
      ? []
      : [
          fold('How long references live', [
            factList([...lifetimes].map((label) => ({ label, text: LIFETIME_MEANINGS[label] }))),
          ]),
        ]),
  ];
}

function lockParts(analysis: Analysis, top: number): string[] {
  const { attribution, locks } = analysis;
  const seen = attribution === null ? [] : lockShareFacts(attribution);
  const missing = locks.length === 0 ? 'No lock_stat was given.' : 'lock_stat has no lock of AppArmor.';
  return [
    ...tables([locksTable(analysis)], missing),
    ...(seen.length === 0
      ? []
      : [paragraph(`In the samples of ${attribution?.event ?? ''}:`), factList(seen)]),
    ...tables([linesTable(analysis, top), lockWaitsTable(analysis, top)], ''),
  ];
}

function companionParts(analysis: Analysis, top: number): string[] {
  return tables(
    [
      ...usageTables(analysis, null),
      callsTable(analysis, top),
      countersTable(analysis, top),
      cacheLinesTable(analysis, top),
      instructionsTable(analysis, top),
      catalogueRowsTable(analysis),
    ],
    'Nothing was given beside the samples.',
  );
}

function unattributedParts(analysis: Analysis, top: number): string[] {
  const { attribution } = analysis;
  if (attribution === null) return [paragraph('No input has samples.')];
  return [
    factList(unattributedFacts(attribution, subjectText(analysis))),
    ...tables([unattributedTable(attribution, top)], ''),
    fold('Busiest functions', tables([functionsTable(analysis, top)], 'None.')),
  ];
}

function madeParts(analysis: Analysis, { version, command }: HtmlOptions): string[] {
  const { perfVersion, recordCommand } = analysis.machine;
  const recorder = [
    ...(perfVersion === null ? [] : [{ label: 'perf', text: perfVersion }]),
    ...(recordCommand === null ? [] : [{ label: 'recorded with', text: recordCommand }]),
  ];
  return [
    ...commandParts(command),
    ...tables([inputsTable(analysis)], 'No inputs.'),
    factList([
      ...optionFacts(analysis),
      ...recorder,
      { label: 'refscope', text: `${version}, analysis of schema version ${analysis.schemaVersion}` },
    ]),
    librariesPart(),
  ];
}

/** Those with rows, else the sentence. */
function tables(all: readonly Table[], whenEmpty: string): string[] {
  const parts = all.flatMap(htmlTable);
  return parts.length > 0 || whenEmpty === '' ? parts : [paragraph(whenEmpty)];
}
