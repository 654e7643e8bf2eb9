import { describe, expect, it } from 'vitest';
import type { Analysis, EventAttribution } from '../../src/model/analysis.js';
import type { Projection } from '../../src/model/projection.js';
import type { Station } from '../../src/model/station.js';
import { verdictSentences } from '../../src/report/verdict.js';
import { smallAnalysis } from './small-analysis.js';

type Gain = [low: number, mid: number | null, high: number];

function projected(scheme: string, [low, mid, high]: Gain, over: Partial<Projection> = {}): Projection {
  const [row] = smallAnalysis().projections;
  const gain = { low, mid, high };
  return {
    ...(row as Projection),
    scheme,
    gain,
    throughputGain: gain,
    why: null,
    memoryBytes: null,
    ...over,
  };
}

function verdict(over: Partial<Analysis>, attribution: Partial<EventAttribution> = {}): string[] {
  const analysis = smallAnalysis();
  const event = { ...(analysis.attribution as EventAttribution), ...attribution };
  return verdictSentences({ ...analysis, attribution: event, diagnostics: [], ...over });
}

const KREF = projected('kref', [1, 1, 1]);

describe('the verdict', () => {
  it('does not call a bound what leaves addresses without names aside', () => {
    const [diagnostic] = smallAnalysis().diagnostics;
    const diagnostics =
      diagnostic === undefined ? [] : [{ ...diagnostic, kind: 'unresolved-kernel-addresses' }];
    const sentences = verdict({ diagnostics });
    expect(sentences[0]).toMatch(
      /^Kernel addresses without names left aside, at most 12\.50 % of busy time /,
    );
    expect(sentences.at(-1)).toContain('; kernel addresses without names');
  });

  it.each([
    [0.043, '0.04'],
    [0.05, '0.1'],
    [0.0002, '<0.001'],
    [3.66, '3.7'],
    [8, '8'],
  ])('of %s busy CPUs is not of 0', (busyCpus, text) => {
    const [first] = verdict({ machine: { ...smallAnalysis().machine, busyCpus } });
    expect(first).toContain(`, on ${text} busy CPUs.`);
  });

  it('says the share, what is larger, the best scheme and what speaks against it', () => {
    expect(verdictSentences(smallAnalysis())).toEqual([
      'At most 12.50 % of busy time (95 %: 10.00 % to 15.00 %) goes to label get/put, on 7.6 busy CPUs.',
      'Best of the schemes at 8 CPUs: cond-ref 1.12 times the capacity (95 %: 1.00 to 1.17).',
      'Throughput need not follow: CPU was not the limit.',
      'To be taken with care: an upper bound, as samples are not proven to sit at atomics; few samples.',
    ]);
  });

  it('does not call a measured share an upper bound', () => {
    const [share, ...more] = verdict({}, { labelShareBound: 'measured' });
    expect(share).toMatch(/^12\.50 % of busy time/);
    expect(more.at(-1)).toBe('Nothing in the recording speaks against these figures.');
  });

  it('names the largest other line only where it is larger', () => {
    const [own] = smallAnalysis().lines;
    const pool: Station = {
      ...(own as Station),
      kind: 'lock',
      class: 'buffer-pool',
      name: 'buffer pool',
      sharePct: 19.92,
    };
    expect(verdict({ lines: [own as Station, pool] })[1]).toBe(
      'More goes to another line or lock: buffer pool, 19.92 %.',
    );
    expect(verdict({ lines: [own as Station, { ...pool, sharePct: 3 }] })[1]).toBe(
      'No other line or lock takes as much.',
    );
  });

  it('keeps together what the model cannot tell apart, and names what takes no memory', () => {
    const projections = [
      KREF,
      projected('percpu-ref', [1, 1.128, 1.246]),
      projected('cond-ref', [1, 1.064, 1.13], { memoryBytes: 0 }),
      projected('hazard-pointer', [1, 1.127, 1.246], { memoryBytes: 512 }),
      projected('dynamic-percpu', [1, 1.09, 1.18], { memoryBytes: 64 }),
      projected('crit-section', [1, 1.065, 1.131], { memoryBytes: 0 }),
      projected('task-local', [1, 1.078, 1.155], { memoryBytes: 128 }),
    ];
    expect(verdict({ projections })).toContain(
      'Best of the schemes at 8 CPUs: percpu-ref or hazard-pointer 1.13 times the capacity (95 %: 1.00 to 1.25); ' +
        'then dynamic-percpu 1.09 (1.00 to 1.18); task-local 1.08 (1.00 to 1.16); ' +
        'crit-section or cond-ref 1.06 (1.00 to 1.13), without extra memory.',
    );
  });

  it('says that nothing is to be gained', () => {
    expect(verdict({ projections: [KREF, projected('cond-ref', [1, 1.002, 1.006])] })).toContain(
      'No scheme would gain 1 % at 8 CPUs: at most 1.006 times the capacity.',
    );
    expect(verdict({ projections: [KREF, projected('cond-ref', [1, 1, 1])] })).toContain(
      'No scheme changes anything that was seen, at 8 CPUs.',
    );
  });

  it('does not take schemes that touch nothing for all of them where the others are not known', () => {
    const unknown = {
      cpus: null,
      naiveGain: 1.06,
      why: 'the number of busy CPUs is not known: give --recorded-cpus',
    };
    const projections = [
      { ...KREF, cpus: null },
      projected('rcu-label-tree', [1, 1, 1], { cpus: null, naiveGain: 1 }),
      { ...projected('percpu-ref', [1, 1, 1], unknown), gain: null },
    ];
    expect(verdict({ projections })).toContain(
      'What the schemes would gain is not known: the number of busy CPUs is not known: give --recorded-cpus.',
    );
  });

  it('takes no scheme without effect for the best where the others have bounds only', () => {
    const at96 = { cpus: 96 };
    const projections = [
      { ...KREF, ...at96 },
      projected('buffer-pool', [1, 1, 1], at96),
      projected('percpu-ref', [1, null, 1.6], at96),
    ];
    expect(verdict({ projections })).toContain(
      'Only bounds are known at these CPU counts: at most 1.60 times the capacity (percpu-ref at 96 CPUs).',
    );
  });

  it('says what is not known, and why', () => {
    expect(
      verdict({}, { labelSharePct: null, labelShareWhy: 'no kernel address has a name', sites: [] })[0],
    ).toBe('How much busy time label get/put takes is not known: no kernel address has a name.');
    expect(
      verdict({}, { labelSharePct: 0, labelShareLowPct: 0, labelShareHighPct: 0.18, sites: [] })[0],
    ).toBe('None of 2,000 busy samples is in label get/put (95 %: at most 0.18 %), on 7.6 busy CPUs.');
    expect(verdictSentences({ ...smallAnalysis(), attribution: null })).toEqual([
      'How much time label get/put takes is not known: no input has samples.',
      "Of AppArmor's locks in lock_stat aa_buffers_lock was waited for most: 60 us in 40 contentions. Reference " +
        'counts are no locks and do not show there.',
    ]);
  });
});
