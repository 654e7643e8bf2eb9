import { describe, expect, it } from 'vitest';
import { analysisWindow } from '../../src/attribute/analysis-window.js';
import { attributeEvent } from '../../src/attribute/attribution.js';
import { steadyWindow } from '../../src/attribute/steady-window.js';
import { Profile } from '../../src/model/profile.js';
import { addDrawn, CPU_CLOCK, judgeFor, newProfile, selectionFor } from './stacks.js';

/** Busy samples a slice of 4,000 ticks; every slice is well sampled, so each is a point of its own. */
function windowOf(busy: readonly number[], ticks = 4000): [number, number] | null {
  const range = steadyWindow(
    {
      first: 0,
      busy: Float64Array.from(busy),
      all: Float64Array.from(busy, () => ticks),
      busySamples: Float64Array.from(busy),
    },
    true,
  );
  return range === null ? null : [range.from, range.to];
}

describe('the steady window', () => {
  it('is everything where the load is steady', () => {
    expect(windowOf([2000, 2100, 1900, 2050, 2000])).toEqual([0, 5]);
  });

  it('leaves out a start that ramps up and a tail of idle', () => {
    expect(windowOf([100, 900, 2000, 2000, 2000, 2000, 40, 20, 30])).toEqual([2, 6]);
  });

  it('is never the idle tail, however long that is', () => {
    expect(windowOf([30_000, 30_000, 30_000, ...new Array(40).fill(600)], 40_000)).toEqual([0, 3]);
  });

  it('judges by its own median: 1000 lies within 20 % of 1100, not of the whole recording’s 3000', () => {
    expect(windowOf([1000, 1100, 1200, 3000, 3000, 3000, 3000])).toEqual([3, 7]);
    expect(windowOf([1000, 1100, 1200, 1100, 1000, 1200, 3000, 900])).toEqual([0, 6]);
  });

  it('keeps levels that just stay within 20 % and cuts at those that do not', () => {
    expect(windowOf([1000, 1000, 1000, 800, 1200])).toEqual([0, 5]);
    expect(windowOf([1000, 1000, 1000, 799])).toEqual([0, 3]);
    expect(windowOf([1201, 1000, 1000, 1000])).toEqual([1, 4]);
  });

  it('is none where nothing was busy', () => {
    expect(windowOf([0, 0, 0])).toBe(null);
  });

  it('looks at the busy share of the ticks: an interval with ticks lost is as busy as before', () => {
    const range = steadyWindow(
      {
        first: 0,
        busy: Float64Array.from([2000, 1000, 2000]),
        all: Float64Array.from([4000, 2000, 4000]),
        busySamples: Float64Array.from([2000, 1000, 2000]),
      },
      true,
    );
    expect(range).toEqual({ from: 0, to: 3 });
  });

  it('looks at busy time where the event does not tick on idle', () => {
    const busy = Float64Array.from([2000, 1000, 2000, 2000]);
    expect(steadyWindow({ first: 0, busy, all: busy, busySamples: busy }, false)).toEqual({ from: 2, to: 4 });
  });
});

describe('--time', () => {
  const MS = 1e6;
  // Ten samples, 10 ms apart, all in one slice of 100 ms.
  const fill = (profile: Profile): Profile => {
    for (let index = 0; index < 10; index++) {
      addDrawn(profile, { stack: 'tcp_sendmsg', timeNs: 1000 * MS + index * 10 * MS });
    }
    return profile;
  };

  it('is exact to the sample, not to the slice; FROM is in, TO is out', () => {
    const time = { fromNs: 1020 * MS, toNs: 1050 * MS };
    const profile = new Profile(time);
    profile.addEvent({ ...CPU_CLOCK });
    fill(profile);
    const selection = selectionFor(profile);
    const { window, slices } = analysisWindow(profile, selection, 0, true, time);
    expect(window).toMatchObject({ rule: 'time-option', fromS: 1.02, toS: 1.05 });
    expect(window.durationS).toBeCloseTo(0.03, 12);
    expect(attributeEvent(profile, judgeFor(profile), selection, 0, slices).total.samples).toBe(3);
  });

  it('open at an end goes to the recording’s own', () => {
    const time = { fromNs: Number.NEGATIVE_INFINITY, toNs: 1050 * MS };
    const profile = new Profile(time);
    profile.addEvent({ ...CPU_CLOCK });
    fill(profile);
    const { window } = analysisWindow(profile, selectionFor(profile), 0, true, time);
    expect(window).toMatchObject({ fromS: 1, toS: 1.05 });
  });

  it('beside the recording is refused with the times that there are', () => {
    for (const [fromNs, toNs] of [
      [1 * MS, 2 * MS],
      [5000 * MS, Number.POSITIVE_INFINITY],
    ] as const) {
      const profile = new Profile({ fromNs, toNs });
      profile.addEvent({ ...CPU_CLOCK });
      fill(profile);
      expect(() => analysisWindow(profile, selectionFor(profile), 0, true, { fromNs, toNs })).toThrow(
        'expected --time to be within the recording, 1.000 to 1.090, found',
      );
    }
  });

  it('of none takes all samples where none has a time', () => {
    const profile = newProfile();
    for (let index = 0; index < 4; index++) addDrawn(profile, { stack: 'tcp_sendmsg' });
    const selection = selectionFor(profile);
    const { window, slices } = analysisWindow(profile, selection, 0, true, null);
    expect(window).toMatchObject({ rule: 'whole', fromS: null, toS: null, durationS: null });
    expect(attributeEvent(profile, judgeFor(profile), selection, 0, slices).total.samples).toBe(4);
  });
});
