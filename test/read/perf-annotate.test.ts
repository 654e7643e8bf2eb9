import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { InstructionListing } from '../../src/model/instruction-listing.js';
import { formatAddress } from '../../src/model/units.js';
import { perfAnnotateFormat } from '../../src/read/perf-annotate/perf-annotate.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';

const FIXTURES = [
  'hook-one.txt',
  'hook-lines.txt',
  'hook-group.txt',
  'hook-samples.txt',
  'hook-period.txt',
  'hook-two.txt',
  'hook-stdio2.txt',
  'hook-verbose.txt',
  'hook-raw.txt',
  'hook-global.txt',
  'apparmor_file_open.txt.gz',
  '_raw_spin_lock.txt.gz',
  'no-vmlinux.txt',
  'kcore.txt',
  'arm64.txt',
];

const bytes = (name: string): Uint8Array => fixture(`perf-annotate/${name}`);
const text = (name: string): string => new TextDecoder().decode(bytes(name));
const read = (input: string): ReturnType<typeof readBytes> => readBytes(perfAnnotateFormat, bytesOf(input));
const kinds = (input: string): string[] => read(input).diagnostics.map(({ kind }) => kind);

function listingOf(name: string): InstructionListing {
  const [listing] = readBytes(perfAnnotateFormat, bytes(name)).listings;
  if (listing === undefined) throw new Error(`${name} has no listing`);
  return listing;
}

/** The same numbers got another way: the columns awk would take. */
function printedRows(name: string): string[] {
  return text(name)
    .split('\n')
    .filter((line) => /^ +\d/.test(line) && line.includes(' : '))
    .map((line) => {
      const [numbers = '', address = ''] = line.split(':');
      return `${address.trim()} ${numbers.trim().split(/ +/).map(Number).join(' ')}`;
    });
}

const rowsOf = ({ instructions }: InstructionListing): string[] =>
  instructions.map(
    ({ address, percents }) => `${formatAddress(address).replace(/^0+/, '')} ${percents.join(' ')}`,
  );

describe('every fixture', () => {
  it.each(FIXTURES)('%s is recognised, and reads the same in chunks of any size', (name) => {
    expect(perfAnnotateFormat.detect(bytes(name), true)).toBe('yes');
    const whole = contentOf(readBytes(perfAnnotateFormat, bytes(name)));
    for (const size of [1, 7]) {
      expect(contentOf(readBytes(perfAnnotateFormat, bytes(name), size))).toEqual(whole);
    }
  });

  it.each(FIXTURES)('%s cut anywhere in its first lines or near its end says so or reads on', (name) => {
    const all = bytes(name);
    const cuts = Array.from({ length: Math.min(900, all.length) }, (_, at) => at);
    readTruncated(perfAnnotateFormat, all, [...cuts, ...cuts.map((at) => all.length - at)]);
  });
});

describe('numbers', () => {
  it.each([
    'hook-one.txt',
    'hook-group.txt',
    'hook-lines.txt',
    'apparmor_file_open.txt.gz',
    '_raw_spin_lock.txt.gz',
  ])('%s: percentages and addresses are those printed', (name) => {
    expect(rowsOf(listingOf(name))).toEqual(printedRows(name));
    expect(readBytes(perfAnnotateFormat, bytes(name)).diagnostics).toEqual([]);
  });

  it('turns samples and periods into the percentages that perf prints itself', () => {
    const percents = (name: string): string[] =>
      listingOf(name).instructions.map((instruction) => (instruction.percents[0] ?? 0).toFixed(2));
    expect(percents('hook-samples.txt')).toEqual(percents('hook-one.txt'));
    expect(percents('hook-period.txt')).toEqual(percents('hook-one.txt'));
  });

  it('agrees with the sample counts that -v prints', () => {
    const hits = new Map(
      [...text('hook-verbose.txt').matchAll(/^ +([0-9a-f]+): (\d+)$/gm)].map(([, a, n]) => [a, n]),
    );
    const listing = listingOf('hook-verbose.txt');
    expect(hits.size).toBe(5);
    for (const { address, percents } of listing.instructions) {
      const expected = (100 * Number(hits.get(address.toString(16)) ?? 0)) / (listing.totalSamples ?? 0);
      expect(percents[0]).toBeCloseTo(expected, 2);
    }
    expect(readBytes(perfAnnotateFormat, bytes('hook-verbose.txt')).diagnostics).toEqual([]);
  });

  it('makes shares of everything into shares of the function', () => {
    const title = ' Percent |\tSource code & Disassembly of a for cycles (4 samples, percent: global hits)\n';
    const { listings, diagnostics } = read(`${title}   10.00 :  10: nop\n   30.00 :  11: ret\n`);
    expect(listings[0]?.instructions.map(({ percents }) => percents)).toEqual([[25], [75]]);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['annotate-no-symbol']);
    expect(listingOf('hook-global.txt').instructions.map(({ percents }) => percents[0]?.toFixed(2))).toEqual(
      listingOf('hook-one.txt').instructions.map(({ percents }) => percents[0]?.toFixed(2)),
    );
  });
});

