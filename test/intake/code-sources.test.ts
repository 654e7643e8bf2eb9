import { describe, expect, it } from 'vitest';
import { LABEL_CATALOGUE } from '../../src/attribute/catalogue/counter-catalogue.js';
import { recordingInstructions } from '../../src/attribute/instructions/event-instructions.js';
import { codeSources } from '../../src/intake/code-sources.js';
import { Recording } from '../../src/model/recording.js';
import { objdumpFormat } from '../../src/read/objdump/objdump.js';
import { perfAnnotateFormat } from '../../src/read/perf-annotate/perf-annotate.js';
import { elfFormat } from '../../src/symbols/elf/elf.js';
import { fixture, readBytes } from '../conformance.js';

const KERNEL = '[kernel.kallsyms]';
/** readelf -n libwork.so */
const LIBWORK = 'b6f20aba2ebf82f08b49bbf6d76e5d0c9454ce9a';

const elf = (name: string): Recording =>
  readBytes(elfFormat, fixture(`elf/${name}.gz`), 65_536, `run/${name}.gz`);

/** A recording that says which build of a DSO ran. */
function recorded(...builds: readonly (readonly [string, string])[]): Recording {
  const recording = new Recording();
  for (const [dso, id] of builds) recording.buildIds.set(dso, id);
  return recording;
}

describe('an ELF beside a recording', () => {
  it('is used for the DSO whose build it is, whatever its file is called', () => {
    const ran = recorded(['libwork.so.1.2', LIBWORK], ['other', 'aa']);
    const { sources, diagnostics } = codeSources([{ recordings: [ran, elf('libwork.so')] }]);
    expect(sources.map(({ dso }) => dso)).toEqual(['libwork.so.1.2']);
    expect(sources[0]?.functionCode('outer')?.instructions.length).toBeGreaterThan(5);
    expect(diagnostics).toEqual([]);
  });

  it('of another build is not used, and says so', () => {
    const ran = recorded(['libwork.so', 'ff'], ['libwork.so.1', 'ff']);
    const given = codeSources([{ recordings: [ran, elf('libwork.so')] }]);
    expect(given.sources).toEqual([]);
    expect(given.diagnostics).toMatchObject([{ kind: 'code-other-build', file: 'run/libwork.so.gz' }]);
    // The line of the report that says what the shares rest on.
    const { profile } = ran;
    const machine = { cpuId: null, cpuModel: null };
    const { of } = recordingInstructions(profile, given, LABEL_CATALOGUE, null, 0, machine);
    expect(of(0)).toEqual({ judge: null, why: given.diagnostics[0]?.text });
  });

  it('is taken at its word where the recording names no build, and says so', () => {
    const { sources, diagnostics } = codeSources([{ recordings: [recorded(), elf('libwork.so')] }]);
    expect(sources.map(({ dso }) => dso)).toEqual(['libwork.so', 'libwork.so.1']);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['code-build-unknown']);
  });

  it('given as a PATH of its own is checked against the other PATHs', () => {
    const groups = [{ recordings: [recorded(['libwork.so', LIBWORK])] }, { recordings: [elf('libwork.so')] }];
    expect(codeSources(groups)).toMatchObject({ sources: [{ dso: 'libwork.so' }], diagnostics: [] });
  });

  it('has the inline chains of the reader that is given', () => {
    const chain = [{ function: 'inner', file: null, line: null }];
    const { sources } = codeSources([{ recordings: [elf('work-pie')] }], () => () => chain);
    expect(sources[0]?.inlineChain('outer', 0x1140)).toBe(chain);
  });
});

describe('listings', () => {
  it('of the kernel are code of the kernel, whatever file they were made from', () => {
    const annotated = readBytes(perfAnnotateFormat, fixture('perf-annotate/apparmor_file_open.txt.gz'));
    const dumped = readBytes(objdumpFormat, fixture('objdump/apparmor_file_open.txt.gz'));
    const { sources, diagnostics } = codeSources([{ recordings: [annotated, dumped] }]);
    expect(diagnostics).toEqual([]);
    expect(sources.map(({ dso }) => dso)).toEqual([KERNEL, KERNEL]);
    const codes = sources.map((source) => source.functionCode('apparmor_file_open'));
    expect(codes.map((code) => code?.source)).toEqual(['objdump', 'perf annotate']);
    // traces/INDEX.md
    for (const code of codes) {
      const rmws = code?.instructions.flatMap(({ address, rmw }) =>
        rmw === null ? [] : [address - code.address],
      );
      expect(rmws).toEqual([0x8e, 0xb2, 0xf3]);
    }
  });

  it('of a program are code of its base name', () => {
    const { sources } = codeSources([
      { recordings: [readBytes(objdumpFormat, fixture('objdump/refs-raw.txt'))] },
    ]);
    expect(sources.map(({ dso }) => dso)).toEqual(['refs']);
  });

  it('in Intel syntax are not used, and say so', () => {
    const { sources, diagnostics } = codeSources([
      { recordings: [readBytes(objdumpFormat, fixture('objdump/refs-intel.txt'))] },
    ]);
    expect(sources).toEqual([]);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['listing-not-read']);
  });
});
