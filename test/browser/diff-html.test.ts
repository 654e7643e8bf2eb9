import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisWithViews } from '../../src/cli/analysis-with-views.js';
import { compareAnalyses } from '../../src/compare/compare-analyses.js';
import { renderDiffHtml } from '../../src/report/html/diff-html.js';
import { DEFAULT_OPTIONS, fixturePath, kallsymsOf, perfDataOf } from '../recordings/recordings.js';
import { CHROMIUM, launchChromium, openFile } from './chromium.js';

const HOSTILE = '<script>alert(1)</script>';

describe.skipIf(CHROMIUM === null)('diff --format html in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refscope-diff-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it('draws the change, asks for nothing, complains of nothing, keeps names text', async () => {
    const load = (name: string) =>
      analysisWithViews([fixturePath(perfDataOf(name))], {
        ...DEFAULT_OPTIONS,
        kallsyms: fixturePath(kallsymsOf(name)),
      });
    const before = await load('openclose-unconfined-8cpu');
    const after = await load('openclose-unconfined-8cpu-condref');
    const diff = compareAnalyses([before.analysis], [after.analysis], {
      names: { before: HOSTILE, after: 'runs/condref' },
    });
    const stacks = {
      before: before.views?.stacks ? [before.views.stacks] : [],
      after: after.views?.stacks ? [after.views.stacks] : [],
    };
    const file = join(folder, 'diff.html');
    writeFileSync(file, renderDiffHtml(diff, { version: '0.0.0', command: 'refscope diff a b', stacks }));
    const { page, complaints, requests } = await openFile(browser, file);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([`file://${file}`]);
    expect(await page.$eval('#verdict', (element) => element.textContent)).toContain(HOSTILE);
    // A short answer without the names of the sides, then what it rests on, a statement each.
    expect(await page.$eval('#verdict .headline', (element) => element.textContent)).toMatch(
      /^No significant change of label get\/put: -\d\.\d\d points of busy time \(95 %: -\d\.\d\d to \+\d\.\d\d\)\.$/,
    );
    const statements = await page.$$eval('#verdict li', (all) => all.map((item) => item.textContent));
    expect(statements).toEqual(diff.verdictSentences);
    expect(statements).toContain('One recording a side cannot tell this from run-to-run variation.');
    expect(await page.$eval('#flame-details', (element) => element.textContent)).toBe(
      'all: 100.00 % before, 100.00 % after of busy time (0.00 points)',
    );
    const titles = await page.$$eval('#flame-graph g.frame title', (all) =>
      all.map((title) => title.textContent ?? ''),
    );
    // The paths through it lost 1.56 points (43 to 8 samples): all of its frames together.
    const points = titles
      .filter((title) => title.startsWith('security_file_open:'))
      .map((title) => Number(/\(([+-]?[\d.]+) points\)$/.exec(title)?.[1]));
    expect(points.reduce((sum, each) => sum + each, 0)).toBeLessThan(-1);
    const fills = await page.$$eval(
      '#flame-graph g.frame rect',
      (all) => new Set(all.map((rect) => rect.getAttribute('fill'))).size,
    );
    expect(fills).toBeGreaterThan(5);
    await page.close();
  });

  it('says why there is no flame graph', async () => {
    const { analysis } = await analysisWithViews(
      [fixturePath('perf-report-text/pasted-open1.txt')],
      DEFAULT_OPTIONS,
    );
    const diff = compareAnalyses([analysis], [analysis], { names: { before: 'a', after: 'b' } });
    const file = join(folder, 'saved.html');
    writeFileSync(
      file,
      renderDiffHtml(diff, { version: '0.0.0', command: 'refscope diff a b', stacks: null }),
    );
    const { page, complaints } = await openFile(browser, file);
    expect(complaints).toEqual([]);
    expect(await page.$eval('#verdict .headline', (element) => element.textContent)).toBe(
      'Whether label get/put changed cannot be told.',
    );
    expect(await page.$eval('#flame', (element) => element.textContent)).toContain(
      'a saved analysis has no callchains',
    );
    await page.close();
  });
});
