import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counter } from '../../src/model/counter.js';
import { InputError } from '../../src/model/errors.js';
import type { Recording } from '../../src/model/recording.js';
import { perfStatFormat } from '../../src/read/perf-stat/format.js';
import { bytesOf, checkConformance, fixture, readBytes, readTruncated } from '../conformance.js';

const FILES = [
  'nginx.csv',
  'percpu.csv',
  'sleep.csv',
  'sleep.txt',
  'sleep.json',
  'intervals-percpu.csv',
  'intervals-percpu.txt',
  'intervals-socket.json',
  'repeats-socket.txt',
  'repeats-core.csv',
  'repeats.csv',
  'summary.csv',
];

const sample = (name: string): Uint8Array => fixture(`perf-stat/${name}`);
const textOf = (name: string): string => new TextDecoder().decode(sample(name));
const read = (text: string): Recording => readBytes(perfStatFormat, bytesOf(text));
const counters = (name: string): readonly Counter[] => readBytes(perfStatFormat, sample(name)).counters;
const kinds = (recording: Recording): string[] => recording.diagnostics.map(({ kind }) => kind);

describe.each(FILES)('perf stat: %s', (name) => {
  it('is recognised, the same in any chunks, truncated anywhere ends well, and has a counter a row', () => {
    const recording = checkConformance(perfStatFormat, sample(name));
    const rows = textOf(name)
      .split('\n')
      .filter((line) =>
        /(cpu|task)-clock|context-sw|migrations|faults|cycles|instructions|branch/.test(line),
      );
    expect(recording.counters).toHaveLength(rows.length);
    expect(recording.diagnostics).toEqual([]);
  });
});

describe('perf stat -x', () => {
  it('has the numbers of the file, CPU by CPU', () => {
    const rows = textOf('percpu.csv').trim().split('\n').slice(2);
    expect(
      counters('percpu.csv').map(({ cpu, value, unit, event, runningPct, metric, metricUnit }) =>
        [`CPU${cpu}`, value, unit, event, runningPct, metric, metricUnit].join(','),
      ),
    ).toEqual(
      rows.map((row) => {
        const [cpu, value, unit, event, , running, metric, metricUnit] = row.split(',');
        return [cpu, Number(value), unit, event, Number(running), Number(metric), metricUnit].join(',');
      }),
    );
  });

  it('-I: the end of the interval; --summary: the total', () => {
    expect(counters('intervals-percpu.csv')[0]).toMatchObject({
      cpu: 0,
      value: 50.42,
      unit: 'msec',
      event: 'cpu-clock',
      intervalS: 0.050201637,
    });
    expect(counters('summary.csv').map(({ value, intervalS }) => [value, intervalS])).toEqual([
      [0.91, 0.050161208],
      [null, 0.100504395],
      [0.06, 0.121810309],
      [0.98, null],
    ]);
  });

  it('-r and --per-core: variance, and what the row is of', () => {
    expect(counters('repeats-core.csv')[0]).toMatchObject({
      scope: 'S0-D0-C0',
      cpu: null,
      value: 101.98,
      variancePct: 0,
      metric: 0.998,
    });
    expect(counters('repeats.csv')[0]).toMatchObject({ value: 0.83, unit: 'msec', variancePct: 10.05 });
  });

  it('what was not counted is unknown, not 0', () => {
    const cycles = counters('sleep.csv').find(({ event }) => event === 'cycles');
    expect(cycles).toMatchObject({ value: null, runningPct: 100, metric: null, metricUnit: null });
  });

  it.each([',', ';', '|', '\t', ':'])(
    'separator %j, events that contain it, cgroups, further metrics',
    (sep) => {
      const text = [
        '1234,,cpu/event=0x3c,umask=0x0/,0.52%,899554,83.21,,',
        'CPU3,1234,,cpu/event=0x3c,umask=0x0,name=CYCLES/u,899554,83.21,1.234,GHz',
        '77,,cycles,/system.slice/nginx.service,899554,100.00,,',
        ',,,,,,0.45,stalled cycles per insn',
        '12,,uncore_imc_0/cas_count_read/,899554,100.00,0.1,MiB',
        '',
      ]
        .join('\n')
        .replaceAll(',', sep);
      const { counters: rows, diagnostics } = read(text);
      expect(perfStatFormat.detect(bytesOf(text), true)).toBe('yes');
      expect(diagnostics).toEqual([]);
      expect(
        rows.map(({ event, cpu, scope, value, variancePct, runningPct }) => [
          event,
          cpu,
          scope,
          value,
          variancePct,
          runningPct,
        ]),
      ).toEqual([
        [`cpu/event=0x3c${sep}umask=0x0/`, null, null, 1234, 0.52, 83.21],
        [`cpu/event=0x3c${sep}umask=0x0${sep}name=CYCLES/u`, 3, null, 1234, null, 83.21],
        ['cycles', null, '/system.slice/nginx.service', 77, null, 100],
        ['uncore_imc_0/cas_count_read/', null, null, 12, null, 100],
      ]);
    },
  );

  it('reads back any row it could print', () => {
    const label = fc.constantFrom('', 'CPU7,', 'S1,16,', 'S0-D0-C3,2,', 'N1,8,', 'S0-D0-C3,', 'nginx-423,');
    const event = fc.constantFrom(
      'cycles',
      'cycles:u',
      'cpu/a=1,b=0x2/',
      'L1-dcache-loads',
      'irq:softirq_entry',
    );
    const tail = fc.constantFrom('', ',,', ',1.234,GHz', ',0.45,insn per cycle');
    fc.assert(
      fc.property(
        fc.nat(),
        fc.boolean(),
        label,
        event,
        tail,
        fc.nat(),
        (value, timed, of, name, end, run) => {
          const line = `${timed ? '     1.000123456,' : ''}${of}${value},,${name},${run},100.00${end}\n`;
          expect(read(line).counters).toMatchObject([
            { value, event: name, intervalS: timed ? 1.000123456 : null },
          ]);
        },
      ),
    );
  });
});

