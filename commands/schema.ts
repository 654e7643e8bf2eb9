import { BaseCommand } from '../src/cli/base-command.js';
import { ANALYSIS_SCHEMA } from '../src/report/schema/analysis-schema.js';

export default class Schema extends BaseCommand {
  static override summary = 'Print the JSON Schema of what --json prints.';
  static override description = 'Draft 2020-12. A saved analysis must satisfy it to be read again.';
  static override examples = ['<%= config.bin %> schema > refscope.schema.json'];

  async run(): Promise<unknown> {
    await this.parse(Schema);
    this.log(JSON.stringify(ANALYSIS_SCHEMA, null, 2));
    return ANALYSIS_SCHEMA;
  }
}