describe('what a listing is of', () => {
  it('names symbol, file, event and samples', () => {
    const { instructions, ...listing } = listingOf('apparmor_file_open.txt.gz');
    expect(listing).toEqual({
      tool: 'perf annotate',
      symbol: 'apparmor_file_open',
      dso: 'vmlinux',
      events: ['cpu-clock'],
      totalSamples: 23,
      file: 'input',
    });
    expect(instructions[0]).toEqual({
      address: -(2 ** 31) + 0x130bdd0,
      text: 'call   ffffffff81045760 <__fentry__>',
      percents: [21.74],
      sourceLine: null,
    });
    expect(instructions.map((instruction) => instruction.text)).toContain('lock xadd %eax,(%rbx)');
  });

  it('keeps the events of a group apart, and those of a recording in listings of their own', () => {
    expect(listingOf('hook-group.txt').events).toEqual(['cpu-clock', 'page-faults']);
    const { listings } = readBytes(perfAnnotateFormat, bytes('hook-two.txt'));
    expect(listings.map(({ symbol, events }) => `${symbol} ${events}`)).toEqual([
      'hook cpu-clock',
      'hook task-clock',
    ]);
  });

  it('splits a group at ", ", for names hold commas, and a file name may hold " for " or "(deleted)"', () => {
    const title =
      ' Percent |\tSource code & Disassembly of a for b (deleted) for anon group { cpu/event=0x3c,umask=0x0/, r1 } (2 samples, percent: local period)\n';
    const [listing] = read(`${title}  100.00   100.00 :  10: ret\n`).listings;
    expect(listing).toMatchObject({ dso: 'a for b (deleted)', events: ['cpu/event=0x3c,umask=0x0/', 'r1'] });
    const old = read(
      ' Percent |\tSource code & Disassembly of x (deleted) for cycles:ppp\n  100.00 :\t  10: ret\n',
    );
    expect(old.listings[0]).toMatchObject({ dso: 'x (deleted)', events: ['cycles:ppp'], totalSamples: null });
  });

  it('takes the line of -l where perf names it, and for the next one above half a per cent that it does not repeat', () => {
    const named = listingOf('hook-lines.txt').instructions.filter(({ sourceLine }) => sourceLine !== null);
    expect(named.map(({ address, sourceLine }) => `${address.toString(16)} ${sourceLine}`)).toEqual([
      '11b9 refs.c:5',
      '11c4 refs.c:5',
      '11c7 refs.c:5',
      '11cb refs.c:5',
    ]);
    expect(listingOf('hook-one.txt').instructions.every(({ sourceLine }) => sourceLine === null)).toBe(true);
  });

  it('drops raw bytes; a second line of bytes is no instruction', () => {
    const plain = listingOf('hook-one.txt').instructions.map((instruction) => instruction.text);
    expect(listingOf('hook-raw.txt').instructions.map((instruction) => instruction.text)).toEqual(plain);
  });

  it('keeps arm64 comments, tells them from source lines, and takes a blank percentage for 0', () => {
    const { symbol, instructions } = listingOf('arm64.txt');
    expect(symbol).toBe('apparmor_get');
    expect(instructions.map(({ text: instruction, sourceLine }) => [instruction, sourceLine])).toEqual([
      ['mov     w1, #0xa                        // #10', null],
      ['ldadd   w1, w0, [x2]', 'atomic_lse.h:62'],
      ['fadd    d0, d1, d2', 'atomic_lse.h:62'],
      ['b.ne    ffff80000871c0a4 <apparmor_get+0x4>  // b.any', 'atomic_lse.h:62'],
      ['ret', null],
    ]);
    expect(instructions.at(-1)?.percents).toEqual([0]);
  });

  it('says that a listing of kcore has no name, unless a jump within it tells', () => {
    const { listings, diagnostics } = readBytes(perfAnnotateFormat, bytes('kcore.txt'));
    expect(listings[0]?.symbol).toBe('[unknown]');
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['annotate-no-symbol']);
    const jump = text('kcore.txt').replace('ret', 'jne    ffffffffa47cce85 <icmp_rcv+0x5>');
    expect(read(jump).listings[0]?.symbol).toBe('icmp_rcv');
    expect(kinds(text('kcore.txt').replace('ret', 'jne    ffffffffa47ccf85 <icmp_rcv+0x5>'))).toEqual([
      'annotate-no-symbol',
    ]);
  });
});

