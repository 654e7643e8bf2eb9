import { Profile as Decoded, type Sample } from 'pprof-format';
import { type Note, notesOn } from '../../model/diagnostic.js';
import { InputError } from '../../model/errors.js';
import type { ByteReader } from '../../model/format.js';
import { NO_STACK } from '../../model/profile.js';
import type { Recording } from '../../model/recording.js';
import { signed } from './numbers.js';
import { type SampleType, samplesOf, sampleTypesOf, type TypeAndUnit } from './sample-types.js';
import { ContentError, SymbolizedLocations, textAt } from './symbolized.js';
import { TaskLabels } from './task-labels.js';
import { checkMessage, PROFILE, WireError } from './wire.js';

/**
 * A profile refers from its samples to names at its end, so it is held whole; the objects made of it take some
 * ten times its bytes. Profiles are aggregated: real ones have a few MB.
 */
export const MAX_BYTES = 64 << 20;

/** Reads a pprof profile (gunzipped). It has no times, CPUs or losses of its samples, and no symbol offsets. */
export class PprofReader implements ByteReader {
  readonly #file: string;
  readonly #recording: Recording;
  readonly #note: Note;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(file: string, recording: Recording) {
    this.#file = file;
    this.#recording = recording;
    this.#note = notesOn(file, recording.diagnostics);
  }

  push(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > MAX_BYTES) {
      const found = `expected a pprof profile of at most ${MAX_BYTES >> 20} MiB, found a larger one`;
      throw new InputError({ file: this.#file, byte: MAX_BYTES }, found);
    }
    // The caller may use the chunk's memory again.
    this.#chunks.push(chunk.slice());
  }

  /** @throws InputError when the bytes are not as profile.proto says, or refer to what they do not hold. */
  end(): void {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks.splice(0)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    try {
      checkMessage(bytes, 0, bytes.length, PROFILE);
      this.#read(Decoded.decode(bytes));
    } catch (error) {
      throw this.#asInputError(error);
    }
  }

  #asInputError(error: unknown): unknown {
    if (error instanceof WireError) {
      return new InputError(
        { file: this.#file, byte: error.byte },
        `expected a pprof profile, found ${error.message}`,
      );
    }
    if (error instanceof ContentError) {
      return new InputError({ file: this.#file }, `expected a whole pprof profile, found ${error.message}`);
    }
    return error;
  }

  #read(decoded: Decoded): void {
    const { profile } = this.#recording;
    const types = readSampleTypes(decoded);
    if (types.length === 0) throw new ContentError('no sample_type');
    const events = types.map(({ name }) =>
      profile.addEvent({ name, type: null, config: null, precise: null, instances: null, lost: null }),
    );
    const locations = new SymbolizedLocations(decoded, profile);
    const labels = new TaskLabels(decoded, profile);
    for (const [number, sample] of decoded.sample.entries()) {
      const values = checkedValues(sample, number, types.length);
      let stack = NO_STACK;
      // The leaf comes first.
      for (const id of sample.locationId.toReversed()) {
        for (const frame of locations.framesOf(id)) stack = profile.internStack(stack, frame);
      }
      const task = labels.taskOf(sample);
      for (const [at, type] of types.entries()) {
        const period = values[type.index] as number;
        // A heap profile's record may be of one type and not of another.
        if (period === 0) continue;
        const samples = samplesOf(type, values);
        profile.addSample(events[at] as number, task, -1, Number.NaN, period, stack, samples);
      }
    }
    this.#report(types, labels);
  }

  #report(types: readonly SampleType[], labels: TaskLabels): void {
    if (this.#recording.profile.samples === 0) {
      this.#note('no-samples', 'The profile holds no samples.');
      return;
    }
    const weights = types.filter(({ countedBy, period }) => countedBy === null && period === null);
    if (weights.length > 0) {
      const names = weights.map(({ name }) => name).join(', ');
      const text = `The profile does not tell how many samples ${names} has: each record counts as one.`;
      this.#note('pprof-uncounted', text);
    }
    if (labels.sawUnnamed) {
      const text = 'Samples have no label with the name of their command or thread.';
      this.#note('pprof-no-comm', text, 'Give perf.data itself, or perf script text.');
    }
  }
}

function readSampleTypes(decoded: Decoded): SampleType[] {
  const named = ({ type, unit }: (typeof decoded.sampleType)[number]): TypeAndUnit => ({
    type: textAt(decoded, type),
    unit: textAt(decoded, unit),
  });
  const { periodType } = decoded;
  const period = periodType === undefined ? null : { ...named(periodType), value: signed(decoded.period) };
  return sampleTypesOf(decoded.sampleType.map(named), textAt(decoded, decoded.defaultSampleType), period);
}

function checkedValues(sample: Sample, number: number, expected: number): number[] {
  const values = sample.value.map(signed);
  if (values.length !== expected) {
    throw new ContentError(`sample ${number} with ${values.length} values for ${expected} sample types`);
  }
  // `pprof -diff_base -proto` writes what went down as negative: no number of samples.
  const negative = values.find((value) => value < 0);
  if (negative !== undefined) throw new ContentError(`sample ${number} with the value ${negative}`);
  return values;
}
