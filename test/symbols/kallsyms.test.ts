import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import { kallsymsFormat } from '../../src/symbols/kallsyms.js';
import { bytesOf, fixture, readBytes } from '../conformance.js';

function read(text: string, chunk = 65_536): Recording {
  return readBytes(kallsymsFormat, bytesOf(text), chunk, 'kallsyms');
}

const symbolsOf = (text: string, chunk?: number) => {
  const list = read(text, chunk).symbols;
  return list?.names.map((name, index) => [
    list.addresses[index],
    list.types[index],
    name,
    list.modules[index],
  ]);
};

describe('kernel symbols', () => {
  it('are read with type and module, upper-half addresses as negative numbers', () => {
    const text =
      'ffffffff81000000 T _text\nffffffff8130bdd0 t apparmor_file_open\nffffffffc0937000 t nft_do_chain\t[nf_tables]\n';
    expect(symbolsOf(text)).toEqual([
      [-0x7f00_0000, 'T', '_text', null],
      [-0x7ecf_4230, 't', 'apparmor_file_open', null],
      [-0x3f6c_9000, 't', 'nft_do_chain', '[nf_tables]'],
    ]);
  });

  it('are read from System.map, from 32-bit kernels and without a last line end', () => {
    expect(symbolsOf('ffffffff81000000 A absolute\nffffffff81000000 T _text')).toHaveLength(2);
    expect(symbolsOf('c0100000 T _text\n')).toEqual([[0xc010_0000, 'T', '_text', null]]);
  });

  it('are the same in chunks of any size', () => {
    const text =
      'ffffffff81000000 T _text\nffffffffc0937000 t nft_do_chain\t[nf_tables]\nffffffff81000010 t x.isra.0\n';
    for (const size of [1, 2, 7, 30]) expect(symbolsOf(text, size)).toEqual(symbolsOf(text));
  });

  it('of a real kernel are as many as the file has lines', () => {
    const bytes = fixture('nginx-confined-8cpu/kallsyms.gz');
    const lines = bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
    expect(readBytes(kallsymsFormat, bytes).symbols?.names).toHaveLength(lines);
  });

  it('that end within a line say behind which symbol they may be cut', () => {
    const whole = 'ffffffff81000000 T _text\nffffffff81000010 t first\n';
    expect(read(whole).diagnostics).toEqual([]);
    const cut = read(`${whole}ffffffff81000020 t sec`).diagnostics;
    expect(cut.map(({ kind, file, line }) => [kind, file, line])).toEqual([['kallsyms-cut', 'kallsyms', 3]]);
    expect(cut[0]?.text).toContain('symbol 3, sec');
  });

  it('that are all zero are refused with the reason', () => {
    const zero = '0000000000000000 T _text\n0000000000000000 t apparmor_file_open\n';
    expect(() => read(zero)).toThrow(InputError);
    expect(() => read(zero)).toThrow(/^kallsyms:1: expected kernel addresses, found 2 symbols .*as root/);
    // Some absolute symbols are no addresses and are never hidden.
    expect(() => read(`${zero}0000000000001000 A fixed_percpu_size\n`)).toThrow(InputError);
    expect(read(`${zero}ffffffff81000000 T _stext\n`).symbols?.names).toHaveLength(3);
  });
});

describe('hostile lines', () => {
  const good = 'ffffffff81000000 T _text\n';

  it('that are no symbols are counted, and the first one is named', () => {
    const { symbols, diagnostics } = read(`${good}what is this\n\nffffffff8100000g T bad_digit\n${good}`);
    expect(symbols?.names).toEqual(['_text', '_text']);
    expect(diagnostics).toMatchObject([{ kind: 'unrecognised-lines', file: 'kallsyms', line: 2 }]);
    expect(diagnostics[0]?.text).toContain('2 lines');
  });

  it.each([100, 65_536])('longer than any symbol are refused in chunks of %d too', (chunk) => {
    expect(() => read(`${good}ffffffff81000000 T ${'x'.repeat(10_000)}\n`, chunk)).toThrow(
      /^kallsyms:2: expected a line of text, found 4096 characters/,
    );
  });

  it('never end in anything but symbols or one InputError', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constant('ffffffff81000000 T _text'),
      fc.stringMatching(/^[0-9a-f]{8,16} [a-zA-Z] .{0,20}$/),
    );
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 50 }), (lines, chunk) => {
        try {
          read(lines.join('\n'), chunk);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('recognition', () => {
  const detect = (text: string, complete = true) => kallsymsFormat.detect(bytesOf(text), complete);

  it('needs one whole line', () => {
    expect(detect('ffffffff81000000 T _te', false)).toBe('more');
    expect(detect('ffffffff81000000 T _text')).toBe('yes');
    expect(detect('0000000000000000 A fixed_percpu_data\n')).toBe('yes');
  });

  it('leaves other texts to others', () => {
    for (const text of [
      '',
      'lock_stat version 0.4\n',
      'nginx 1/1 [000] 1.0: 1 cpu-clock:\n',
      '123 T short\n',
    ]) {
      expect(detect(text)).toBe('no');
    }
  });
});