describe('what cannot be used', () => {
  it('says why perf could not annotate', () => {
    const [diagnostic] = readBytes(perfAnnotateFormat, bytes('no-vmlinux.txt')).diagnostics;
    expect(diagnostic).toMatchObject({ kind: 'annotate-no-vmlinux', line: 2 });
    expect(diagnostic?.text).toBe(
      'perf could not annotate apparmor_file_open: No vmlinux file with build id c30ddf81d9e9f854253f5ee575041c2252eed11a was found in the path.',
    );
    expect(kinds("Couldn't annotate f:\nInternal error: Invalid -1 error code\n")).toEqual([
      'annotate-failed',
    ]);
    expect(kinds("Couldn't annotate f:\n")).toEqual(['annotate-failed']);
  });

  it('says that --stdio2 has no addresses', () => {
    const { listings, diagnostics } = readBytes(perfAnnotateFormat, bytes('hook-stdio2.txt'));
    expect(listings).toEqual([]);
    expect(diagnostics).toMatchObject([
      { kind: 'annotate-stdio2', hint: 'perf annotate --stdio hook', line: 1 },
    ]);
  });

  it('says that instructions with samples are missing', () => {
    const cut = text('hook-one.txt').split('\n').slice(0, 22).join('\n');
    expect(kinds(`${cut}\n`)).toEqual(['annotate-incomplete']);
    expect(kinds(`${text('hook-one.txt').split('\n').slice(0, 9).join('\n')}\n`)).toEqual(['annotate-empty']);
  });

  it('says that the last instruction may be cut', () => {
    expect(kinds(text('hook-one.txt').trimEnd())).toEqual(['annotate-cut']);
  });

  it('counts lines it cannot read, and rows with a column too few', () => {
    const broken = text('hook-group.txt')
      .replace('    0.07    0.00 :   11bb', '    0.07 :   11bb')
      .replace('    0.02    0.00 :   11ce:', '    0.02    0.00 :   11ce');
    const { diagnostics } = read(broken);
    expect(diagnostics.find(({ kind }) => kind === 'annotate-broken-lines')?.text).toMatch(
      /^2 lines could not be read/,
    );
  });

  it('refuses a title that is not whole, with its place', () => {
    const title = ' Percent |\tSource code & Disassembly of kcore for cycles (1 samples, perce>\n';
    expect(() => read(`\n${title}`)).toThrow(InputError);
    expect(() => read(`\n${title}`)).toThrow(/^input:2: expected .* found "Percent/);
  });

  it('reads a listing quoted in a mail, with words around it', () => {
    const quoted = text('hook-one.txt').replace(/^/gm, '> ');
    const { listings, diagnostics } = read(`Hi,\n\nthis: is it\n${quoted}`);
    expect(listings).toEqual(read(text('hook-one.txt')).listings);
    expect(diagnostics).toMatchObject([{ kind: 'unrecognised-lines', line: 1 }]);
  });
});
