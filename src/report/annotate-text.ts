import type { AnnotatedInstruction, Annotation } from '../model/annotation.js';
import { printable } from '../model/printable.js';
import type { Fact } from './headline.js';
import { countText, UNKNOWN } from './numbers.js';
import { type Column, left, right, type Table } from './table.js';
import { facts, findingText, section } from './text.js';
import { naturalWidth, paragraphs, textTable, wrapText } from './text-table.js';

export interface AnnotateTextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Every instruction; otherwise those with samples, atomics, and their neighbours. */
  readonly all: boolean;
}

/** Instructions shown before and behind one that matters. */
const CONTEXT = 2;
const LONGEST_TEXT = 40;

/** One function: what was done with its samples, then its instructions. */
export function renderAnnotation(annotation: Annotation, options: AnnotateTextOptions): string {
  return [
    ...facts(annotationFacts(annotation), options.width),
    '',
    ...textTable(annotatedInstructions(annotation, options.all), options.width),
    ...atomicsSection(annotation, options.width),
    ...findings(annotation, options.width),
  ].join('\n');
}

/** What is shown and what was done with its samples. */
export function annotationFacts(annotation: Annotation): Fact[] {
  const { samples, allSamples, comms, code, correction } = annotation;
  const share = allSamples === 0 ? '' : `, ${((100 * samples) / allSamples).toFixed(2)} % of all`;
  const of = comms.length === 0 ? '' : ` in ${comms.map(printable).join(', ')}`;
  return [
    { label: 'function', text: `${printable(annotation.function)} of ${printable(annotation.dso)}` },
    { label: 'samples', text: `${countText(samples)} of ${printable(annotation.event)}${of}${share}` },
    {
      label: 'code',
      text:
        code === null
          ? (annotation.codeWhy ?? 'unknown')
          : `${countText(code.instructions)} instructions, ${countText(code.size)} bytes, from ${printable(code.file)} (${code.source})`,
    },
    {
      label: 'skid',
      text: correction === null ? `not corrected: ${annotation.correctionWhy}` : `${correction.rule}`,
    },
    ...(correction === null
      ? []
      : [
          {
            label: 'moved',
            text:
              `${countText(correction.moved)} samples, ${countText(correction.movedToAtomics)} of them to atomics` +
              `; ${countText(correction.outside)} to a caller or callee; ${countText(correction.unclear)} between several instructions where paths meet, counted at each under "unclear"`,
          },
        ]),
  ];
}

interface AnnotatedColumn {
  readonly column: Column;
  readonly cell: (row: AnnotatedInstruction) => string;
}

/** One row an instruction. */
export function annotatedInstructions(annotation: Annotation, all: boolean): Table {
  const columns: AnnotatedColumn[] = [
    { column: right('samples'), cell: ({ samples }) => blankZero(samples) },
    ...(annotation.correction === null
      ? []
      : [
          {
            column: right('corrected'),
            cell: ({ corrected }: AnnotatedInstruction) => blankZero(corrected),
          },
          { column: right('unclear', 2), cell: ({ unclear }: AnnotatedInstruction) => blankZero(unclear) },
        ]),
    { column: right('offset'), cell: ({ offset }) => offsetText(offset) },
    { column: left('instruction'), cell: instructionText },
    { column: left('atomic'), cell: atomicText },
    { column: left('source', 3), cell: sourceText },
  ];
  const rows: string[][] = [];
  const shown = all ? annotation.instructions.map(() => true) : nearby(annotation.instructions);
  let hidden = false;
  for (const [index, row] of annotation.instructions.entries()) {
    if (shown[index] !== true) {
      hidden = true;
      continue;
    }
    if (hidden) rows.push(columns.map(({ column }) => (column.name === 'instruction' ? '...' : '')));
    hidden = false;
    rows.push(columns.map(({ cell }) => cell(row)));
  }
  return { title: '', notes: [], columns: columns.map(({ column }) => column), rows };
}

/** The table of atomics where it fits; else a paragraph each, as a reason cut short proves nothing. */
function atomicsSection(annotation: Annotation, width: number): string[] {
  const table = atomicsTable(annotation);
  return naturalWidth(table) <= width
    ? section(table, width)
    : ['', `${table.title}:`, ...paragraphs(table, width)];
}

/** What each atomic was taken for, and why. */
export function atomicsTable({ instructions }: Annotation): Table {
  return {
    title: 'Atomics',
    notes: [],
    columns: [right('offset'), left('what'), left('evidence'), left('confidence'), left('why')],
    rows: instructions.flatMap(({ offset, atomic }) =>
      atomic === null
        ? []
        : [[offsetText(offset), atomic.what, atomic.evidence, atomic.confidence, printable(atomic.why)]],
    ),
  };
}

function offsetText(offset: number | null): string {
  return offset === null ? UNKNOWN : `+0x${offset.toString(16)}`;
}

/** Which rows are sampled or atomic, or close to such. */
function nearby(rows: readonly AnnotatedInstruction[]): boolean[] {
  const matters = rows.map(
    ({ samples, corrected, atomic }) => samples > 0 || (corrected ?? 0) > 0 || atomic !== null,
  );
  return rows.map((_, index) =>
    matters.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).includes(true),
  );
}

function blankZero(value: number | null): string {
  return value === 0 ? '' : countText(value);
}

function instructionText({ text, address }: AnnotatedInstruction): string {
  if (text === null) return address === null ? '' : `at ${address}`;
  const clean = printable(text);
  return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT - 3)}...` : clean;
}

function atomicText({ atomic }: AnnotatedInstruction): string {
  return atomic === null ? '' : `<- ${atomic.what}`;
}

/** "refcount.h:45 refcount_inc < label_get": where, and through which inlined functions. */
function sourceText({ inlines }: AnnotatedInstruction): string {
  const [innermost] = inlines;
  if (innermost === undefined) return '';
  const file = innermost.file === null ? '' : innermost.file.slice(innermost.file.lastIndexOf('/') + 1);
  const place = file === '' ? '' : `${file}${innermost.line === null ? '' : `:${innermost.line}`}`;
  const inlined = inlines.slice(0, -1).map((frame) => frame.function);
  return printable([place, inlined.join(' < ')].filter((part) => part !== '').join(' '));
}

function findings({ diagnostics }: Annotation, width: number): string[] {
  if (diagnostics.length === 0) return [];
  return ['', ...diagnostics.flatMap((diagnostic) => wrapText(`- ${findingText(diagnostic)}`, width, 2))];
}
