import { Args } from '@oclif/core';
import { BaseCommand } from '../src/cli/base-command.js';
import { ANALYSIS_SCHEMA } from '../src/report/schema/analysis-schema.js';
import { ANNOTATION_SCHEMA } from '../src/report/schema/annotation-schema.js';
import { BACKTEST_SCHEMA } from '../src/report/schema/backtest-schema.js';
import { CALIBRATION_SCHEMA } from '../src/report/schema/calibration-schema.js';
import { DECISION_SCHEMA } from '../src/report/schema/decision-schema.js';
import { DIFF_SCHEMA } from '../src/report/schema/diff-schema.js';
import { SCALING_SCHEMA } from '../src/report/schema/scaling-schema.js';
import { SCHEMES_SCHEMA } from '../src/report/schema/schemes-schema.js';
import { SITES_SCHEMA } from '../src/report/schema/sites-schema.js';
import { TOPOLOGY_SCHEMA } from '../src/report/schema/topology-schema.js';

const SCHEMAS = {
  analysis: ANALYSIS_SCHEMA,
  annotation: ANNOTATION_SCHEMA,
  backtest: BACKTEST_SCHEMA,
  calibrate: CALIBRATION_SCHEMA,
  decide: DECISION_SCHEMA,
  diff: DIFF_SCHEMA,
  project: SCALING_SCHEMA,
  schemes: SCHEMES_SCHEMA,
  sites: SITES_SCHEMA,
  topology: TOPOLOGY_SCHEMA,
};

export default class Schema extends BaseCommand {
  static override summary =
    'Print the JSON Schema of what --json prints (some commands have their own), or of what --sites and --topology read.';
  static override description = 'Draft 2020-12. A saved analysis must satisfy it to be read again.';
  static override usage = [
    'schema [analysis | annotation | backtest | calibrate | decide | diff | project | schemes | sites | topology]',
  ];
  static override examples = [
    '<%= config.bin %> schema > refscope.schema.json',
    '<%= config.bin %> schema annotation > annotation.schema.json',
    '<%= config.bin %> schema backtest > backtest.schema.json',
    '<%= config.bin %> schema diff > diff.schema.json',
    '<%= config.bin %> schema sites > sites.schema.json',
  ];
  // oclif would take piped bytes for the value of a missing argument.
  static override args = {
    of: Args.string({ description: 'which schema', options: Object.keys(SCHEMAS), ignoreStdin: true }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Schema);
    const schema = SCHEMAS[(args.of ?? 'analysis') as keyof typeof SCHEMAS];
    this.log(JSON.stringify(schema, null, 2));
    return schema;
  }
}
