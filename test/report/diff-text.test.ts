import { expect, it } from 'vitest';
import { renderDiffText } from '../../src/report/diff-text.js';
import { CONDREF, compare, KREF, lockOf, NAMES, runOf } from '../compare/analyses.js';

it('prints the verdict, both sides, every row and what they rest on', () => {
  const before = { ...KREF, locks: [lockOf(400, 10_000)], throughput: [runOf(200)] };
  const after = { ...CONDREF, locks: [lockOf(800, 10_000)], throughput: [runOf(250)] };
  expect(renderDiffText(compare(before, after, NAMES), 110)).toMatchInlineSnapshot(`
    "label get/put: 7.00 % of busy time before (runs/kref), 6.18 % of busy time after (runs/condref): no
    significant change (noise), -0.82 points (95 %: -1.98 to +0.28); these recordings could have shown a change of
    1.58 points (at 80 % power). Call sites that changed significantly: apparmor_current_getsecid_subj (get+put)
    rose from 0.98 % to 1.91 % of busy time (+0.39 to +1.42 points); apparmor_file_open (get+put) fell from 1.71 %
    to 0.67 % of busy time (-1.62 to -0.56 points). Locks that changed by more than independent acquisitions
    explain: aa_buffers_lock (exclusive) rose from 4.00 % to 8.00 % of acquisitions contended (+3.35 to +4.66
    points). One recording a side cannot tell this from run-to-run variation.

    before        runs/kref
    after         runs/condref
    throughput    wrk during the recordings: 200 requests/s before, 250 after, 1.250x (one run a side: no
                  interval, so no claim)

    Label get/put, of the busy time of the selected commands, before -> after:
    change  before   after  points    95 % of them        p     samples  op       hook
    same    7.00 %  6.18 %   -0.82  -1.98 to +0.28    0.145  200 -> 350           all label get/put
    same    2.17 %  1.83 %   -0.33  -1.01 to +0.28    0.474   62 -> 104  get      apparmor_file_alloc_security
    same    2.13 %  1.76 %   -0.37  -1.04 to +0.23    0.474   61 -> 100  put      apparmor_file_free_security
    up      0.98 %  1.91 %   +0.93  +0.39 to +1.42    0.004   28 -> 108  get+put  apparmor_current_getsecid_subj
    down    1.71 %  0.67 %   -1.04  -1.62 to -0.56  < 0.001    49 -> 38  get+put  apparmor_file_open
    p is corrected for the number of call sites (Holm); intervals are of each row by itself.

    Lines and locks, of the busy time of the selected commands, before -> after:
    change  before   after  points    95 % of them      p     samples  line
    same    7.00 %  6.18 %   -0.82  -1.98 to +0.28  0.145  200 -> 350  label reference count
    p is corrected for the number of lines (Holm); intervals are of each row by itself. The counter's own line is
    tested by itself.

    AppArmor's locks in lock_stat, acquisitions that had to wait, before -> after:
    change  before   after  points    95 % of them        p      acquisitions  lock
    up      4.00 %  8.00 %   +4.00  +3.35 to +4.66  < 0.001  10,000 -> 10,000  aa_buffers_lock (exclusive)
    p is corrected for the number of locks (Holm); intervals are of each row by itself.
    Acquisitions are counted as independent, which bursts of contention are not: the intervals are too narrow.

    AppArmor's locks in lock_stat, times in all, before -> after:
    contentions            waited          held  lock
     400 -> 800  400 us -> 800 us  3 ms -> 3 ms  aa_buffers_lock (exclusive)
    Sums without a spread: shown, not tested.

    Made comparable, before -> after:
    used  before  after  unit
    yes    69.95  61.75  ms of label get/put per second of busy time
    no     6.995  6.175  label get/put in 100 busy samples
    no      2763   1951  us of label get/put per request
    per busy-second: used: every sample counts by its period, so neither length, idle time nor sample frequency
    matters.
    per sample: not used: equal to busy time where all samples stand for the same period, else misleading.
    per request: not used for the verdict: no spread of requests within a recording is known.

    Like with like?:
    what                     before               after
    counter           alike  label                label
    event             alike  cpu-clock            cpu-clock
    label figure      alike  upper bound          upper bound
    sample frequency  alike  499 Hz               499 Hz
    lost samples      alike  0.00 % of samples    0.00 % of samples
    kernel            alike  6.1.192-labp         6.1.192-labp
    architecture      alike  x86_64               x86_64
    busy CPUs         alike  7.9                  7.9
    idle CPUs         alike  0.0 % of CPU time    0.0 % of CPU time
    window            alike  5.0 s                5.0 s
    commands          alike  openclose            openclose
    busy time of      alike  openclose 100 %      openclose 100 %
    unattributed      alike  0.00 % of busy time  0.00 % of busy time

    Neither side tells: CPU model, CPUs online."
  `);
});

it('keeps control characters of names from the terminal', () => {
  const text = renderDiffText(compare(KREF, CONDREF, { before: 'a\u001b[31m', after: 'b' }), 110);
  expect(text).not.toContain('\u001b');
  expect(text).toContain('a\\x1b[31m');
});

it('says why there is no figure, and what neither side tells', () => {
  const noSamples = { ...KREF, attribution: null, window: null };
  const text = renderDiffText(compare(noSamples, noSamples, NAMES), 200);
  expect(text).toContain('undecidable: a side has no busy samples');
  expect(text).toContain(
    'Neither side tells: event, label figure, sample frequency, lost samples, CPU model, CPUs online, window, commands, busy time of, unattributed.',
  );
});
