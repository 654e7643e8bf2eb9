import type { CodeSource } from '../../model/instruction.js';
import { NO_STACK, type Profile } from '../../model/profile.js';
import { physicalLeaf } from '../physical-leaf.js';
import { FlowGraph } from './flow-graph.js';

/** A sampled place in decoded code. */
export interface CodePlace {
  readonly graph: FlowGraph;
  readonly source: CodeSource;
  /** Bytes from the start of the function. */
  readonly offset: number;
  /** `null` where no instruction starts there: the code is of another build, or the sample is bad. */
  readonly index: number | null;
}

/** Finds the machine code under the innermost frame of a stack, each function and frame once. */
export class SampledCode {
  readonly #profile: Profile;
  readonly #sources = new Map<string, CodeSource[]>();
  readonly #graphs = new Map<string, { graph: FlowGraph; source: CodeSource } | null>();
  readonly #places = new Map<number, CodePlace | null>();

  constructor(profile: Profile, sources: readonly CodeSource[]) {
    this.#profile = profile;
    for (const source of sources) {
      const known = this.#sources.get(source.dso);
      if (known === undefined) this.#sources.set(source.dso, [source]);
      else known.push(source);
    }
  }

  get isEmpty(): boolean {
    return this.#sources.size === 0;
  }

  /** `null` where there is no code for the function or no offset for the sample. */
  placeOf(stack: number): CodePlace | null {
    if (this.isEmpty || stack === NO_STACK) return null;
    const frame = this.#profile.stackFrame(physicalLeaf(this.#profile, stack));
    const known = this.#places.get(frame);
    if (known !== undefined) return known;
    const place = this.#find(frame);
    this.#places.set(frame, place);
    return place;
  }

  #find(frame: number): CodePlace | null {
    const symbol = this.#profile.frameSymbol(frame);
    const dso = this.#profile.frameDso(frame);
    const offset = this.#profile.frameOffset(frame);
    if (symbol === null || dso === null || offset === null) return null;
    const found = this.#graph(dso, symbol);
    return found === null ? null : { ...found, offset, index: found.graph.indexAt(offset) };
  }

  /** The first source that has the function. */
  #graph(dso: string, symbol: string): { graph: FlowGraph; source: CodeSource } | null {
    const key = `${dso}\n${symbol}`;
    const known = this.#graphs.get(key);
    if (known !== undefined) return known;
    let found: { graph: FlowGraph; source: CodeSource } | null = null;
    for (const source of this.#sources.get(dso) ?? []) {
      const code = source.functionCode(symbol);
      if (code === null) continue;
      found = { graph: new FlowGraph(code), source };
      break;
    }
    this.#graphs.set(key, found);
    return found;
  }
}
