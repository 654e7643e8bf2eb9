import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { SHIPPED_CATALOGUES } from '../../src/attribute/catalogue/shipped.js';
import { loadSiteCatalogue } from '../../src/cli/site-catalogues.js';
import type { SiteCatalogue } from '../../src/model/site-catalogue.js';
import { SITES_SCHEMA } from '../../src/report/schema/sites-schema.js';
import { analyzeRecording, DEFAULT_OPTIONS, fixturePath } from '../recordings/recordings.js';

const directory = mkdtempSync(join(tmpdir(), 'refscope-sites-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function fileOf(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const [DENTRY] = SHIPPED_CATALOGUES as [SiteCatalogue, ...SiteCatalogue[]];

describe('catalogues that are shipped', () => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(SITES_SCHEMA);

  it.each(SHIPPED_CATALOGUES.map((catalogue) => [catalogue.id, catalogue] as const))(
    '%s satisfies the schema and says where each row was read',
    (_, catalogue) => {
      expect(validate(structuredClone(catalogue)), JSON.stringify(validate.errors)).toBe(true);
      for (const row of [...catalogue.sites, ...catalogue.helpers])
        expect(row.sources, row.function).not.toEqual([]);
    },
  );

  it('need not say what their counter looks like in machine code', async () => {
    const { code: _, ...older } = DENTRY;
    expect(await loadSiteCatalogue(fileOf('older.json', older))).toEqual(older);
  });

  it('are found by id, and read back from a file as they were', async () => {
    expect(await loadSiteCatalogue('dentry-lockref')).toBe(DENTRY);
    expect(await loadSiteCatalogue(fileOf('copy.json', DENTRY))).toEqual(DENTRY);
  });
});

describe('a file of --sites is refused', () => {
  const site = {
    function: 'f',
    kernels: { from: null, before: null },
    operation: 'get',
    lifetime: 'held-taken',
    rmws: 1,
    transfers: 1,
    owner: 'x',
    sources: [],
  };
  it.each([
    ['when it is no JSON', '{"format":', 'found broken JSON'],
    ['when it is something else', { hello: 1 }, 'expected the catalogue to have "format"'],
    ['of another version', { ...DENTRY, version: 2 }, 'version'],
    ['with an id that could be a path', { ...DENTRY, id: '../etc' }, 'id'],
    ['with fields nobody asked for', { ...DENTRY, extra: 1 }, 'extra'],
    ['with a prototype', `{"__proto__":{"a":1},${JSON.stringify(DENTRY).slice(1)}`, '__proto__'],
    [
      'with a release that is none',
      { ...DENTRY, sites: [{ ...site, kernels: { from: '6.x', before: null } }] },
      'expected sites[0].kernels.from to be a release such as "6.11", found "6.x"',
    ],
    [
      'with releases the wrong way round',
      { ...DENTRY, sites: [{ ...site, kernels: { from: '6.11', before: '6.7' } }] },
      'expected sites[0].kernels to begin before it ends, found from 6.11 before 6.7',
    ],
    ['with a function without a name', { ...DENTRY, sites: [{ ...site, function: '' }] }, 'found ""'],
    ['with a binary in a folder', { ...DENTRY, dso: '/usr/lib/x.so' }, 'a file name without folders'],
    ['with a count without bound', { ...DENTRY, sites: [{ ...site, rmws: 1e300 }] }, 'rmws'],
    ['with an unknown operation', { ...DENTRY, sites: [{ ...site, operation: 'steal' }] }, 'operation'],
    ['with code of an unknown kind', { ...DENTRY, code: [{ operation: 'get', rmws: ['nop'] }] }, 'rmws'],
    ['with code that does nothing', { ...DENTRY, code: [{ rmws: ['xadd'] }] }, 'operation'],
    ['with a name without end', { ...DENTRY, sites: [{ ...site, function: 'f'.repeat(301) }] }, 'function'],
    ['with nothing in it', { ...DENTRY, sites: [], helpers: [] }, 'at least one site'],
    ['that is too large', ' '.repeat(9e6), 'at most 8 MB'],
  ])('%s', async (name, content, what) => {
    const path = fileOf(`${name.replaceAll(' ', '-')}.json`, content);
    const error = await loadSiteCatalogue(path).catch((caught: Error) => caught);
    expect(error).toMatchObject({ name: 'InputError' });
    expect((error as Error).message).toContain(what);
    expect((error as Error).message.startsWith(path)).toBe(true);
  });

  it('when there is none, naming what could be meant', async () => {
    await expect(loadSiteCatalogue('dentry')).rejects.toThrow('one of dentry-lockref, file-count, cred');
  });
});

describe('the analysis of another counter', () => {
  it('counts what perf counts for the functions of its catalogue', async () => {
    const plain = await analyzeRecording('openclose-confined-8cpu');
    const { attribution, catalogue, lines, projections } = await analyzeRecording('openclose-confined-8cpu', {
      sites: DENTRY,
    });
    // perf report's self samples of the lockref functions.
    const lockref = plain.functions.filter(({ symbol }) => /^lockref_(get|put)/.test(symbol));
    const self = lockref.reduce((sum, row) => sum + (row.selfSamples ?? 0), 0);
    expect(self).toBeGreaterThan(20);
    expect(attribution?.sites.reduce((sum, site) => sum + (site.samples ?? 0), 0)).toBe(self);
    expect(catalogue).toMatchObject({ id: 'dentry-lockref', subject: 'dentry', kernel: '6.1' });
    expect(lines[0]).toMatchObject({ class: 'dentry-lockref', kind: 'label-line', singleInstance: false });
    expect(projections).toEqual([]);
    // The label is then one of the others.
    expect(lines.find((line) => line.class === 'label')?.sharePct).toBeCloseTo(
      plain.attribution?.labelSharePct ?? 0,
      9,
    );
  });

  it('is projected where it is said to be one instance, with schemes for any count only', async () => {
    const { projections } = await analyzeRecording('openclose-confined-8cpu', {
      sites: DENTRY,
      singleInstance: ['dentry-lockref'],
    });
    expect(projections.map(({ scheme }) => scheme)).toEqual([
      'kref',
      'percpu-ref',
      'dynamic-percpu',
      'hazard-pointer',
    ]);
  });

  it('is not zero where the program has no names, or was not sampled: it is unknown', async () => {
    const refs = await loadSiteCatalogue(fixturePath('two-process-refs/sites.json'));
    const alone = [fixturePath('two-process-refs/plain/perf.data.gz')];
    const of = async (sites: SiteCatalogue) =>
      (await analyze(alone, { ...DEFAULT_OPTIONS, sites, time: { fromNs: 0, toNs: 1e15 } })).attribution;
    const nameless = await of(refs);
    expect(nameless).toMatchObject({ labelSharePct: null, labelShareWhy: 'no address of refs has a name' });
    // perf/plain.report.txt: the thirteen rows of refs.
    expect(nameless?.unattributed.samples).toBe(7591);
    const elsewhere = await of({ ...refs, dso: 'libsession.so.2' });
    expect(elsewhere?.labelShareWhy).toBe('nothing of libsession.so.2 is in the recording');
    expect(elsewhere?.unattributed.samples).toBe(0);
  });

  it('takes functions of a program, and of that program only', async () => {
    const text = [
      'app   1 [000] 1.000000:  1000 cpu-clock: ',
      '\t            1000 ref_get+0x4 (/usr/lib/libref.so.1)',
      '\t            2000 main+0x4 (/usr/bin/app)',
      '',
      'app   1 [000] 1.100000:  1000 cpu-clock: ',
      '\t            1000 ref_get+0x4 (/usr/lib/libother.so)',
      '\t            2000 main+0x4 (/usr/bin/app)',
      '',
      '',
    ].join('\n');
    const sites: SiteCatalogue = {
      ...DENTRY,
      id: 'mine',
      subject: 'object',
      dso: 'libref.so.1',
      helpers: [],
      sites: [
        {
          function: 'ref_get',
          kernels: { from: null, before: null },
          operation: 'get',
          lifetime: 'held-taken',
          rmws: 1,
          transfers: 1,
          owner: 'object',
          sources: [],
        },
      ],
    };
    const { attribution } = await analyze([fileOf('script.txt', text)], { ...DEFAULT_OPTIONS, sites });
    expect(attribution?.total.samples).toBe(2);
    expect(attribution?.sites).toMatchObject([{ function: 'ref_get', samples: 1 }]);
  });
});
