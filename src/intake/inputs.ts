import { basename } from 'node:path';
import { type Container, noLeftovers } from '../io/container.js';
import { type OnceInput, pipeInput, type Spooled, stdinInput } from '../io/once-input.js';
import { Progress } from '../io/progress.js';
import { detectSource, readSource } from '../io/read-source.js';
import { runDirectory } from '../io/run-directory.js';
import { fileSource, type Source, statPath } from '../io/source.js';
import { isTar, tarArchive } from '../io/tar.js';
import type { AnalysisInput } from '../model/analysis.js';
import { type Diagnostic, finding } from '../model/diagnostic.js';
import { InputError } from '../model/errors.js';
import type { Format } from '../model/format.js';
import { Recording } from '../model/recording.js';
import type { Nanoseconds } from '../model/units.js';
import { ArchiveFolders, shallowest } from './archive-folders.js';
import { FORMATS, sampleRank } from './formats.js';
import { contradiction, type OtherReading, readOther, whyNotUsed } from './other-readings.js';
import { chooseSampleSources } from './sample-sources.js';
import { furtherOutputs, PassingText, withoutOthersLines } from './several-outputs.js';
import { nothingRead, unusedFindings } from './unused-files.js';

/** What one PATH held: a file, standard input, or a run directory, joined. */
export interface InputGroup {
  readonly recordings: readonly Recording[];
  /** Inputs whose samples are not used: what they say of the machine is compared. */
  readonly others?: readonly Recording[];
}

