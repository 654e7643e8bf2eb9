import { solveNetwork } from '../../src/project/mva.js';

/** X' / X at `cpus` when `removed` of the demand of the only station goes, Z = 1: the plain model by its definition. */
export function capacityRatio(demandRatio: number, removed: number, cpus: number): number {
  const throughput = (demand: number) => solveNetwork({ thinkTime: 1, demands: [demand] }, cpus).throughput;
  return throughput(demandRatio * (1 - removed)) / throughput(demandRatio);
}