describe('perf stat, text', () => {
  it('has the numbers printed', () => {
    expect(counters('sleep.txt')[0]).toMatchObject({
      value: 1.05,
      unit: 'msec',
      event: 'task-clock',
      metric: 0.01,
      metricUnit: 'CPUs utilized',
      cpu: null,
    });
    expect(counters('sleep.txt').map(({ value }) => value)).toEqual([1.05, 1, 0, 74, null, null, null, null]);
    expect(counters('repeats-socket.txt')).toMatchObject([
      { scope: 'S0', value: 244.37, unit: 'msec' },
      { scope: 'S0', value: 30, unit: '' },
      { scope: 'S0', value: null, event: 'cycles' },
    ]);
    expect(counters('intervals-percpu.txt')[2]).toMatchObject({ cpu: 0, value: 11, intervalS: 0.050207767 });
  });

  const table = (rows: string): string =>
    `\n Performance counter stats for 'system wide':\n\n${rows}\n\n       1.0 seconds time elapsed\n\n`;

  it('groups of digits of any language, multiplexing, variance, cgroups, old units, PMU names', () => {
    const { counters: rows, diagnostics } = read(
      table(`         1,234,567      cycles:u                         #    1.23 GHz                      (83.21%)
         1.234.567      instructions                     #    0,45  insn per cycle           ( +-  1.05% )  (50,00%)
                                                  #    0.45  stalled cycles per insn
         25.306,18 msec cpu-clock                        #    8.019 CPUs utilized
     1\u202f234\u202f567      branches                         #    3.45% of all branches
          1.349300 task-clock (msec)         #    0.013 CPUs utilized
               300      cycles [cpu_core]
               400      cycles                           nginx.service
            12,345 ns   duration_time`),
    );
    expect(diagnostics).toEqual([]);
    expect(rows.map(({ event, value, unit }) => [event, value, unit])).toEqual([
      ['cycles:u', 1234567, ''],
      ['instructions', 1234567, ''],
      ['cpu-clock', 25306.18, 'msec'],
      ['branches', 1234567, ''],
      ['task-clock', 1.3493, 'msec'],
      ['cycles [cpu_core]', 300, ''],
      ['cycles', 400, ''],
      ['duration_time', 12345, 'ns'],
    ]);
    expect(rows[0]).toMatchObject({ metric: 1.23, metricUnit: 'GHz', runningPct: 83.21 });
    expect(rows[1]).toMatchObject({ metric: 0.45, variancePct: 1.05, runningPct: 50 });
    expect(rows[3]).toMatchObject({ metric: 3.45, metricUnit: 'of all branches' });
    expect(rows[6]).toMatchObject({ scope: 'nginx.service' });
  });

  it("a program's own words between are counted, not read", () => {
    const text = table('                74      page-faults\nhello from the program, 12 times');
    const { counters: rows, diagnostics } = read(`built in 3 s\n${text}`);
    expect(rows).toHaveLength(1);
    expect(diagnostics).toMatchObject([
      { kind: 'perf-stat-skipped', line: 6 },
      { kind: 'unrecognised-lines', line: 1, text: '1 line not recognised, the first: "built in 3 s"' },
    ]);
  });

  it('a table without its end was cut; one without rows is refused with its line', () => {
    expect(kinds(read(textOf('sleep.txt').split('seconds')[0] ?? ''))).toContain('perf-stat-cut');
    expect(() => read(table('garbage here'))).toThrow(
      'input:4: expected a counter of perf stat, found "garbage',
    );
  });

  it('quoted in a mail', () => {
    expect(read(textOf('sleep.txt').replace(/^/gm, '> ')).counters).toEqual(counters('sleep.txt'));
    expect(read(textOf('sleep.csv').replace(/^/gm, '> ')).counters).toEqual(counters('sleep.csv'));
  });
});

