import type { Analysis } from '../model/analysis.js';
import { renderHtml } from './html/html.js';
import type { Ink } from './ink.js';
import { renderMail } from './mail.js';
import { renderMarkdown } from './markdown.js';
import type { SampleViews } from './sample-views.js';
import { renderText } from './text.js';

/** What a document is made with besides the analysis. */
interface ReportOptions {
  /** Most rows of a table. */
  readonly top: number;
  /** Columns of the terminal, for formats that fit lines to it. */
  readonly width: number;
  /** Colours of the terminal. */
  readonly ink: Ink;
  /** The terminal shows block and line characters. */
  readonly unicode: boolean;
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes this document again, quoted for a shell. */
  readonly command: string;
  /** Only for formats that want them; `null` for a saved analysis. */
  readonly views: SampleViews | null;
}

/** A format that writes one document. */
export interface ReportFormat {
  /** What `--format` takes. */
  readonly id: string;
  /** Endings of the file of `-o` that choose this format where `--format` does not say; with the dot. */
  readonly endings: readonly string[];
  /** One line of help. */
  readonly what: string;
  /** The format shows more of the samples than the analysis holds. */
  readonly wantsViews?: true;
  /** The document, without a line feed at its end. */
  readonly render: (analysis: Analysis, options: ReportOptions) => string;
}

/** Every format of one document, the default first. Tables for spreadsheets are in csv/. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  {
    id: 'markdown',
    endings: ['.md', '.markdown'],
    what: 'everything, for issues and pull requests (the default)',
    render: renderMarkdown,
  },
  {
    id: 'mail',
    endings: ['.mail'],
    what: 'plain ASCII at 72 columns, for a cover letter',
    render: renderMail,
  },
  {
    id: 'text',
    endings: ['.txt', '.text'],
    what: 'what analyze prints',
    wantsViews: true,
    render: (analysis, options) => renderText(analysis, { ...options, map: options.views?.map ?? null }),
  },
  {
    id: 'html',
    endings: ['.html', '.htm'],
    what: 'one self-contained page with flame graph, charts and listings; give it the trace itself',
    wantsViews: true,
    render: renderHtml,
  },
];

/** The format called `id`, else that of the ending of `output`, else the first. */
export function reportFormat(id: string | undefined, output: string | undefined): ReportFormat | undefined {
  if (id !== undefined) return REPORT_FORMATS.find((format) => format.id === id);
  const name = output?.toLowerCase() ?? '';
  return (
    REPORT_FORMATS.find(({ endings }) => endings.some((ending) => name.endsWith(ending))) ?? REPORT_FORMATS[0]
  );
}
