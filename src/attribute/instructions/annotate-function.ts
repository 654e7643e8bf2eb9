import type {
  AnnotatedAtomic,
  AnnotatedInstruction,
  FunctionAnnotation,
  SkidCorrection,
} from '../../model/annotation.js';
import { type Diagnostic, finding } from '../../model/diagnostic.js';
import type { CodeSource, FunctionCode } from '../../model/instruction.js';
import type { Machine } from '../../model/machine.js';
import type { EventInfo, Profile } from '../../model/profile.js';
import { type Address, formatAddress } from '../../model/units.js';
import { isQemuModel } from '../cpu-models.js';
import { type InstructionSamples, instructionSamples } from '../instruction-samples.js';
import type { Selection } from '../selection.js';
import { addressPattern } from './address-pattern.js';
import { type Atomic, atomicsOf, type Catalogued, withLoads } from './atomics.js';
import { CasLoops } from './cas-loops.js';
import { correctedSamples } from './corrected-samples.js';
import type { CounterWord } from './counter-word.js';
import { FlowGraph } from './flow-graph.js';
import { type Distrust, distrust } from './recording-trust.js';
import { SampledCode } from './sampled-code.js';
import { skidRule } from './skid.js';

export interface FunctionToAnnotate {
  readonly profile: Profile;
  readonly selection: Selection;
  readonly event: number;
  /** The profile's names. */
  readonly symbol: string;
  readonly dso: string;
  readonly sources: readonly CodeSource[];
  /** Why code that was given is not among `sources`, in words; `null`: all is. */
  readonly refused: string | null;
  /** perf's cpuid string; `null` is unknown. */
  readonly cpuId: string | null;
  /** Why sampled addresses prove nothing; `null` where they do. */
  readonly doubt: Distrust | null;
  /** What the catalogue says the function does; `null` where it does not list it. */
  readonly catalogued: Catalogued | null;
  /** Of another catalogue, in the function's binary; `null`: labels. */
  readonly counter: CounterWord | null;
}

/** Whether sampled addresses are no evidence, judged over all that was sampled in known code. */
export function addressDoubt(
  profile: Profile,
  sources: readonly CodeSource[],
  event: number,
  machine: Pick<Machine, 'cpuModel'>,
): Distrust | null {
  const pattern = addressPattern(profile, new SampledCode(profile, sources), event);
  return distrust(pattern, isQemuModel(machine.cpuModel));
}

/** One function with its samples by instruction, as recorded and with skid taken back where that is possible. */
export function annotateFunction(of: FunctionToAnnotate): FunctionAnnotation {
  const rows = instructionSamples(of.profile, of.selection, of.event, of.symbol, of.dso);
  const { kept, diagnostics } = oneFunction(rows, of.symbol);
  const found = findCode(of, startOf(kept[0]));
  const event = of.profile.events[of.event] as EventInfo;
  const base = {
    function: of.symbol,
    dso: of.dso,
    event: event.name,
    samples: kept.reduce((sum, row) => sum + row.samples, 0),
  };
  if (found === null) {
    return {
      ...base,
      code: null,
      codeWhy: `no machine code for this function: ${of.refused ?? wanted(of.dso)}`,
      correction: null,
      correctionWhy: 'skid cannot be taken back without the code',
      instructions: kept.map(bareRow),
      diagnostics: [...diagnostics, ...(of.doubt === null ? [] : [of.doubt.finding])],
    };
  }
  const { code, source } = found;
  const graph = new FlowGraph(code);
  const rule = skidRule(event, of.cpuId);
  const { samples, between } = byInstruction(graph, kept);
  const loops = new CasLoops(graph);
  const corrected = correctedSamples(graph, samples, rule.skid, loops);
  const own = atomicsOf(graph, source, of.catalogued, of.counter);
  const atomics = new Map(withLoads(own, graph, loops).map((atomic) => [atomic.index, atomic]));
  const correction: SkidCorrection = {
    rule: rule.why,
    moved: corrected.moved,
    movedToAtomics: corrected.movedToAtomics,
    outside: corrected.outside,
    unclear: corrected.unclear,
  };
  const { doubt } = of;
  const trusted = doubt === null;
  const instructions = code.instructions.map((instruction, index): AnnotatedInstruction => {
    const atomic = atomics.get(index);
    return {
      offset: instruction.address - code.address,
      address: formatAddress(instruction.address),
      text: instruction.text,
      samples: corrected.before[index] ?? 0,
      corrected: trusted ? (corrected.after[index] ?? 0) : null,
      unclear: trusted ? (corrected.perhaps[index] ?? 0) : null,
      atomic: atomic === undefined ? null : annotatedAtomic(atomic),
      inlines: source.inlineChain(code.symbol, instruction.address) ?? [],
    };
  });
  return {
    ...base,
    code: {
      source: code.source,
      file: code.file,
      size: code.size,
      instructions: code.instructions.length,
    },
    codeWhy: null,
    correction: trusted ? correction : null,
    correctionWhy: trusted ? null : `instruction addresses prove nothing here: ${doubt.why}`,
    instructions,
    diagnostics: [
      ...diagnostics,
      ...(doubt === null ? [] : [doubt.finding]),
      ...(between === 0 ? [] : [betweenFinding(between, of.symbol)]),
    ],
  };
}

