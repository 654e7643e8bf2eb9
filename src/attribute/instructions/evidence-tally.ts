import type { Weight } from '../../model/analysis.js';
import type { InstructionEvidence, SiteInstruction } from '../../model/instruction-evidence.js';
import type { SiteKey } from '../stack-verdict.js';
import type { Atomic } from './atomics.js';
import type { FlowGraph } from './flow-graph.js';
import { type InstructionJudge, type InstructionVerdict, skidText } from './instruction-judge.js';

/** The instructions of one event as evidence, or why there are none. */
export interface EventInstructions {
  readonly judge: InstructionJudge | null;
  /** "no machine code was given", "emulated CPU ..."; `null` with a judge. */
  readonly why: string | null;
}

const PARTS = ['inline', 'instruction', 'function', 'moved', 'elsewhere', 'notSeparable'] as const;
type Part = (typeof PARTS)[number];

/** Sums, while samples are attributed, on what evidence they are. */
export class EvidenceTally {
  readonly #weights = new Map<Part, { samples: number; period: number }>(
    PARTS.map((part) => [part, { samples: 0, period: 0 }]),
  );
  /** Samples recorded at each instruction of functions with label atomics. */
  readonly #recorded = new Map<FlowGraph, Map<number, number>>();
  readonly #charged = new Map<SiteKey, Map<string, Charged>>();

  /** One cell; `site` is where it was charged to, `null` for other work. */
  add(site: SiteKey | null, found: InstructionVerdict | null, samples: number, period: number): void {
    const count = (part: Part): void => {
      const weight = this.#weights.get(part);
      if (weight === undefined) return;
      weight.samples += samples;
      weight.period += period;
    };
    if (found !== null) this.#record(found, samples);
    if (found?.kind === 'elsewhere') count('elsewhere');
    if (site === null) return;
    count(PART_OF[site.evidence]);
    if (found?.kind === 'unclear') count('notSeparable');
    if (found?.kind !== 'site') return;
    if (found.moved) count('moved');
    if (found.atomics.length > 1 && site.operation === 'get+put') count('notSeparable');
    this.#charge(site, found.place.graph, found.atomics, samples);
  }

  /** The atomics charged for a site, in order of address. */
  instructionsOf(site: SiteKey, counted: boolean): SiteInstruction[] {
    return [...(this.#charged.get(site)?.values() ?? [])]
      .map(({ graph, atomic, samples }) => ({
        function: graph.code.symbol,
        offset: atomic.offset,
        text: graph.instruction(atomic.index).text,
        samplesBefore: counted ? (this.#recorded.get(graph)?.get(atomic.index) ?? 0) : null,
        samplesAfter: counted ? samples : null,
        why: atomic.why,
      }))
      .sort((a, b) => (a.function === b.function ? a.offset - b.offset : a.function < b.function ? -1 : 1));
  }

  totals({ judge, why }: EventInstructions, counted: boolean): InstructionEvidence {
    const weight = (part: Part): Weight => {
      const { samples, period } = this.#weights.get(part) ?? { samples: 0, period: 0 };
      return { samples: counted ? samples : null, period };
    };
    return {
      inline: weight('inline'),
      instruction: weight('instruction'),
      function: weight('function'),
      moved: weight('moved'),
      elsewhere: weight('elsewhere'),
      notSeparable: weight('notSeparable'),
      skidRule: judge === null ? null : skidText(judge.rule),
      why:
        why ??
        (weight('function').period > 0
          ? 'no machine code, or no clear place in it, for a part of the samples'
          : null),
    };
  }

  /** True when samples were judged by their instructions and every one that counts sits at an atomic. */
  isMeasured({ judge }: EventInstructions): boolean {
    const period = (part: Part): number => this.#weights.get(part)?.period ?? 0;
    const judged = period('inline') + period('instruction') + period('elsewhere');
    // Within a reach that is not known plain instructions lie as well.
    return judge !== null && judge.rule.skid !== 'some' && judged > 0 && period('function') === 0;
  }

  #record({ place: { graph, index } }: InstructionVerdict, samples: number): void {
    if (index === null) return;
    const counts = this.#recorded.get(graph) ?? new Map<number, number>();
    this.#recorded.set(graph, counts);
    counts.set(index, (counts.get(index) ?? 0) + samples);
  }

  #charge(site: SiteKey, graph: FlowGraph, atomics: readonly Atomic[], samples: number): void {
    const rows = this.#charged.get(site) ?? new Map<string, Charged>();
    this.#charged.set(site, rows);
    for (const atomic of atomics) {
      const key = `${graph.code.symbol} ${atomic.offset}`;
      const row = rows.get(key) ?? { graph, atomic, samples: 0 };
      // Of several nobody knows which one took the time.
      const known = atomics.length === 1 && row.samples !== null;
      rows.set(key, { ...row, samples: known ? (row.samples ?? 0) + samples : null });
    }
  }
}

interface Charged {
  readonly graph: FlowGraph;
  readonly atomic: Atomic;
  readonly samples: number | null;
}

const PART_OF: Readonly<Record<SiteKey['evidence'], Part>> = {
  'instruction+inline': 'inline',
  instruction: 'instruction',
  function: 'function',
};
