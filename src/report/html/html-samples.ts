import type { Annotation } from '../../model/annotation.js';
import type { ContentionMap } from '../../model/contention-map.js';
import { groupBy } from '../../model/group-by.js';
import { annotatedInstructions, annotationFacts, atomicsTable } from '../annotate-text.js';
import { countText, percentText } from '../numbers.js';
import { factList, fold, htmlTable, paragraph } from './html-parts.js';
import { htmlText } from './html-text.js';
import { type FlameData, PAGE_IDS } from './page-data.js';

const SAVED = 'Not in a saved analysis, which holds no callchains: make the report from the trace itself.';
const SCRIPT_OFF = '<noscript><p class="note">The chart needs scripts.</p></noscript>';

/** Controls and place of the flame graph, its legend with the numbers. */
export function flamePart(flame: FlameData | null, saved: boolean): string[] {
  if (flame === null) return [paragraph(saved ? SAVED : 'No input has samples.')];
  const total = flame.period[0] ?? 0;
  const legend = flame.classes.map((name, index) => {
    const share = total > 0 ? (100 * (flame.classPeriods[index]?.[0] ?? 0)) / total : null;
    return `<li><span class="swatch class-${index}"></span>${htmlText(name)} ${htmlText(percentText(share))}</li>`;
  });
  return [
    paragraph(
      'Busy time of the selected commands in the window, callers above. A frame has the colour of its largest class ' +
        'but the rest, the paler the smaller that is; the number in it is the part of it that goes to atomics. Click or Enter zooms in, arrow keys move, ' +
        'Escape shows all, / searches. Neighbouring frames without names are drawn as one.',
      'note',
    ),
    `<ul class="legend">${legend.join('')}</ul>`,
    `<div class="controls"><label>Search <input type="search" id="${PAGE_IDS.flameSearch}" autocomplete="off" spellcheck="false"></label>` +
      `<button type="button" id="${PAGE_IDS.flameReset}">Show all</button></div>`,
    `<p id="${PAGE_IDS.flameDetails}" class="details" role="status" aria-live="polite"></p>`,
    `<div id="${PAGE_IDS.flame}" class="flame" tabindex="0" role="application" aria-label="Flame graph"></div>`,
    SCRIPT_OFF,
    ...flame.notes.map((note) => paragraph(note, 'note')),
  ];
}

/** Place of the map of CPUs over time, and what it shows in words. */
export function mapPart(map: ContentionMap | null, subject: string, saved: boolean): string[] {
  if (map === null) return [paragraph(saved ? SAVED : 'Unknown: no sample has both a CPU and a time.')];
  const label = map.fields.reduce((sum, field) => sum + field.labelPeriod, 0);
  const busy = map.fields.reduce((sum, field) => sum + field.busyPeriod, 0);
  return [
    paragraph(
      `Part of each CPU's busy time that went to ${subject}, in slices of ${countText(map.sliceNs / 1e6)} ms over the whole ` +
        `recording (${percentText(busy > 0 ? (100 * label) / busy : null)} of it all)` +
        `${map.cpusPerRow > 1 ? `, ${map.cpusPerRow} CPUs a row` : ''}. Lines mark the window that shares are taken over.`,
      'note',
    ),
    `<div id="${PAGE_IDS.map}" class="chart"></div>`,
    SCRIPT_OFF,
  ];
}

/** A fold for each hook whose code is known; the others in one sentence a reason. */
export function hookParts(hooks: readonly Annotation[] | null): string[] {
  if (hooks === null) return [paragraph(SAVED)];
  if (hooks.length === 0) return [paragraph('No sample is in a hook.')];
  const known = hooks.filter(({ code }) => code !== null);
  const unknown = hooks.filter(({ code }) => code === null);
  return [
    ...known.map((hook, index) =>
      fold(
        `${hook.function}: ${countText(hook.samples)} samples`,
        [
          factList(annotationFacts(hook)),
          ...htmlTable(annotatedInstructions(hook, false)),
          ...htmlTable(atomicsTable(hook)),
        ],
        index === 0,
      ),
    ),
    ...[...groupBy(unknown, ({ codeWhy }) => codeWhy ?? 'its code is not known')].map(([why, alike]) => {
      // A list of shares has hooks without a count.
      const list = alike.map(({ function: name, samples }) =>
        samples === 0 ? name : `${name} (${countText(samples)} samples)`,
      );
      return paragraph(`${list.join(', ')}: ${why}.`);
    }),
  ];
}