/** All that the PATHs held, and how each was used. */
export interface ReadInputs {
  readonly groups: readonly InputGroup[];
  readonly inputs: readonly AnalysisInput[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Keep {
  readonly keepDebugInfo?: boolean;
  readonly keepCpuTimes?: boolean;
}

type Times = { readonly fromNs: Nanoseconds; readonly toNs: Nanoseconds };

/**
 * Reads every PATH; "-" is standard input. Samples outside `times` are kept apart. Debug information of ELF files
 * and samples by CPU and time are large, and kept only where `keep` asks for them.
 */
export async function readInputs(
  paths: readonly string[],
  times: Times | null,
  keep: Keep = {},
): Promise<ReadInputs> {
  const run = new InputRun({ ...times, ...keep });
  try {
    const groups: InputGroup[] = [];
    for (const path of paths) groups.push(await run.path(path));
    return { groups, inputs: run.inputs, diagnostics: run.diagnostics };
  } finally {
    await run.close();
  }
}

class InputRun {
  readonly inputs: AnalysisInput[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly progress = new Progress();
  readonly #options: Partial<Times> & Keep;
  readonly #spooled: Spooled[] = [];

  constructor(options: Partial<Times> & Keep) {
    this.#options = options;
  }

  async path(path: string): Promise<InputGroup> {
    if (path === '-') return this.#once(stdinInput());
    const stats = await statPath(path);
    if (stats.isDirectory()) return this.#container(runDirectory(path));
    if (!stats.isFile()) return this.#once(pipeInput(path));
    return this.#file(fileSource(path));
  }

  async close(): Promise<void> {
    this.progress.stop();
    for (const { close } of this.#spooled) await close();
  }

  async #file(source: Source): Promise<InputGroup> {
    if (await isTar(source)) return this.#container(tarArchive(source));
    return alone(await this.#read(source, true));
  }

  /** What must be read twice, an archive or an ELF, is kept aside on the way. */
  async #once(input: OnceInput): Promise<InputGroup> {
    const twice =
      (await isTar(input.head())) || (await detectSource(FORMATS, input.head()))?.readTwice === true;
    if (!twice) return alone(await this.#read(input.whole(), true));
    const spooled = await input.spool();
    this.#spooled.push(spooled);
    return this.#file(spooled.source);
  }

  /** Reads every output in `source`; `samples`: also samples of a text that was recognised by another output. */
  async #read(source: Source, samples: boolean): Promise<Recording[]> {
    const recording = new Recording(this.#options);
    const text = new PassingText();
    this.progress.file(source.file);
    const format = await readSource(FORMATS, source, recording, (chunk) => {
      this.progress.bytes(chunk.length);
      text.add(chunk);
    });
    const open = (): Recording => new Recording(this.#options);
    const further =
      text.whole === null ? [] : furtherOutputs(source.file, text.whole, format, { samples, open });
    const outputs = [{ format, recording }, ...further];
    for (const output of outputs) {
      this.#note(source.file, output.format.id, samplesOf(output.recording), null);
      this.diagnostics.push(
        ...(further.length === 0 ? recording.diagnostics : withoutOthersLines(output.recording)),
      );
    }
    if (further.length > 0) {
      const ids = outputs.map((output) => output.format.id).join(', ');
      const said = `${outputs.length} outputs in one text, each read: ${ids}; lines of none of them are not counted`;
      this.diagnostics.push(finding('several-outputs', said, null, source.file));
    }
    return outputs.map((output) => output.recording);
  }

  /** Looks at every member first, for what is to be read depends on what else is there. */
  async #container(container: Container): Promise<InputGroup> {
    const known: { file: string; format: Format }[] = [];
    const members: Source[] = [];
    const leftovers = noLeftovers();
    for await (const source of container.members(leftovers)) {
      members.push(source);
      const format = await detectSource(FORMATS, source);
      if (format !== null) known.push({ file: source.file, format });
    }
    const formats = new Map(known.map(({ file, format }) => [file, format]));
    const recorded = known.filter(({ format }) => format.id === 'perf.data').map(({ file }) => file);
    const folders = new ArchiveFolders(container.isOneRun ? [] : members, recorded);
    const unknown = members
      .map(({ file }) => file)
      .filter((file) => !formats.has(file) && !folders.isPart(file));
    if (known.length === 0) {
      const tar = await tarAmong(container);
      const found =
        tar === null
          ? nothingRead(unknown, leftovers.folders)
          : `the tar archive ${tar}: ${container.isOneRun ? 'give it as PATH' : 'unpack it'}`;
      throw new InputError(
        { file: container.file },
        `expected a run directory with a recording in it, found ${found}`,
      );
    }
    this.diagnostics.push(
      ...unusedFindings(
        container.file,
        unknown.map((file) => basename(file)),
        leftovers,
      ),
    );
    const folder = shallowest(known.map(({ file }) => folders.runOf(file)));
    const isOfRun = (file: string): boolean => container.isOneRun || folders.runOf(file) === folder;
    const run = known.filter(({ file }) => isOfRun(file));
    const elsewhere = `another folder: the run read is ${basename(folder)}`;
    const chosen = chooseSampleSources(run);
    const recordings: Recording[] = [];
    const others: OtherReading[] = [];
    let hasSamples = run.some(({ format }) => sampleRank(format) !== null);
    for await (const source of container.members(noLeftovers())) {
      const format = formats.get(source.file);
      if (format === undefined) continue;
      if (!isOfRun(source.file)) this.#note(source.file, format.id, 0, elsewhere);
      else if (chosen.has(source.file)) others.push(await readOther(source, format.id));
      else {
        const read = await this.#read(folders.whole(source), !hasSamples);
        hasSamples ||= read.some((recording) => samplesOf(recording) > 0 || recording.shareTables.length > 0);
        recordings.push(...read);
      }
    }
    for (const other of others) this.#noteOther(other, chosen.get(other.file) ?? '', recordings);
    return { recordings, others: others.map(({ recording }) => recording) };
  }

  #noteOther(other: OtherReading, usedFile: string, recordings: readonly Recording[]): void {
    const contradicts = contradiction(other, recordings);
    this.#note(other.file, other.format, 0, whyNotUsed(other, usedFile, contradicts));
    if (contradicts === null) return;
    this.diagnostics.push(
      finding(
        'inputs-disagree',
        `the inputs disagree on the recording: the samples of ${basename(usedFile)} are used, this is not the same or a part of it: ${contradicts}`,
        'put recordings of different loads into folders of their own',
        other.file,
      ),
    );
  }

  #note(path: string, format: string, samples: number, notUsed: string | null): void {
    this.inputs.push({ path, format, samples, notUsed });
  }
}

function alone(recordings: readonly Recording[]): InputGroup {
  return { recordings };
}

/** Samples an input brings: read one by one, or printed as counts in a list. */
function samplesOf({ profile, shareTables }: Recording): number {
  const listed = shareTables.flatMap(({ rows }) => rows.map(({ samples }) => samples ?? 0));
  return listed.reduce((sum, samples) => sum + samples, profile.samples);
}

/** The name of the first member that is a tar itself; `null` when none is. */
async function tarAmong(container: Container): Promise<string | null> {
  for await (const source of container.members(noLeftovers())) {
    if (await isTar(source)) return basename(source.file);
  }
  return null;
}
