import type { Diff } from '../model/diff.js';
import { renderDiffCsv } from './diff-csv.js';
import { renderDiffMail } from './diff-mail.js';
import { renderDiffMarkdown } from './diff-markdown.js';
import { renderDiffText } from './diff-text.js';
import { type DiffHtmlOptions, renderDiffHtml } from './html/diff-html.js';

export interface DiffRendering {
  /** Columns of the terminal. */
  readonly width: number;
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes this document again, quoted for a shell. */
  readonly command: string;
  /** Only `html` wants them. */
  readonly stacks: DiffHtmlOptions['stacks'];
}

/** The formats of `refscope diff --format`. */
export const DIFF_FORMATS: Readonly<Record<string, (diff: Diff, rendering: DiffRendering) => string>> = {
  text: (diff, { width }) => renderDiffText(diff, width),
  markdown: (diff, { version }) => renderDiffMarkdown(diff, version),
  mail: renderDiffMail,
  csv: renderDiffCsv,
  html: renderDiffHtml,
};
