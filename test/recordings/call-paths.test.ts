import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { DEFAULT_OPTIONS, fixturePath } from './recordings.js';

/** Texts that perf script printed with callchains. */
const TEXTS = ['perf-script/default.txt.gz', 'perf-script/nginx.txt.gz', 'perf-script/vmlinux.txt.gz'];
const HOOKS =
  /^\s*[0-9a-f]+ (apparmor_(?:file_open|file_alloc_security|file_free_security|current_getsecid_subj|sk_clone_security|sk_free_security|cred_prepare|cred_free))(?:\.\w+)*\+/;

/** Counts by plain text search, without any of refscope's own reading. */
function counted(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const block of text.split('\n\n')) {
    const [, ...frames] = block.split('\n').filter((line) => line !== '');
    const physical = frames.find((line) => !line.includes('(inlined)')) ?? '';
    const hook = HOOKS.exec(physical)?.[1];
    if (hook === undefined) continue;
    const decides = frames.find((line) =>
      /__x64_sys_|task_work_run|____fput|__do_softirq|handle_softirqs|rcu_core/.test(line),
    );
    const name = /__x64_sys_(\w+)/.exec(decides ?? '')?.[1];
    const context =
      name ??
      (/task_work_run|____fput/.test(decides ?? '')
        ? 'task_work'
        : /rcu_core/.test(decides ?? '')
          ? 'rcu'
          : 'softirq');
    const key = `${hook} ${context}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

it.each(TEXTS)('call paths of %s are as many as a text search counts', async (name) => {
  const text = gunzipSync(readFileSync(fixturePath(name))).toString();
  const { attribution } = await analyze([fixturePath(name)], {
    ...DEFAULT_OPTIONS,
    time: { fromNs: Number.NEGATIVE_INFINITY, toNs: Number.POSITIVE_INFINITY },
  });
  const ours = new Map<string, number>();
  for (const path of attribution?.callPaths ?? []) {
    const key = `${path.site} ${path.context}`;
    ours.set(key, (ours.get(key) ?? 0) + (path.samples ?? 0));
  }
  const theirs = counted(text);
  expect(theirs.size).toBeGreaterThan(0);
  expect(Object.fromEntries([...ours].sort())).toEqual(Object.fromEntries([...theirs].sort()));
});
