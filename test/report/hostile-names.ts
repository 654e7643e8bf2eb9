import type { Analysis } from '../../src/model/analysis.js';

/** What names of a trace may hold to be taken for something else, with a word for each. */
export const HOSTILE_NAMES: readonly (readonly [what: string, text: string])[] = [
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
  ['a formula', '=cmd|calc!A1'],
  ['a negative formula', '-1+1'],
  ['a start of a mail', 'From nobody'],
  ['a quote of a mail', '\n> quoted'],
  ['a signature', '\n-- \n'],
  ['CJK', '\u4e2d\u6587\ud83d\ude00e\u0301'],
  ['a lone surrogate', '\ud83d'],
  ['a long name', 'x'.repeat(5000)],
];

/** `analysis` with `suffix` behind every name that a trace brings. */
export function withNames(analysis: Analysis, suffix: string): Analysis {
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
