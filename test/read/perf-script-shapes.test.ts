import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/intake/formats.js';
import type { Recording } from '../../src/model/recording.js';
import { perfScriptFormat } from '../../src/read/perf-script/format.js';
import { checkLineCounts, fixture, readBytes } from '../conformance.js';
import { kindsOf } from './perf-script-drawing.js';

const FOLDER = 'perf-script-shapes';
const SHAPES = readdirSync(fileURLToPath(new URL(`../../fixtures/${FOLDER}`, import.meta.url))).filter(
  (name) => name.endsWith('.txt.gz'),
);

interface Row {
  readonly samples: number;
  readonly comm: string;
  readonly symbol: string;
}

/** `53         |swapper    |[k] default_idle`, as perf report prints it from perf.data itself. */
const REPORT: readonly Row[] = new TextDecoder()
  .decode(fixture(`${FOLDER}/report.txt`))
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [samples = '', comm = '', symbol = ''] = line.split('|').map((cell) => cell.trim());
    const name = symbol.replace(/^\[.\] /, '');
    return { samples: Number(samples), comm, symbol: name.startsWith('0x') ? '[unknown]' : name };
  });

function selfRows({ profile }: Recording): Row[] {
  return Array.from({ length: profile.cellCount }, (_, index) => {
    const { samples, task, stack } = profile.cell(index);
    const symbol = stack < 0 ? null : profile.frameSymbol(profile.stackFrame(stack));
    return { samples, comm: profile.tasks[task]?.comm ?? '', symbol: symbol ?? '[unknown]' };
  });
}

function sums(rows: readonly Row[], key: (row: Row) => string): Record<string, number> {
  const result: Record<string, number> = {};
  for (const row of rows) result[key(row)] = (result[key(row)] ?? 0) + row.samples;
  return result;
}

/** What a shape carries of a row: the fields are in the name of the file. */
function carried(name: string): (row: Row) => string {
  const hasComm = /comm|default|ns|latency|deltatime/.test(name);
  const hasSymbol = name !== 'ip.txt.gz';
  const commLength = name.startsWith('latency') ? 8 : 15;
  return ({ comm, symbol }) => `${hasComm ? comm.slice(0, commLength) : ''} ${hasSymbol ? symbol : ''}`;
}

describe('one recording in every shape', () => {
  it.each(SHAPES)('%s: recognised, with the samples of perf report as far as it carries them', (name) => {
    const bytes = fixture(`${FOLDER}/${name}`);
    expect(FORMATS.find((format) => format.detect(bytes, true) === 'yes')?.id).toBe('perf-script');
    const recording = readBytes(perfScriptFormat, bytes);
    checkLineCounts(recording, bytes);
    expect(recording.lines.diagnosed).toBe(0);
    const key = carried(name);
    expect(sums(selfRows(recording), key)).toEqual(sums(REPORT, key));
  });

  it('knows the idle task where ids or commands are printed', () => {
    const idle = (name: string): number => {
      const { profile } = readBytes(perfScriptFormat, fixture(`${FOLDER}/${name}.txt.gz`));
      let samples = 0;
      for (let at = 0; at < profile.cellCount; at++) {
        const cell = profile.cell(at);
        if (profile.tasks[cell.task]?.idleTask === true) samples += cell.samples;
      }
      return samples;
    };
    const swapper = sums(REPORT, ({ comm }) => comm).swapper;
    for (const name of ['default', 'latency', 'tid,ip,sym', 'pid,tid,ip,sym', 'comm,ip,sym']) {
      expect(idle(name), name).toBe(swapper);
    }
  });

  it('says that times of --deltatime are none, and nothing of --reltime', () => {
    const { profile: relative, ...rest } = readBytes(perfScriptFormat, fixture(`${FOLDER}/reltime.txt`));
    expect([rest.diagnostics, relative.firstTimeNs]).toEqual([[], 0]);
    const delta = readBytes(perfScriptFormat, fixture(`${FOLDER}/deltatime.txt.gz`));
    expect(kindsOf(delta)).toEqual(['times-not-sorted']);
  });

  it('says that perf script -L cut the commands', () => {
    expect(kindsOf(readBytes(perfScriptFormat, fixture(`${FOLDER}/latency.txt.gz`)))).toEqual([
      'latency-format',
    ]);
  });
});

describe('a command with a colon, brackets and a number at its end', () => {
  it.each(['comm,ip,sym', 'comm,event,ip,sym', 'comm,time,ip,sym'])('stays whole in -F %s', (fields) => {
    const { profile } = readBytes(perfScriptFormat, fixture(`${FOLDER}/odd-comm.${fields}.txt`));
    expect(profile.tasks.map(({ comm }) => comm)).toEqual(['tab: [1] 7']);
    expect(profile.samples).toBe(12);
  });
});

it('keeps name and stack of a tracepoint without a task, and nothing of its payload', () => {
  const bytes = fixture(`${FOLDER}/tracepoint.event,trace,ip,sym.txt`);
  const { profile, lines } = readBytes(perfScriptFormat, bytes);
  expect(profile.events.map(({ name }) => name)).toEqual(['sched:sched_switch']);
  expect(profile.samples).toBe(1);
  expect(profile.frameSymbol(profile.stackFrame(profile.cell(0).stack))).toBe('__schedule');
  expect(lines.diagnosed).toBe(0);
});
