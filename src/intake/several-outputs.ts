import { InputError } from '../model/errors.js';
import type { Format } from '../model/format.js';
import type { Recording } from '../model/recording.js';
import { FORMATS, sampleRank } from './formats.js';

/** A mail or a captured session is not longer; a longer text is one tool's output. */
const MOST_BYTES = 1 << 20;

/** What people paste beside one another, each told by lines that only it has. */
const PASTED: ReadonlySet<string> = new Set([
  'lock_stat',
  'perf-lock',
  'perf-report',
  'perf-annotate',
  'perf-c2c',
  'perf-stat',
  'ftrace-profile',
  'wrk',
  'ab',
  'h2load',
  'hey',
  'will-it-scale',
  'openclose',
  'labelmix',
  'httpn',
  'lscpu',
  'cpuinfo',
  'aa-status',
  'uname',
  'perf-script',
  'pasted-shares',
]);

/** Formats are searched in windows of so many lines, each so far behind the one before: formats look no further. */
const WINDOW_LINES = 300;
const WINDOW_STEP = 200;

/** Diagnostics that count lines of the other outputs. */
const OTHERS_LINES: ReadonlySet<string> = new Set([
  'unrecognised-lines',
  'lock-stat-skipped-lines',
  'perf-stat-skipped',
  'perf-lock-skipped',
  'perf-report-skipped-lines',
]);

/** Keeps the bytes of an input as they pass, as long as they may be a text of several outputs. */
export class PassingText {
  #chunks: Uint8Array[] | null = [];
  #bytes = 0;

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES || chunk.includes(0)) this.#chunks = null;
    else this.#chunks?.push(chunk);
  }

  /** All bytes; `null` when they are too many or no text. */
  get whole(): Uint8Array | null {
    return this.#chunks === null ? null : Buffer.concat(this.#chunks);
  }
}

/** An output that a text holds beside the one it was recognised by. */
export interface FurtherOutput {
  readonly format: Format;
  readonly recording: Recording;
}

/**
 * Reads what else a text holds than `first`: a mail with lscpu's and wrk's output and a few lines of a profile, or the
 * capture of a session. Samples are taken from one of the outputs only, the most faithful.
 */
export function furtherOutputs(
  file: string,
  text: Uint8Array,
  first: Format,
  options: { readonly samples: boolean; readonly open: () => Recording },
): FurtherOutput[] {
  if (!PASTED.has(first.id)) return [];
  const windows = windowsOf(text);
  const found = FORMATS.filter(
    (format) =>
      format !== first &&
      PASTED.has(format.id) &&
      windows.some((window) => format.detect(window, true) === 'yes'),
  );
  const ranked = found.filter((format) => sampleRank(format) !== null);
  const sampled = options.samples && sampleRank(first) === null ? mostFaithful(ranked) : null;
  return found.flatMap((format) => {
    if (sampleRank(format) !== null && format !== sampled) return [];
    const recording = options.open();
    return readWhole(format, file, text, recording) ? [{ format, recording }] : [];
  });
}

/** Leaves out what `recording` says of lines that another output of the text explains. */
export function withoutOthersLines(recording: Recording): Recording['diagnostics'] {
  return recording.diagnostics.filter(({ kind }) => !OTHERS_LINES.has(kind));
}

function mostFaithful(formats: readonly Format[]): Format | null {
  const rank = (format: Format): number => sampleRank(format) ?? Number.POSITIVE_INFINITY;
  return formats.reduce<Format | null>(
    (best, format) => (best === null || rank(format) < rank(best) ? format : best),
    null,
  );
}

function windowsOf(text: Uint8Array): Uint8Array[] {
  const lines = new TextDecoder().decode(text).split('\n');
  const encoder = new TextEncoder();
  const windows: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < lines.length - 1; at += WINDOW_STEP) {
    windows.push(encoder.encode(`${lines.slice(at, at + WINDOW_LINES).join('\n')}\n`));
  }
  return windows;
}

/** Whether anything came of it: of an output that is only mentioned nothing can be read. */
function readWhole(format: Format, file: string, text: Uint8Array, recording: Recording): boolean {
  const reader = format.open(file, recording);
  try {
    reader.push(text);
    reader.end();
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
  return true;
}
