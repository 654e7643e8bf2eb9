import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/model/annotation.js';
import { ANNOTATION_SCHEMA } from '../../src/report/schema/annotation-schema.js';
import { fixturePath } from '../recordings/recordings.js';
import { refscope } from './refscope.js';

const directory = mkdtempSync(join(tmpdir(), 'refscope-annotate-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const PLAIN = fixturePath('two-process-refs/plain');
const EMULATED = fixturePath('nginx-confined-8cpu');
const validate = new Ajv2020({ allowUnionTypes: true }).compile(ANNOTATION_SCHEMA);

const sample = (comm: string, address: string, symbol: string): string =>
  `${comm}  1234 [000]  10.${address}: 250000 cpu-clock: \n\t${`40${address}`.padStart(16)} ${symbol} (/usr/bin/prog)\n\n`;

describe('refscope annotate', () => {
  it('shows atomics, samples before and after, the rule, the weight it moved, source and inlined functions', async () => {
    const { code, stdout, stderr } = await refscope(['annotate', PLAIN, 'open_hook'], undefined, {
      COLUMNS: '160',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('samples       1,810 of cpu-clock, 23.78 % of all');
    expect(stdout).toMatch(/^skid +a timer interrupts after the instruction that took the time/m);
    // 162 and 769 stand right behind the two atomics in perf/plain.annotate.txt.gz.
    expect(stdout).toMatch(/^moved +1,809 samples, 931 of them to atomics/m);
    expect(stdout).toMatch(/^ +162 +\+0x2b {2}lock xadd %eax,0x0\(%r13\) +<- counter get +refs\.c:61/m);
    expect(stdout).toMatch(/^ +162 +\d* +\+0x31 {2}test +%eax,%eax/m);
    expect(stdout).toMatch(/^ +769 +\+0xde {2}lock xadd %eax,0x0\(%r13\) +<- counter put /m);
    expect(stdout).toContain('refcount_dec_and_test < label_put');
  });

  it('fits the terminal: what an atomic is and why stays, uncut', async () => {
    const { code, stdout } = await refscope(['annotate', PLAIN, 'open_hook'], undefined, { COLUMNS: '72' });
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 72)).toEqual([]);
    expect(stdout).toMatch(/^ +162 +\+0x2b {2}lock xadd .* {2}<- counter get$/m);
    expect(stdout).toContain('Not shown at this width: unclear, source.');
    const why = /^\+0x2b\n {2}what: counter get\n(?: {2}.*\n)* {2}why: (.*(?:\n {4}.*)*)/m.exec(stdout)?.[1];
    const { stdout: json } = await refscope(['annotate', PLAIN, 'open_hook', '--json']);
    const { instructions } = JSON.parse(json) as Annotation;
    const atomic = instructions.find(({ offset }) => offset === 0x2b)?.atomic;
    expect(why?.replace(/\s+/g, ' ')).toBe(atomic?.why);
  });

  it('names atomics by the catalogue of --sites, the load of a CAS loop too', async () => {
    const sites = fixturePath('two-process-refs/sites.json');
    const { stdout } = await refscope(['annotate', PLAIN, 'lookup_hook', '--sites', sites, '--json']);
    const annotation = JSON.parse(stdout) as Annotation;
    expect(validate(annotation), JSON.stringify(validate.errors?.[0])).toBe(true);
    const rows = annotation.instructions.filter(({ atomic }) => atomic !== null);
    // 512 and 274 stand right behind load and cmpxchg in perf/plain.annotate.txt.gz.
    expect(rows.map(({ atomic, corrected }) => [atomic?.what, corrected]).slice(0, 2)).toEqual([
      ['load of the CAS loop, shared count get-unless-zero', 512],
      ['shared count get-unless-zero', 274],
    ]);
    expect(rows.map(({ atomic }) => atomic?.what).at(-1)).toBe('shared count put');
  });

  it('takes the program as a PATH of its own', async () => {
    const files = [join(PLAIN, 'perf.data.gz'), join(PLAIN, 'refs.gz')];
    const { stdout } = await refscope(['annotate', ...files, 'open_hook', '--json']);
    const whole = JSON.parse(
      (await refscope(['annotate', PLAIN, 'open_hook', '--json'])).stdout,
    ) as Annotation;
    const apart = JSON.parse(stdout) as Annotation;
    expect(apart.instructions).toEqual(whole.instructions);
    expect(validate(whole), JSON.stringify(validate.errors?.[0])).toBe(true);
    expect(validate(apart)).toBe(true);
  });

  it('prints offsets and counts without code, and says what is missing', async () => {
    const { code, stdout } = await refscope(['annotate', EMULATED, 'apparmor_file_open', '--json']);
    const annotation = JSON.parse(stdout) as Annotation;
    expect(code).toBe(0);
    expect(validate(annotation), JSON.stringify(validate.errors?.[0])).toBe(true);
    expect(annotation.samples).toBe(23);
    expect(annotation.code).toBeNull();
    expect(annotation.codeWhy).toContain('give --vmlinux');
    expect(annotation.correction).toBeNull();
    expect(annotation.instructions.every(({ corrected, text }) => corrected === null && text === null)).toBe(
      true,
    );
    expect(annotation.diagnostics.map(({ kind }) => kind)).toContain('emulation-not-ruled-out');
  });

  it('does not correct an emulated recording: its addresses prove nothing', async () => {
    // The hook's own listing is code enough, once 100 of the recording's samples lie in it.
    const listing = fixturePath('perf-annotate/apparmor_file_open.txt.gz');
    const trace = fixturePath('recordings/openclose-confined-8cpu/perf.data.gz');
    const kallsyms = join(EMULATED, 'kallsyms.gz');
    const { stdout } = await refscope(['annotate', trace, kallsyms, listing, 'apparmor_file_open', '--json']);
    const annotation = JSON.parse(stdout) as Annotation;
    expect(annotation.samples).toBe(218);
    expect(annotation.code?.source).toBe('perf annotate');
    expect(annotation.correction).toBeNull();
    expect(annotation.correctionWhy).toMatch(/^instruction addresses prove nothing here: emulated CPU/);
    expect(annotation.instructions.some(({ atomic }) => atomic?.what === 'label get')).toBe(true);
    expect(annotation.instructions.every(({ corrected }) => corrected === null)).toBe(true);
  });

  it.each([
    [['open_hok'], 'expected FUNCTION to be one that was sampled, found "open_hok" (like it: open_hook'],
    [['open_hook', '--dso', 'ref'], 'expected --dso to be one that was sampled, found "ref" (like it: refs'],
    [['open_hook', '--event', 'cycles'], 'expected --event to be one of cpu-clock'],
    [
      ['open_hook', '--comm', 'ref'],
      'expected --comm to be a command that was sampled, found ref (like it: refs',
    ],
  ])('refuses %j in one line', async (args, line) => {
    const { code, stdout, stderr } = await refscope(['annotate', PLAIN, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('uses no code of another build, and says that it was given', async () => {
    const run = fixturePath('recordings/openclose-unconfined-8cpu-condref');
    const args = ['--vmlinux', fixturePath('kernel-code/kernel-code.elf.xz'), '--json'];
    const { stdout } = await refscope(['annotate', run, 'apparmor_file_open', ...args]);
    const annotation = JSON.parse(stdout) as Annotation;
    expect(annotation).toMatchObject({ samples: 38, code: null });
    expect(annotation.codeWhy).toMatch(
      /^no machine code for this function: the code of kernel-code.elf.xz is of another build than was recorded/,
    );
  });

  it('says how many samples have no name when the function is not found, and in which binaries', async () => {
    const { code, stderr } = await refscope(['annotate', join(PLAIN, 'perf.data.gz'), 'open_hook']);
    expect(code).toBe(2);
    // perf/plain.report.txt: 7,613 samples, of refs and of the kernel, whose names are in files that were not given.
    expect(stderr).toMatch(
      /found "open_hook"; 7613 samples have no function's name: no symbols that fit were given of refs, \[kernel.kallsyms\],/m,
    );
    const evil = sample('prog', '1000', '[unknown]').replace('/usr/bin/prog', '/tmp/a\u202eb');
    const refused = await refscope(['annotate', '-', 'f'], new TextEncoder().encode(evil));
    expect(refused.stderr).toContain('given of a\\u202eb');
  });

  it('names the parts of a function that have samples under names of their own', async () => {
    const text = [
      ...Array(3).fill(sample('prog', '1000', 'whole+0x4')),
      ...Array(2).fill(sample('prog', '1100', 'whole.cold+0x4')),
      sample('prog', '1200', 'whole.part.0+0x4'),
      sample('prog', '1300', 'whole.isra.0+0x4').replace('/usr/bin/prog', '/lib/other.so'),
      sample('prog', '1400', 'parts.part.0+0x4'),
      sample('prog', '1500', 'parts.isra.0+0x4'),
    ].join('');
    const trace = new TextEncoder().encode(text);
    const { stdout } = await refscope(['annotate', '-', 'whole'], trace);
    expect(stdout).toContain('samples       3 of cpu-clock');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'samples of the same source function under other names: whole.cold 2, whole.part.0 1',
    );
    expect((await refscope(['annotate', '-', 'whole.cold'], trace)).stdout).toContain(
      'under other names: whole 3, whole.part.0 1',
    );
    expect((await refscope(['annotate', '-', 'parts'], trace)).stderr).toContain(
      'found parts.isra.0 in prog, parts.part.0 in prog (give one of these names)',
    );
  });

  it('shows samples before and after also where lines are shortest', async () => {
    const { stdout } = await refscope(['annotate', PLAIN, 'open_hook'], undefined, { COLUMNS: '60' });
    expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([]);
    expect(stdout).toMatch(/^samples {2}corrected {2}offset {2}instruction +atomic$/m);
    expect(stdout).toMatch(/^ +162 +\+0x2b {2}lock xadd .*<- count/m);
  });

  it('escapes names of the trace, and takes a name of several binaries only with --dso', async () => {
    // No escape sequence of terminals: those are taken out of texts as they are read.
    const name = 'evil\u202ename';
    const text = sample('prog', '1000', `${name}+0x10`) + sample('prog', '1000', 'same+0x4');
    const { code, stdout } = await refscope(['annotate', '-', name], new TextEncoder().encode(text));
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u202e');
    expect(stdout).toContain('evil\\u202ename');
    const twice = text + sample('prog', '1000', 'same+0x4').replace('/usr/bin/prog', '/lib/other.so');
    const refused = await refscope(['annotate', '-', 'same'], new TextEncoder().encode(twice));
    expect(refused.stderr).toContain('found same in prog, same in other.so (see --dso)');
    const chosen = await refscope(
      ['annotate', '-', 'same', '--dso', 'other.so'],
      new TextEncoder().encode(twice),
    );
    expect(chosen.stdout).toContain('samples       1 of cpu-clock');
  });

  it('names what is wrong with a --vmlinux that holds no code', async () => {
    const notes = join(directory, 'kallsyms');
    writeFileSync(notes, 'ffffffff81000000 T _text\nffffffff81000040 T start\n');
    const { code, stderr } = await refscope(['annotate', EMULATED, 'apparmor_file_open', '--vmlinux', notes]);
    expect(code).toBe(2);
    expect(stderr).toContain('expected --vmlinux to name a vmlinux or a disassembly');
  });
});
