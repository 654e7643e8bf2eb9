import { readFileSync } from 'node:fs';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/model/printable.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { HOSTILE_NAMES, withNames } from './hostile-names.js';
import { smallAnalysis } from './small-analysis.js';

const OPTIONS = { top: 15, version: '1.2.3', command: 'refscope report run -o run.md' };

function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

/** The tags of the document in order, code spans left out: whether a name may be one depends on the name. */
function structure(markdown: string): string[] {
  return [...html(markdown).matchAll(/<\/?([a-z0-9]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((tag) => tag !== 'code');
}

describe('the Markdown report', () => {
  it('reads as reviewed', () => {
    const golden = readFileSync(new URL('small-analysis.md', import.meta.url), 'utf8');
    expect(`${renderMarkdown(smallAnalysis(), OPTIONS)}\n`).toBe(golden);
  });

  it.each(HOSTILE_NAMES)('keeps names that look like %s as text', (_, suffix) => {
    const markdown = renderMarkdown(withNames(smallAnalysis(), suffix), OPTIONS);
    expect(structure(markdown)).toEqual(structure(renderMarkdown(smallAnalysis(), OPTIONS)));
    for (const line of markdown.split('\n')) expect(line).toBe(printable(line));
  });

  it('says what is missing where there are no samples and no locks', () => {
    const markdown = renderMarkdown(
      {
        ...smallAnalysis(),
        attribution: null,
        events: [],
        window: null,
        functions: [],
        locks: [],
        diagnostics: [],
      },
      OPTIONS,
    );
    expect(markdown).toContain('Unknown: no input has samples.');
    expect(markdown).toContain('No lock_stat was given.');
    expect(markdown).toContain('## What is odd about this recording\n\nNothing.');
  });

  it('says each shared assumption once, with the schemes that rest on it', () => {
    const lines = renderMarkdown(smallAnalysis(), OPTIONS).split('\n');
    expect(lines.filter((line) => line.includes('No label is stale.'))).toEqual([
      '- No label is stale. (`kref`, `cond-ref`)',
    ]);
    expect(lines).toContain('- **Its figures assume:** Only f_cred labels.');
  });

  it('cuts tables at the rows asked for and counts the rest', () => {
    const analysis = smallAnalysis();
    const site = analysis.attribution?.sites[0];
    if (analysis.attribution === null || site === undefined) throw new Error('the small analysis has a site');
    const markdown = renderMarkdown(
      { ...analysis, attribution: { ...analysis.attribution, sites: [site, site, site] } },
      { ...OPTIONS, top: 1 },
    );
    expect(markdown).toContain('2 more sites (--top)');
    expect(markdown).toContain('The first 1 of 2,');
    expect(markdown).not.toContain('malloc@plt');
  });
});
