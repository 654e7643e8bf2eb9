import type { Diff } from '../../model/diff.js';
import type { SampledStacks } from '../../model/sampled-stacks.js';
import { unknownConditions } from '../diff-condition-tables.js';
import { leadText } from '../diff-lead.js';
import { diffTables, undecidableReasons } from '../diff-tables.js';
import { sideFacts } from '../diff-text.js';
import { diffStacks } from './diff-stacks.js';
import { flameData } from './flame-data.js';
import { commandParts, librariesPart } from './html-made.js';
import { htmlPage } from './html-page.js';
import { bulletList, factList, htmlTable, paragraph } from './html-parts.js';
import { htmlText } from './html-text.js';
import { type FlameData, PAGE_IDS, type PageData } from './page-data.js';

/** Rows of the long tables. */
const TOP = 25;

export interface DiffHtmlOptions {
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes this document. */
  readonly command: string;
  /** The call trees of each side; `null` where one of its recordings was a saved analysis, or has no samples. */
  readonly stacks: {
    readonly before: readonly SampledStacks[];
    readonly after: readonly SampledStacks[];
  } | null;
}

/**
 * A diff as one HTML document that needs nothing else, under the same policy as the report: verdict, tables, and a
 * flame graph of both sides together in which colour is the change. Names from traces are text in it.
 */
export function renderDiffHtml(diff: Diff, { version, command, stacks }: DiffHtmlOptions): string {
  const joined = stacks === null ? null : diffStacks(stacks.before, stacks.after);
  const flame = joined === null ? null : flameData(joined.stacks, undefined, joined.after);
  const data: PageData = { flame, map: null, window: null, curves: [], recordedCpus: null, memory: [] };
  const unknown = unknownConditions(diff);
  return htmlPage(
    'What changed',
    [
      {
        id: 'verdict',
        title: 'Verdict',
        parts: [
          paragraph(leadText(diff), 'headline'),
          bulletList(diff.verdictSentences),
          factList(sideFacts(diff)),
        ],
      },
      { id: 'flame', title: 'Flame graph of the change', parts: flamePart(flame) },
      {
        id: 'tables',
        title: 'What it rests on',
        parts: [
          ...diffTables(diff, TOP).flatMap(htmlTable),
          ...undecidableReasons(diff).map((why) => paragraph(`Undecidable: ${why}.`, 'note')),
          ...(unknown === null ? [] : [paragraph(unknown, 'note')]),
        ],
      },
      {
        id: 'made',
        title: 'How this was made',
        parts: [
          ...commandParts(command),
          paragraph(`By refscope ${version}, diff of schema version ${diff.schemaVersion}.`),
          librariesPart(),
        ],
      },
    ],
    data,
  );
}

/** Colours of page/flame-chart.ts's changeColour(). */
const LEGEND = [
  ['class-0', 'more after'],
  ['class-4', 'less after'],
  ['class-6', 'as much'],
] as const;

function flamePart(flame: FlameData | null): string[] {
  if (flame === null)
    return [
      paragraph(
        'Needs samples of both sides from the traces themselves: a saved analysis has no callchains.',
      ),
    ];
  return [
    paragraph(
      'Both sides together, callers above: the width of a frame is the mean of its shares of busy time before and after. ' +
        'Red frames have more after than before, blue ones less, the stronger the larger the part of the frame that changed. ' +
        'Colour is the difference seen, noise included: what is more than noise stands in the tables. Click or Enter zooms ' +
        'in, arrow keys move, Escape shows all, / searches.',
      'note',
    ),
    `<ul class="legend">${LEGEND.map(([swatch, text]) => `<li><span class="swatch ${swatch}"></span>${text}</li>`).join('')}</ul>`,
    `<div class="controls"><label>Search <input type="search" id="${PAGE_IDS.flameSearch}" autocomplete="off" spellcheck="false"></label>` +
      `<button type="button" id="${PAGE_IDS.flameReset}">Show all</button></div>`,
    `<p id="${PAGE_IDS.flameDetails}" class="details" role="status" aria-live="polite"></p>`,
    `<div id="${PAGE_IDS.flame}" class="flame" tabindex="0" role="application" aria-label="${htmlText('Flame graph of the change')}"></div>`,
    '<noscript><p class="note">The chart needs scripts.</p></noscript>',
    ...flame.notes.map((note) => paragraph(note, 'note')),
  ];
}
