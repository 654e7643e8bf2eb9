import { expect, it } from 'vitest';
import type { Annotation } from '../../src/model/annotation.js';
import { titleText } from '../../src/report/headline.js';
import { htmlTable } from '../../src/report/html/html-parts.js';
import { hookParts } from '../../src/report/html/html-samples.js';
import { memoryPoints } from '../../src/report/html/page-charts.js';
import { code, left } from '../../src/report/table.js';
import { smallAnalysis } from './small-analysis.js';

const table = (cell: string) => ({
  title: '',
  notes: [],
  columns: [code('function'), left('why')],
  rows: [[cell, cell]],
});

it('shows the ends of very long names, the whole where the mouse rests; sentences are whole', () => {
  const name = `first${'<'.repeat(3000)}last`;
  const [html = ''] = htmlTable(table(name));
  const [, title, shown, sentence] =
    /<td class="code" title="([^"]*)">([^<]*)<\/td><td>([^<]*)<\/td>/.exec(html) ?? [];
  const escaped = `first${'&lt;'.repeat(3000)}last`;
  expect(title).toBe(escaped);
  expect(sentence).toBe(escaped);
  expect(shown).toMatch(/^first(&lt;)+\.\.\.(&lt;)+last$/);
  expect(shown?.replaceAll('&lt;', '<')).toHaveLength(160);
});

it('shows other names whole', () => {
  expect(htmlTable(table('apparmor_file_open'))[0]).toContain('<td class="code">apparmor_file_open</td>');
});

it('names what keyboards stop at', () => {
  const [html = ''] = htmlTable({ ...table('x'), title: 'Sites of "a" <b>' });
  expect(html).toMatch(
    /^<div class="scroll" tabindex="0" role="group" aria-label="Sites of &quot;a&quot; &lt;b&gt;">/,
  );
});

it('a hook of a list of shares has no count of samples, rather than 0', () => {
  const hook = (name: string, samples: number) =>
    ({ function: name, samples, code: null, codeWhy: 'no machine code' }) as unknown as Annotation;
  const [text] = hookParts([hook('apparmor_file_open', 0), hook('apparmor_sk_clone_security', 12)]);
  expect(text).toContain('apparmor_file_open, apparmor_sk_clone_security (12 samples): no machine code.');
});

it('gain against memory is drawn where a scheme gains something, not for the baseline alone', () => {
  const analysis = smallAnalysis();
  // The memory of cond-ref is not known there.
  expect(memoryPoints(analysis)).toEqual([]);
  const projections = analysis.projections.map((row) => ({ ...row, memoryBytes: 1024 }));
  expect(memoryPoints({ ...analysis, projections }).map(({ scheme }) => scheme)).toEqual([
    'kref',
    'cond-ref',
  ]);
});

it('titles begin with a capital, whatever counter they are of', () => {
  const { machine, catalogue } = smallAnalysis();
  expect(titleText({ machine, catalogue: { ...catalogue, id: 'mine', subject: 'dentry' } })).toMatch(
    /^Dentry reference counts on 6\./,
  );
});
