import { describe, expect, it } from 'vitest';
import type { SchemeSetting } from '../../src/model/scheme-facts.js';
import { schemeSheets } from '../../src/project/scheme-facts.js';
import { tunedSchemes } from '../../src/project/schemes/settings.js';
import { SCHEMES } from '../../src/project/schemes/table.js';
import { rowOf } from './input.js';

function sheet(id: string, labels: number | null, cpus: number | null, ...settings: SchemeSetting[]) {
  const found = schemeSheets(tunedSchemes(settings), labels, cpus).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no scheme ${id}`);
  return found;
}

const cost = (
  id: string,
  name: string,
  labels: number | null,
  cpus: number | null,
  ...settings: SchemeSetting[]
) => sheet(id, labels, cpus, ...settings).costs.find((each) => each.name.includes(name))?.value;

const set = (scheme: string, name: string, value: number): SchemeSetting => ({ scheme, name, value });

describe('parameters', () => {
  it.each(SCHEMES)('$id: defaults lie in their ranges and name a source', ({ parameters }) => {
    for (const parameter of parameters) {
      expect(parameter.value).toBe(parameter.default);
      if (parameter.default === null) expect(parameter.nullMeans).not.toBeNull();
      else {
        expect(parameter.default).toBeGreaterThanOrEqual(parameter.min);
        expect(parameter.default).toBeLessThanOrEqual(parameter.max);
      }
      expect(parameter.meaning && parameter.source).toBeTruthy();
    }
  });

  it.each([
    [set('percpu', 'x', 1), /expected a scheme out of kref, percpu-ref.*found "percpu"/],
    [set('percpu-ref', 'reclaimInterval', 1), /reclaimIntervalMs, labelsPerScan.*found "reclaimInterval"/],
    [set('percpu-ref', 'reclaimIntervalMs', 0), /1 to 86400000 \(ms\), found 0/],
    [set('percpu-ref', 'onlyHotLabels', 1.5), /whole number/],
    [set('kref', 'x', 1), /\(none\)/],
  ])('refuses %j', (setting, message) => {
    expect(() => tunedSchemes([setting])).toThrow(message);
  });
});

describe('memory and reclaim of percpu_ref', () => {
  it('onlyHotLabels: Johansen\'s "tuning it to be smaller"', () => {
    expect(sheet('percpu-ref', 4000, 192).memoryBytes).toBe(4000 * 1608);
    expect(sheet('percpu-ref', 4000, 192, set('percpu-ref', 'onlyHotLabels', 10)).memoryBytes).toBe(
      10 * 1608,
    );
  });

  it('4,000 labels: 40 runs of 100, each 100 grace periods after a pause of 5 s', () => {
    // By hand: 40 * (5000 + 100 * 7.47) = 229,880 ms a round.
    expect(cost('percpu-ref', 'round:', 4000, 192)).toBeCloseTo(229_880, 6);
    expect(cost('percpu-ref', 'run of the kworker', 4000, 192)).toBeCloseTo(747, 6);
    expect(cost('percpu-ref', 'part of the time', 4000, 192)).toBeCloseTo((100 * 7.47) / 229_880, 9);
  });

  it('a shorter interval costs more of the time in atomic mode, and so gain', () => {
    const often = [set('percpu-ref', 'reclaimIntervalMs', 1), set('percpu-ref', 'labelsPerScan', 1)];
    const usual = rowOf('percpu-ref', { labels: 1 });
    const busy = rowOf('percpu-ref', { labels: 1, settings: often });
    // By hand: 7.47 of every 8.47 ms in atomic mode.
    const on = 1 - 7.47 / 8.47;
    const without = 1 - 7.47 / 5007.47;
    expect(((busy.gain?.mid ?? 0) - 1) / ((usual.gain?.mid ?? 0) - 1)).toBeCloseTo(on / without, 6);
  });
});

describe('kconfig-ref', () => {
  it('says where the percpu_ref build crosses a budget', () => {
    // 4 MiB / 1608 B = 2608 labels on 192 CPUs; (4 MiB / 4000 - 72) / 8 = 122 CPUs with 4,000 labels.
    expect(cost('kconfig-ref', 'most labels', 4000, 192)).toBe(2608);
    expect(cost('kconfig-ref', 'most possible CPUs', 4000, 192)).toBe(122);
    expect(cost('kconfig-ref', 'most labels', 4000, 192, set('kconfig-ref', 'memoryBudgetMiB', 1))).toBe(652);
  });

  it('shows both builds; the kref build gains nothing, and holds the pointer if chosen at boot', () => {
    expect(cost('kconfig-ref', 'kref build', 4000, 192)).toBe(0);
    expect(cost('kconfig-ref', 'kref build', 4000, 192, set('kconfig-ref', 'bootSwitch', 1))).toBe(32_000);
    expect(cost('kconfig-ref', 'percpu_ref build', 4000, 192)).toBe(6_432_000);
    const kref = rowOf('kconfig-ref', { settings: [set('kconfig-ref', 'percpuBuild', 0)] });
    expect(kref.gain).toEqual({ low: 1, mid: 1, high: 1 });
    expect(kref.memoryBytes).toBe(0);
  });
});

describe('policy replacement', () => {
  it.each(['crit-section', 'cond-ref'])('%s: with every label stale nothing is gained', (id) => {
    const none = rowOf(id, { staleFraction: 1 });
    expect(none.gain?.mid).toBeCloseTo(1, 9);
    expect(none.why).toContain('every label is stale (--stale-fraction 1)');
    const half = rowOf(id, { staleFraction: 0.5 }).gain?.mid ?? 0;
    expect(half).toBeGreaterThan(1);
    expect(half).toBeLessThan(rowOf(id).gain?.mid ?? 0);
  });

  it.each(['percpu-ref', 'task-local'])('%s does not care', (id) => {
    expect(rowOf(id, { staleFraction: 1 }).gain).toEqual(rowOf(id).gain);
  });
});

it("task-local: its risk, file labels that others updated, takes the held part's gain away", () => {
  const at = (...settings: SchemeSetting[]) => rowOf('task-local', { settings }).gain?.mid ?? 0;
  const local = set('task-local', 'heldLocalFraction', 1);
  const risk = set('task-local', 'foreignUpdateFraction', 1);
  expect(at(local)).toBeGreaterThan(at());
  expect(at(local, risk)).toBeLessThan(at());
  expect(at(local, risk)).toBeCloseTo(at(set('task-local', 'heldLocalFraction', 0)), 9);
});
