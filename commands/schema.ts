import { Args } from '@oclif/core';
import { BaseCommand } from '../src/cli/base-command.js';
import { ANALYSIS_SCHEMA } from '../src/report/schema/analysis-schema.js';
import { BACKTEST_SCHEMA } from '../src/report/schema/backtest-schema.js';
import { SCALING_SCHEMA } from '../src/report/schema/scaling-schema.js';
import { SCHEMES_SCHEMA } from '../src/report/schema/schemes-schema.js';
import { TOPOLOGY_SCHEMA } from '../src/report/schema/topology-schema.js';

const SCHEMAS = {
  analysis: ANALYSIS_SCHEMA,
  backtest: BACKTEST_SCHEMA,
  schemes: SCHEMES_SCHEMA,
  topology: TOPOLOGY_SCHEMA,
  project: SCALING_SCHEMA,
};

export default class Schema extends BaseCommand {
  static override summary = 'Print the JSON Schema of what --json prints.';
  static override description = 'Draft 2020-12. A saved analysis must satisfy it to be read again.';
  static override examples = [
    '<%= config.bin %> schema > refscope.schema.json',
    '<%= config.bin %> schema backtest',
  ];
  static override args = {
    of: Args.string({
      description: 'whose output: analysis (of analyze) or another command',
      options: Object.keys(SCHEMAS),
      default: 'analysis',
      ignoreStdin: true,
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Schema);
    const schema = SCHEMAS[args.of as keyof typeof SCHEMAS];
    this.log(JSON.stringify(schema, null, 2));
    return schema;
  }
}