describe('perf stat -j', () => {
  it('has the numbers printed', () => {
    expect(counters('sleep.json')[0]).toMatchObject({
      value: 1.257874,
      unit: 'msec',
      event: 'task-clock',
      runningPct: 100,
      metric: 0.012277,
    });
    expect(counters('sleep.json')[4]).toMatchObject({ event: 'cycles', value: null, metric: null });
    expect(counters('intervals-socket.json')[0]).toMatchObject({ scope: 'S0', intervalS: 0.050193365 });
  });

  it('reads what JSON.parse refuses: nan, unquoted text, commas left out', () => {
    const { counters: rows } = read(
      '{"cpu" : "1", "counter-value" : "5.000000", "unit" : "", "event" : "cycles", "variance" : nan, "pcnt-running" : 100.00, "metric-value" : nan, "metric-unit" : "GHz"}\n' +
        '{"core" : "S0-D0-C0""counter-value" : <not counted>, "unit" : "", "event" : cycles, "pcnt-running" : 0.00}\n' +
        '{"metric-value" : "0.45", "metric-unit" : "stalled cycles per insn"}\n',
    );
    expect(rows).toMatchObject([
      { cpu: 1, value: 5, event: 'cycles', variancePct: null, metric: null, metricUnit: 'GHz' },
      { scope: 'S0-D0-C0', value: null, event: 'cycles' },
    ]);
    expect(rows).toHaveLength(2);
  });
});

