import { availableParallelism } from 'node:os';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../src/cli/base-command.js';
import { terminalWidth } from '../src/cli/terminal.js';
import { readCpuDomains } from '../src/io/cpu-domains.js';
import { calibrate } from '../src/measure/calibrate.js';
import type { Calibration } from '../src/model/calibration.js';
import { UsageError } from '../src/model/errors.js';
import { renderCalibrationText } from '../src/report/calibration-text.js';

const DEFAULT_SECONDS = 5;
const MOST_SECONDS = 3600;

export default class Calibrate extends BaseCommand {
  static override summary =
    "Measure this machine's atomics: uncontended, contended, and a line's way between CPUs.";
  static override description =
    'Runs threads that do locked instructions (Atomics on shared memory) and prints what one costs on a private and on ' +
    'a shared line, and a topology entry for --topology. The entry sets only the time inside one L3: times across ' +
    'complexes and sockets are never set. The only command that runs something to measure it.';
  static override examples = [
    '<%= config.bin %> calibrate',
    '<%= config.bin %> calibrate --workers 1,2 --duration 20 --json',
  ];
  static override flags = {
    duration: Flags.string({
      description: 'about how long to measure, in seconds',
      helpValue: 'SECONDS',
      default: String(DEFAULT_SECONDS),
    }),
    workers: Flags.string({
      description: 'numbers of threads to measure (default: 1 to the CPUs that this process may use)',
      helpValue: 'N,N,...',
    }),
  };

  async run(): Promise<Calibration> {
    const { flags } = await this.parse(Calibrate);
    const available = availableParallelism();
    const duration = parseDuration(flags.duration);
    const workers =
      flags.workers === undefined
        ? Array.from({ length: available }, (_, at) => at + 1)
        : flags.workers.split(',').map((part) => parseWorkers(part, available));
    const result = await calibrate(await readCpuDomains(available), { workers, duration });
    this.log(renderCalibrationText(result, terminalWidth()));
    return result;
  }
}

function parseDuration(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= MOST_SECONDS) return value;
  throw new UsageError(
    `expected --duration to be seconds above 0 and up to ${MOST_SECONDS}, found "${text}"`,
  );
}

/** More threads than CPUs would measure the scheduler. */
function parseWorkers(text: string, available: number): number {
  const value = Number(text);
  if (/^\s*\d+\s*$/.test(text) && value >= 1 && value <= available) return value;
  throw new UsageError(
    `expected --workers to be numbers from 1 to the ${available} CPUs that this process may use, found "${text}"`,
  );
}
