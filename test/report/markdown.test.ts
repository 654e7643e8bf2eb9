import { readFileSync } from 'node:fs';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { printable } from '../../src/model/printable.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { smallAnalysis } from './small-analysis.js';

const OPTIONS = { top: 15, version: '1.2.3' };

function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

/** The tags of the document in order, code spans left out: whether a name may be one depends on the name. */
function structure(markdown: string): string[] {
  return [...html(markdown).matchAll(/<\/?([a-z0-9]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((tag) => tag !== 'code');
}

/** `analysis` with `suffix` behind every name that a trace brings. */
function withNames(analysis: Analysis, suffix: string): Analysis {
  const { machine, attribution } = analysis;
  const named = (text: string): string => `${suffix}${text}${suffix}`;
  return {
    ...analysis,
    comms: analysis.comms.map(named),
    inputs: analysis.inputs.map((input) => ({
      ...input,
      path: named(input.path),
      format: named(input.format),
    })),
    machine: {
      ...machine,
      kernel: named(machine.kernel ?? ''),
      cpuModel: named(machine.cpuModel ?? ''),
      perfVersion: named(machine.perfVersion ?? ''),
      recordCommand: named(machine.recordCommand ?? ''),
    },
    attribution: attribution && {
      ...attribution,
      event: named(attribution.event),
      sites: attribution.sites.map((site) => ({
        ...site,
        function: named(site.function),
        syscalls: site.syscalls.map((row) => ({ ...row, name: named(row.name) })),
      })),
      unattributedFunctions: attribution.unattributedFunctions.map((row) => ({
        ...row,
        function: named(row.function),
      })),
    },
    functions: analysis.functions.map((row) => ({ ...row, symbol: named(row.symbol), dso: named(row.dso) })),
    locks: analysis.locks.map((lock) => ({
      ...lock,
      class: named(lock.class),
      waiters: lock.waiters.map((point) => ({ ...point, symbol: named(point.symbol) })),
    })),
    throughput: analysis.throughput.map((load) => ({ ...load, tool: named(load.tool) })),
    diagnostics: analysis.diagnostics.map((row) => ({
      ...row,
      text: named(row.text),
      file: named(row.file ?? ''),
    })),
  };
}

describe('the Markdown report', () => {
  it('reads as reviewed', () => {
    const golden = readFileSync(new URL('small-analysis.md', import.meta.url), 'utf8');
    expect(`${renderMarkdown(smallAnalysis(), OPTIONS)}\n`).toBe(golden);
  });

  it.each([
    ['HTML', '<script>alert(1)</script>'],
    ['an open tag', '<img src=x onerror=alert(1) '],
    ['a comment', '<!--'],
    ['the end of a cell', '|'],
    ['an escaped end of a cell', '\\|'],
    ['code', '`'],
    ['a fence', '```\n'],
    ['a heading', '\n\n# owned\n\n'],
    ['a link', '[x](javascript:alert(1))'],
    ['an image', '![x](http://example.org/pixel)'],
    ['an address', 'http://example.org'],
    ['emphasis', '**_~~'],
    ['an escape sequence', '\u001b[31m\u001b]0;owned\u0007'],
    ['marks that turn text around', '\u202e\u2066'],
    ['lines', 'a\r\nb\u2028c'],
  ])('keeps names that look like %s as text', (_, suffix) => {
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