describe('odd perf stat output', () => {
  it('a row cut in the middle is counted, not read', () => {
    const whole = counters('nginx.csv');
    const text = textOf('nginx.csv');
    const { counters: rows, diagnostics } = read(text.slice(0, text.lastIndexOf('100.00')));
    expect(rows).toEqual(whole.slice(0, -1));
    expect(diagnostics).toMatchObject([{ kind: 'perf-stat-skipped', line: 9 }]);
    const refused = readTruncated(perfStatFormat, sample('sleep.json'), sample('sleep.json').keys());
    expect(refused).toBeLessThan(250);
  });

  it('does not claim other texts', () => {
    for (const other of [
      'lock_stat/mail-quoted.txt',
      'perf-script/misc.txt',
      'wrk/nginx.load.txt',
      'perf-lock/report-threads.txt',
    ]) {
      expect(perfStatFormat.detect(fixture(other), true)).toBe('no');
    }
    expect(perfStatFormat.detect(bytesOf('name,1,2.00,x\n12.34,nginx,[k] f,10,20.00\n'), true)).toBe('no');
    expect(perfStatFormat.detect(bytesOf('{"metrics": {"counter": 1}}\n'), true)).toBe('no');
  });

  it.each(FILES)('%s cut at any byte: no row that the whole does not have', (name) => {
    const bytes = sample(name);
    const whole = readBytes(perfStatFormat, bytes).counters;
    const step = Math.max(1, Math.floor(bytes.length / 500));
    for (let cut = 0; cut < bytes.length; cut += step) {
      try {
        const { counters } = readBytes(perfStatFormat, bytes.subarray(0, cut));
        expect(counters).toEqual(whole.slice(0, counters.length));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
  });
});

describe('perf stat in a mail', () => {
  /** As a mail client wraps at 76 columns. */
  const wrapped = (text: string): string =>
    text
      .split('\n')
      .flatMap((line) => {
        const at = line.length > 76 ? line.lastIndexOf(' ', 76) : -1;
        return at > 0 ? [line.slice(0, at), line.slice(at + 1)] : [line];
      })
      .join('\n');

  it.each(['sleep.txt', 'intervals-percpu.txt', 'repeats-socket.txt'])('%s, wrapped', (name) => {
    expect(wrapped(textOf(name))).not.toBe(textOf(name));
    const recording = read(wrapped(textOf(name)));
    expect(recording.counters).toEqual(read(textOf(name)).counters);
    expect(recording.diagnostics).toEqual([]);
  });

  it.each(FILES)('%s, indented', (name) => {
    expect(read(textOf(name).replace(/^/gm, '    ')).counters).toEqual(counters(name));
  });

  it('a JSON value that is neither a number nor one of perf stat is no counter', () => {
    const broken = textOf('sleep.json').replace('"<not supported>"', '"<not supp"');
    expect(read(broken).counters).toHaveLength(counters('sleep.json').length - 1);
    expect(kinds(read(broken))).toEqual(['perf-stat-skipped']);
  });

  it('a JSON object without a line end is whole', () => {
    expect(read(textOf('sleep.json').trimEnd()).counters).toEqual(counters('sleep.json'));
  });

  it.each(['sleep.txt', 'sleep.csv'])('%s twice in one file: says that counts are added', (name) => {
    const recording = read(textOf(name) + textOf(name));
    expect(recording.diagnostics).toMatchObject([
      { kind: 'perf-stat-several', text: expect.stringMatching(/^2 outputs of perf stat/) },
    ]);
  });
});

describe('perf stat under a language with decimal commas', () => {
  const rows = (name: string): unknown[] =>
    counters(name).map(({ event, value, scope, intervalS, variancePct, runningPct, metric }) => [
      event,
      value,
      scope,
      intervalS,
      variancePct,
      runningPct,
      metric,
    ]);

  it('-x, has them between commas; a metric that perf cut at its comma is not known', () => {
    expect(perfStatFormat.detect(sample('german-socket.csv'), true)).toBe('yes');
    expect(rows('german-socket.csv').slice(0, 3)).toEqual([
      ['task-clock', 100.43, 'S0', 0.050096589, null, 100, null],
      ['context-switches', 100, 'S0', 0.050096589, null, 100, null],
      ['task-clock', 100.76, 'S0', 0.100433094, null, 100, null],
    ]);
    expect(rows('german-repeats.csv')).toEqual([
      ['task-clock', 0.61, null, null, 2.93, 100, null],
      ['context-switches', 1, null, null, 0, 100, null],
    ]);
  });

  it('-j has them in its numbers', () => {
    expect(rows('german.json')).toEqual([
      ['task-clock', 0.611777, null, null, null, 100, 0.005925],
      ['context-switches', 1, null, null, null, 100, 1.634583],
    ]);
  });
});
