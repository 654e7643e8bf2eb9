import { describe, expect, it } from 'vitest';
import { HeaderLine } from '../../src/read/perf-script/header-line.js';

describe('header lines', () => {
  const parse = (line: string) => {
    const header = new HeaderLine();
    if (!header.parse(line)) return null;
    const { comm, pid, tid, cpu, timeNs, period, event } = header;
    return [comm, pid, tid, cpu, Number.isNaN(timeNs) ? null : timeNs, period, event];
  };

  // Forms seen in formats.md, in the fixtures, and in the texts of FlameGraph's and inferno's tests.
  it.each([
    [
      'nginx   135 [001]    34.310015:    2004008 cpu-clock: ',
      'nginx',
      null,
      135,
      1,
      34310015e3,
      2004008,
      'cpu-clock',
    ],
    ['nginx   135/136   [001]    34.310015: cpu-clock: ', 'nginx', 135, 136, 1, 34310015e3, -1, 'cpu-clock'],
    [
      'kdamond.0    77 [003]   12.000001:     250000 cycles:P: ',
      'kdamond.0',
      null,
      77,
      3,
      12000001e3,
      250000,
      'cycles:P',
    ],
    ['kdamond.0 5    77 cycles: ', 'kdamond.0 5', null, 77, -1, null, -1, 'cycles'],
    ['kdamond.0    77     250000 cycles: ', 'kdamond.0', null, 77, -1, null, 250000, 'cycles'],
    ['java  3244 cpu-clock:', 'java', null, 3244, -1, null, -1, 'cpu-clock'],
    ['Web Content 7/8 [000] 1.000000: cycles:', 'Web Content', 7, 8, 0, 1e9, -1, 'cycles'],
    [
      'tab: [1] 7 11476  2079.712166:   10101010  cpu-clock:u: ',
      'tab: [1] 7',
      null,
      11476,
      -1,
      2079712166e3,
      10101010,
      'cpu-clock:u',
    ],
    ['kworker/u16:3-x 12 [002] 1.000000: 1 cycles: ', 'kworker/u16:3-x', null, 12, 2, 1e9, 1, 'cycles'],
    [':-1    -1 [000]     0.000000:   1 cycles: ', ':-1', null, -1, 0, 0, 1, 'cycles'],
    [':-1    -1/-1    [-01]     1.000000:   1 cycles: ', ':-1', -1, -1, -1, 1e9, 1, 'cycles'],
    [
      'openclose   230 [000]    83.769961234:    2004008 cpu-clock: ',
      'openclose',
      null,
      230,
      0,
      83769961234,
      2004008,
      'cpu-clock',
    ],
    [
      'openclose   230 [000] K        83.769961:    2004008 cpu-clock: ',
      'openclose',
      null,
      230,
      0,
      83769961e3,
      2004008,
      'cpu-clock',
    ],
    ['sh   230 [000] d.h. 83.769961: cpu-clock: ', 'sh', null, 230, 0, 83769961e3, -1, 'cpu-clock'],
    [
      'sh   230 [000] 2026-11-22 13:31:29.000123 83.769961: 5 cycles: ',
      'sh',
      null,
      230,
      0,
      83769961e3,
      5,
      'cycles',
    ],
    ['sh\t230 [000] 684943449.406000:\t 1 cpu-cycles:u', null, null, null, null, null, null, null],
    [
      'sh\t230 [000] 684943449.406000:\t1 cpu-cycles:u:',
      'sh',
      null,
      230,
      0,
      684943449406e6,
      1,
      'cpu-cycles:u',
    ],
    ['openclose [000] cpu-clock: ', 'openclose', null, null, 0, null, -1, 'cpu-clock'],
    ['sh 1.000000: cycles: ', 'sh', null, null, -1, 1e9, -1, 'cycles'],
    ['  230 cpu-clock: ', '', null, 230, -1, null, -1, 'cpu-clock'],
    ['sh 1 [000] 1.000000: 5 cpu_core/cycles:ppp/: ', 'sh', null, 1, 0, 1e9, 5, 'cpu_core/cycles:ppp/'],
    ['sh 1 [000] 1.000000: 5 ibs_op//: ', 'sh', null, 1, 0, 1e9, 5, 'ibs_op//'],
    [
      'sh 1 [000] 1.000000: 5   MEM_TRANS_RETIRED.LOAD_LATENCY:ldlat=64:precise=2:mh:mg:pinned: ',
      'sh',
      null,
      1,
      0,
      1e9,
      5,
      'MEM_TRANS_RETIRED.LOAD_LATENCY:ldlat=64:precise=2:mh:mg:pinned',
    ],
    [
      'sh 1 [000] 1.000000: irq:softirq_entry: vec=1 [action=TIMER] 2 [001] 3.000000: x: y',
      'sh',
      null,
      1,
      0,
      1e9,
      -1,
      'irq:softirq_entry',
    ],
  ])('%s', (line, ...expected) => {
    expect(parse(line)).toEqual(expected[0] === null ? null : expected);
  });

  it.each(['In 2020 we: did it', 'processor\t: 0', '# cmdline : perf', 'Note: x', '&rq->lock: 1 2 3'])(
    'refuses %s',
    (line) => expect(parse(line)).toBeNull(),
  );
});
