import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { usageTables } from '../../src/report/usage-tables.js';
import { DEFAULT_OPTIONS, fixturePath } from '../recordings/recordings.js';

it('folds rows to the number asked for, and says what the folded ones are', async () => {
  const analysis = await analyze([fixturePath('ftrace-profile/keep')], { ...DEFAULT_OPTIONS });
  const [whole] = usageTables(analysis, null);
  const [short] = usageTables(analysis, 2);
  const count = whole?.rows.length ?? 0;
  expect(count).toBeGreaterThan(3);
  expect(short?.rows).toHaveLength(3);
  expect(short?.rows[2]?.[0]).toBe(`${count - 2} more functions`);
  expect(short?.rows[2]?.at(-1)).toBe('--top');
  expect(short?.notes.join(' ')).toContain(`the ${count - 2} of --top are `);
});

it('says below the table why a hook differs, and leaves the others to the report', async () => {
  const analysis = await analyze([fixturePath('ftrace-profile/keep')], { ...DEFAULT_OPTIONS });
  const [check] = analysis.usage;
  if (check === undefined) throw new Error('no check');
  const hooks = check.hooks.map((hook) => ({
    ...hook,
    verdict: hook.function === 'apparmor_file_open' ? ('differs' as const) : ('as-described' as const),
  }));
  const given = { ...analysis, usage: [{ ...check, hooks }] };
  const [short] = usageTables(given, 3);
  expect(short?.rows[0]?.[0]).toBe('apparmor_file_open');
  const reasons = (short?.notes ?? []).filter((note) => /^\w+ \(/.test(note));
  expect(reasons).toEqual([expect.stringMatching(/^apparmor_file_open \(differs\): /)]);
  const [whole] = usageTables(given, null);
  expect((whole?.notes ?? []).filter((note) => /^\w+ \(/.test(note))).toHaveLength(whole?.rows.length ?? 0);
});

it('has no table where nothing can be told of any hook, and one where code shows something of one', async () => {
  const analysis = await analyze([fixturePath('ftrace-profile/keep')], { ...DEFAULT_OPTIONS });
  const [check] = analysis.usage;
  if (check === undefined) throw new Error('no check');
  const tables = (first: 'cannot-tell' | 'code-as-described') =>
    usageTables(
      {
        ...analysis,
        usage: [
          {
            ...check,
            hooks: check.hooks.map((hook, index) => ({
              ...hook,
              calls: null,
              expectedCalls: null,
              verdict: index === 0 ? first : ('cannot-tell' as const),
            })),
          },
        ],
      },
      null,
    );
  expect(tables('cannot-tell')).toEqual([]);
  expect(tables('code-as-described')[0]?.rows.map((row) => row[0])).toEqual([
    `${check.hooks.length} more functions`,
  ]);
});
