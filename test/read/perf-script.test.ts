import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { perfScriptFormat } from '../../src/read/perf-script/format.js';
import { bytesOf, contentOf, fixture, readBytes, readTruncated } from '../conformance.js';
import { drawCells, kernelLeaves, kindsOf } from './perf-script-drawing.js';

/** Samples of each fixture, counted with `grep -c ': *$'` (callchains) or `wc -l`, and the expected diagnostics. */
const FIXTURES: Record<string, { samples: number; kinds: string[] }> = {
  'default.txt.gz': { samples: 400, kinds: [] },
  'header.txt.gz': { samples: 400, kinds: [] },
  'fields.txt.gz': { samples: 400, kinds: ['no-period'] },
  'vmlinux.txt.gz': { samples: 400, kinds: [] },
  'nocallchain.txt.gz': { samples: 400, kinds: [] },
  'nginx.txt.gz': { samples: 300, kinds: [] },
  'dsos.txt': { samples: 12, kinds: [] },
  'contention.txt.gz': { samples: 150, kinds: [] },
  'lock-acquire.txt.gz': { samples: 400, kinds: [] },
  'ns.txt': { samples: 12, kinds: [] },
  'misc.txt': { samples: 12, kinds: [] },
  'noevent.txt': { samples: 12, kinds: ['no-period', 'no-event-name'] },
  'notid.txt': { samples: 12, kinds: ['no-period'] },
  'nocomm.txt': { samples: 12, kinds: ['no-period'] },
  'notime.txt': { samples: 12, kinds: [] },
  'events.txt': { samples: 13, kinds: [] },
  'two-events.txt.gz': { samples: 156, kinds: [] },
  'two-events-one-line.txt.gz': { samples: 156, kinds: [] },
  'srcline.txt': { samples: 8, kinds: [] },
};

const read = (name: string) => readBytes(perfScriptFormat, fixture(`perf-script/${name}`));

it('uses every fixture', () => {
  const files = readdirSync(new URL('../../fixtures/perf-script/', import.meta.url));
  const samples = files.filter((file) => file !== 'README.md' && file !== 'default.leaves.txt');
  expect(samples.sort()).toEqual(Object.keys(FIXTURES).sort());
});

describe.each(Object.entries(FIXTURES))('%s', (name, { samples, kinds }) => {
  const bytes = fixture(`perf-script/${name}`);

  it('is recognised without its name', () => {
    expect(perfScriptFormat.detect(bytes, true)).toBe('yes');
    expect(perfScriptFormat.detect(bytes.subarray(0, 4096), false)).toBe('yes');
    expect(perfScriptFormat.detect(bytes.subarray(0, 20), false)).toBe('more');
  });

  it('gives all its samples and no diagnostic but the expected ones', () => {
    const recording = read(name);
    expect(recording.profile.samples).toBe(samples);
    expect(kindsOf(recording)).toEqual(kinds);
  });

  it('is the same in chunks of any size', () => {
    const whole = contentOf(readBytes(perfScriptFormat, bytes, bytes.length));
    for (const size of [1, 7, 65536])
      expect(contentOf(readBytes(perfScriptFormat, bytes, size))).toEqual(whole);
  });

  it('quoted in a mail has the same samples and commands', () => {
    const quoted = bytesOf(new TextDecoder().decode(bytes).trimEnd().replace(/^/gm, '> '));
    expect(perfScriptFormat.detect(quoted, true)).toBe('yes');
    const plain = bytesOf(new TextDecoder().decode(bytes).trimEnd());
    expect(contentOf(readBytes(perfScriptFormat, quoted))).toEqual(
      contentOf(readBytes(perfScriptFormat, plain)),
    );
  });

  it('can be cut anywhere', () => {
    const text = bytes.subarray(0, 6000);
    const cuts = Array.from({ length: 400 }, (_, index) => Math.floor((index * text.length) / 400));
    // Only a file cut before its first sample holds nothing.
    expect(readTruncated(perfScriptFormat, text, cuts)).toBeLessThan(60);
  });
});

describe('against other counts of the same text', () => {
  it('has the self samples that awk counts', () => {
    const expected = new TextDecoder()
      .decode(fixture('perf-script/default.leaves.txt'))
      .trim()
      .split('\n')
      .map((line) => [line.split(' ')[1], Number(line.split(' ')[0])]);
    expect(Object.fromEntries(kernelLeaves(read('default.txt.gz')))).toEqual(Object.fromEntries(expected));
  });

  it.each(['header.txt.gz', 'fields.txt.gz', 'nocallchain.txt.gz'])('reads the same from %s', (name) => {
    expect(kernelLeaves(read(name))).toEqual(kernelLeaves(read('default.txt.gz')));
  });

  it('differs with vmlinux only in perf’s choice among aliases', () => {
    const leaves = kernelLeaves(read('vmlinux.txt.gz'));
    for (const alias of ['memset', 'memcpy']) {
      leaves.set(alias, leaves.get(`__${alias}`) ?? 0);
      leaves.delete(`__${alias}`);
    }
    expect(Object.fromEntries(leaves)).toEqual(Object.fromEntries(kernelLeaves(read('default.txt.gz'))));
  });

  // perf report --no-children -F sample,comm,sym; see fixtures/perf-script/README.md
  it.each(['two-events.txt.gz', 'two-events-one-line.txt.gz'])('keeps two events of %s apart', (name) => {
    const recording = read(name);
    expect(recording.profile.events.map((event) => event.name)).toEqual(['cpu-clock:u', 'task-clock:u']);
    const counts: Record<string, number> = {};
    for (const cell of drawCells(recording)) {
      const [, who, samples] = /^(.*) (\d+)\/\d+: work/.exec(cell) ?? [];
      if (who !== undefined) counts[who] = (counts[who] ?? 0) + Number(samples);
    }
    expect(counts).toEqual({
      'cpu-clock:u dead': 27,
      'task-clock:u dead': 27,
      'cpu-clock:u tab: [1] 7': 25,
      'task-clock:u tab: [1] 7': 25,
      'cpu-clock:u kdamond.0': 26,
      'task-clock:u kdamond.0': 26,
    });
  });

  it('reads the header block', () => {
    const { machine, profile } = read('header.txt.gz');
    expect(machine).toEqual({
      hostname: '(none)',
      arch: 'x86_64',
      kernel: '6.1.192-labp',
      onlineCpus: 8,
      possibleCpus: 8,
      cpuModel: 'Intel Core i7 9xx (Nehalem Class Core i7)',
      cpuId: 'GenuineIntel,6,26,3',
      perfVersion: '6.1.176',
      recordCommand: expect.stringContaining('perf record -a -g -e cpu-clock'),
    });
    expect(profile.events).toEqual([
      { name: 'cpu-clock', type: 1, config: 0, precise: 0, instances: 8, lost: null },
    ]);
  });

  it('keeps the kernel under one name', () => {
    const dsos = (name: string) => {
      const { profile } = read(name);
      const all = Array.from({ length: profile.frameCount }, (_, frame) => profile.frameDso(frame) ?? '-');
      return [...new Set(all)].sort();
    };
    expect(dsos('vmlinux.txt.gz')).toEqual(dsos('default.txt.gz'));
    expect(dsos('dsos.txt')).toEqual(
      expect.arrayContaining(['[JIT] tid 167', '[kernel.kallsyms]', '[vdso]']),
    );
  });
});
