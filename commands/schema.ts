import { Args } from '@oclif/core';
import { BaseCommand } from '../src/cli/base-command.js';
import { ANALYSIS_SCHEMA } from '../src/report/schema/analysis-schema.js';
import { ANNOTATION_SCHEMA } from '../src/report/schema/annotation-schema.js';

const SCHEMAS = { analysis: ANALYSIS_SCHEMA, annotation: ANNOTATION_SCHEMA } as const;

export default class Schema extends BaseCommand {
  static override summary = 'Print the JSON Schema of what --json prints.';
  static override description =
    "Draft 2020-12. A saved analysis must satisfy it to be read again; annotate's documents have a schema of their own.";
  static override examples = [
    '<%= config.bin %> schema > refscope.schema.json',
    '<%= config.bin %> schema annotation',
  ];
  static override args = {
    document: Args.string({
      description: 'analysis (analyze, report) or annotation (annotate)',
      options: Object.keys(SCHEMAS),
      default: 'analysis',
      ignoreStdin: true,
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Schema);
    const schema = SCHEMAS[args.document as keyof typeof SCHEMAS];
    this.log(JSON.stringify(schema, null, 2));
    return schema;
  }
}
