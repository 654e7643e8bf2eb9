import { Args } from '@oclif/core';
import { BaseCommand } from '../src/cli/base-command.js';
import { terminalWidth } from '../src/cli/terminal.js';
import type { LineTopology } from '../src/model/line-topology.js';
import { TOPOLOGIES } from '../src/project/topology/presets.js';
import { renderTopologies, renderTopology } from '../src/report/topology-text.js';

export default class Topology extends BaseCommand {
  static override summary =
    'List the machines whose cache-line transfer times are built in, with their sources.';
  static override description =
    'With an ID: one of them; its --json is a template for --topology FILE.json (refscope schema topology).';
  static override examples = [
    '<%= config.bin %> topology',
    '<%= config.bin %> topology zen4-server --json > mine.json',
  ];
  static override args = {
    id: Args.string({
      description: 'a preset',
      options: TOPOLOGIES.map(({ id }) => id),
      ignoreStdin: true,
    }),
  };

  async run(): Promise<LineTopology | { topologies: readonly LineTopology[] }> {
    const { args } = await this.parse(Topology);
    const found = TOPOLOGIES.find(({ id }) => id === args.id);
    if (found === undefined) {
      this.log(renderTopologies(TOPOLOGIES, terminalWidth()));
      return { topologies: TOPOLOGIES };
    }
    this.log(renderTopology(found, terminalWidth()));
    return found;
  }
}