/**
 * Samples by index of instruction. As perf annotate does it, one between two instructions goes to that before it:
 * the kernel patches its code at boot. `between` counts these.
 */
function byInstruction(
  graph: FlowGraph,
  rows: readonly InstructionSamples[],
): { samples: Map<number, number>; between: number } {
  const { address, instructions } = graph.code;
  const samples = new Map<number, number>();
  let between = 0;
  for (const { offset, samples: count } of rows) {
    let index = offset === null ? 0 : graph.indexAt(offset);
    if (index === null || offset === null) {
      between += count;
      index = Math.max(
        0,
        instructions.findLastIndex((each) => each.address - address <= (offset ?? 0)),
      );
    }
    samples.set(index, (samples.get(index) ?? 0) + count);
  }
  return { samples, between };
}

/** Functions of one name in one DSO stand at several addresses: the one with most samples is shown. */
function oneFunction(
  rows: readonly InstructionSamples[],
  symbol: string,
): { kept: InstructionSamples[]; diagnostics: Diagnostic[] } {
  const byStart = new Map<Address | null, { rows: InstructionSamples[]; samples: number }>();
  for (const row of rows) {
    const start = startOf(row);
    const group = byStart.get(start) ?? { rows: [], samples: 0 };
    byStart.set(start, group);
    group.rows.push(row);
    group.samples += row.samples;
  }
  const [most, ...others] = [...byStart.values()].sort((a, b) => b.samples - a.samples);
  if (most === undefined) return { kept: [], diagnostics: [] };
  if (others.length === 0) return { kept: most.rows, diagnostics: [] };
  const left = others.reduce((sum, { samples }) => sum + samples, 0);
  return {
    kept: most.rows,
    diagnostics: [
      finding(
        'functions-of-one-name',
        `${others.length + 1} functions are called ${symbol}: the one with most samples is shown, ${left} samples of the others are not`,
        null,
      ),
    ],
  };
}

function startOf(row: InstructionSamples | undefined): Address | null {
  return row === undefined || row.address === null || row.offset === null ? null : row.address - row.offset;
}

function findCode(
  { sources, dso, symbol }: FunctionToAnnotate,
  start: Address | null,
): { code: FunctionCode; source: CodeSource } | null {
  for (const source of sources) {
    const code = source.dso === dso ? source.functionCode(symbol, start) : null;
    if (code !== null) return { code, source };
  }
  return null;
}

function wanted(dso: string): string {
  const binary = dso.startsWith('[kernel') ? '--vmlinux' : 'the program itself';
  return `give ${binary}, an objdump or a perf annotate text of it`;
}

function bareRow({ offset, address, samples }: InstructionSamples): AnnotatedInstruction {
  return {
    offset,
    address: address === null ? null : formatAddress(address),
    text: null,
    samples,
    corrected: null,
    unclear: null,
    atomic: null,
    inlines: [],
  };
}

function annotatedAtomic({
  rmw,
  object,
  operation,
  stale,
  isLoad,
  evidence,
  confidence,
  why,
}: Atomic): AnnotatedAtomic {
  const says = WITHOUT_OPERATION.has(object) ? object : `${object} ${operation}`;
  const what = stale ? `stale ${says}` : says;
  return { rmw, what: isLoad ? `load of the CAS loop, ${what}` : what, evidence, confidence, why };
}

/** Objects of which it says nothing more what is done to them. */
const WITHOUT_OPERATION: ReadonlySet<string> = new Set([
  'spinlock',
  'rwlock',
  'bit lock',
  'per-CPU data',
  'barrier',
]);

function betweenFinding(samples: number, symbol: string): Diagnostic {
  return finding(
    'samples-between-instructions',
    `${samples} samples of ${symbol} lie between the instructions of the code given: it is of another build, or was patched`,
    null,
  );
}
