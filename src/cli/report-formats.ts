import type { AnalyzeOptions } from '../analyze.js';
import type { NamedText } from '../io/write-file.js';
import type { Analysis } from '../model/analysis.js';
import { UsageError } from '../model/errors.js';
import { renderMail } from '../report/mail.js';
import { renderMarkdown } from '../report/markdown.js';
import { htmlReport } from './html-report.js';
import { analyzeOrLoad } from './saved-analysis.js';
import type { Look } from './terminal.js';
import { textReport } from './text-report.js';

/** What a document is made with besides the analysis; its looks are of text that goes to a terminal. */
export interface ReportOptions extends Look {
  /** Most rows of a table. */
  readonly top: number;
  /** Version of refscope. */
  readonly version: string;
  /** The command line that makes this document again, quoted for a shell. */
  readonly command: string;
}

export interface WrittenReport {
  readonly analysis: Analysis;
  /** Without a line feed at its end. */
  readonly document: string;
  /** What goes into a directory instead, where a format writes several files; the same of their texts. */
  readonly files?: readonly NamedText[];
}

/** A format that writes one document. */
export interface ReportFormat {
  /** What `--format` takes. */
  readonly id: string;
  /** Endings of the file of `-o` that choose this format where `--format` does not say; with the dot. */
  readonly endings: readonly string[];
  /** A few words for the help. */
  readonly what: string;
  /** @throws InputError, UsageError */
  readonly write: (
    paths: readonly string[],
    options: AnalyzeOptions,
    report: ReportOptions,
  ) => Promise<WrittenReport>;
}

/** Every format of one document, the default first. */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  {
    id: 'markdown',
    endings: ['.md', '.markdown'],
    what: 'everything, for issues and pull requests (the default)',
    write: ofAnalysis(renderMarkdown),
  },
  {
    id: 'html',
    endings: ['.html', '.htm'],
    what: 'one file with flame graph and charts, for any browser',
    write: htmlReport,
  },
  {
    id: 'mail',
    endings: ['.mail'],
    what: 'plain ASCII at 72 columns, for a cover letter',
    write: ofAnalysis(renderMail),
  },
  {
    id: 'text',
    endings: ['.txt', '.text'],
    what: 'what analyze prints',
    write: textReport,
  },
];

/** Writes what the analysis alone says, be it saved or just made. */
function ofAnalysis(render: (analysis: Analysis, options: ReportOptions) => string): ReportFormat['write'] {
  return async (paths, options, report) => {
    const analysis = await analyzeOrLoad(paths, options);
    return { analysis, document: render(analysis, report) };
  };
}

/** The format called `id`, else that of the ending of `output`, else the first. @throws UsageError for an unknown id. */
export function reportFormat(id: string | undefined, output: string | undefined): ReportFormat {
  const ending = output?.toLowerCase() ?? '';
  const found =
    id === undefined
      ? REPORT_FORMATS.find(({ endings }) => endings.some((each) => ending.endsWith(each)))
      : REPORT_FORMATS.find((format) => format.id === id);
  const format = found ?? (id === undefined ? REPORT_FORMATS[0] : undefined);
  if (format !== undefined) return format;
  throw new UsageError(
    `expected --format to be csv, ${REPORT_FORMATS.map((each) => each.id).join(', ')}, found "${id}"`,
  );
}
