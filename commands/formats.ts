import { BaseCommand } from '../src/cli/base-command.js';
import { terminalWidth } from '../src/cli/terminal.js';
import { FORMAT_TABLE } from '../src/intake/formats.js';
import { left } from '../src/report/table.js';
import { naturalWidth, paragraphs, textTable, wrapText } from '../src/report/text-table.js';

/** One format as `--json` lists it. */
interface FormatRow {
  readonly format: string;
  readonly title: string;
  readonly gives: string;
  readonly proves: string;
  readonly recordedWith: string;
}

/** What holds of every format, for those who do not ask for --help. */
const ALSO =
  'Every one is recognised by its content, from files, run directories, tar files of them and standard input, compressed ' +
  '(gzip, xz, zstd, bzip2) or not; report and diff also take what analyze --json saved.';

export default class Formats extends BaseCommand {
  static override summary = 'List what can be read, what each input proves, and the command that records it.';
  static override description =
    'Every format is recognised by its content. All of them may be compressed (gzip, xz, zstd, bzip2) or packed, as a ' +
    'run directory, into a tar file. Texts may be quoted, wrapped or encoded by a mail, and hold several outputs.';
  static override examples = ['<%= config.bin %> formats', '<%= config.bin %> formats --json'];

  async run(): Promise<{ formats: FormatRow[] }> {
    await this.parse(Formats);
    const formats = FORMAT_TABLE.map(({ format, gives, proves, recordedWith }) => ({
      format: format.id,
      title: format.title,
      gives,
      proves,
      recordedWith,
    }));
    const table = {
      title: 'Formats',
      notes: [],
      columns: [left('format'), left('gives'), left('proves'), left('recorded with')],
      rows: formats.map((row) => [row.format, row.gives, row.proves, row.recordedWith]),
    };
    const width = terminalWidth();
    // A command that was cut is no command: where the table has no room, formats stand below each other.
    const lines = naturalWidth(table) <= width ? textTable(table, width) : paragraphs(table, width);
    this.log([...lines, ...wrapText(ALSO, width, 0)].join('\n'));
    return { formats };
  }
}
