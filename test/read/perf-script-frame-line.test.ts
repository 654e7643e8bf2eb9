import { describe, expect, it } from 'vitest';
import { isKernelDso, shortDsoName } from '../../src/read/perf-script/dso-name.js';
import { parseFrame } from '../../src/read/perf-script/frame-line.js';

describe('frame lines', () => {
  it.each([
    [
      '\tffffffff8157fc5f do_syscall_64+0x2f ([kernel.kallsyms])',
      -0x7ea803a1,
      'do_syscall_64',
      0x2f,
      '[kernel.kallsyms]',
      1,
    ],
    [
      '\t          10ad6a setsockopt+0xa (/usr/lib/x86_64-linux-gnu/libc.so.6)',
      0x10ad6a,
      'setsockopt',
      10,
      'libc.so.6',
      0,
    ],
    ['\ta646c2500647773 [unknown] ([unknown])', Number(0xa646c2500647773n), null, -1, null, 0],
    ['\tbe552274c0854800 [unknown] ([unknown])', -0x41aadd8b3f7ab800, null, -1, null, 0],
    ['\t           1b25b _dl_start_final+0x25b (inlined)', 0x1b25b, '_dl_start_final', -1, null, 2],
    ['\t           1b25b _dl_start_final (inlined)', 0x1b25b, '_dl_start_final', -1, null, 2],
    ['\tffffffff8130bfb4 aa_get_label+0x12 (inlined)', -0x7ecf404c, 'aa_get_label', -1, null, 3],
    ['\t            1165 work+0x25 (/tmp/hd/t prog)', 0x1165, 'work', 0x25, 't prog', 0],
    ['\t            1165 work+0x25 (/tmp/x (deleted))', 0x1165, 'work', 0x25, 'x (deleted)', 0],
    ['\t            1165 work+0x25 (/tmp/a)b)', 0x1165, 'work', 0x25, 'a)b', 0],
    ['\t            1165 Box (*)(int)::f+0x25 (/tmp/a)b)', 0x1165, 'Box (*)(int)::f', 0x25, 'a)b', 0],
    ['\t            1165 work+0x25 (//anon)', 0x1165, 'work', 0x25, 'anon', 0],
    [
      '\t            1165 [unknown] (/memfd:doublemap (deleted))',
      0x1165,
      null,
      -1,
      'memfd:doublemap (deleted)',
      0,
    ],
    ['\t    7ffe97bcc990 [unknown] ([stack])', 0x7ffe97bcc990, null, -1, '[stack]', 0],
    [
      '\t             96d __vdso_clock_gettime+0x2d ([vdso])',
      0x96d,
      '__vdso_clock_gettime',
      0x2d,
      '[vdso]',
      0,
    ],
    [
      '\tffffffffc0a01234 nft_do_chain+0x74 ([nf_tables])',
      -0x3f5fedcc,
      'nft_do_chain',
      0x74,
      '[nf_tables]',
      1,
    ],
    [
      '\tffffffffc0a01234 f+0x1 (/lib/modules/6.1/kernel/net/nf-tables.ko.xz)',
      -0x3f5fedcc,
      'f',
      1,
      '[nf_tables]',
      1,
    ],
    [
      '\tffffffff81fa2182 start_kernel+0x518 ([kernel.kallsyms].init.text)',
      -0x7e05de7e,
      'start_kernel',
      0x518,
      '[kernel.kallsyms]',
      1,
    ],
    [
      '\tffffffff81fa2182 f+0x5 (/usr/lib/debug/boot/vmlinux-6.1.0-13-amd64)',
      -0x7e05de7e,
      'f',
      5,
      '[kernel.kallsyms]',
      1,
    ],
    ['\t    7f1234567890 [unknown] (/tmp/perf-158.map)', 0x7f1234567890, null, -1, '[JIT] tid 158', 0],
    [
      '\t            2000 operator new(unsigned long)+0x18 (/usr/lib/libstdc++.so.6.0.30)',
      0x2000,
      'operator new(unsigned long)',
      0x18,
      'libstdc++.so.6.0.30',
      0,
    ],
    [
      '\t            2000 (anonymous namespace)::f(int) const+0x1 (/a b/c (x86)/d.so)',
      0x2000,
      '(anonymous namespace)::f(int) const',
      1,
      'd.so',
      0,
    ],
    ['\t            2000 add+0x10+0x2 (/a)', 0x2000, 'add+0x10', 2, 'a', 0],
    ['\t            2000 main (/a)', 0x2000, 'main', -1, 'a', 0],
    ['\t            2000 main', 0x2000, 'main', -1, null, 0],
    ['\t            2000 (/usr/bin/a)', 0x2000, null, -1, 'a', 0],
    ['\t            2000', 0x2000, null, -1, null, 0],
    [
      '\tffffffff81001000 x+0xffff018fd5dce000 ([kernel.kallsyms])',
      -0x7efff000,
      'x',
      0xffff018fd5dce000,
      '[kernel.kallsyms]',
      1,
    ],
    ['\tffffffff81001000 ioctl+0x3b (/lib/libc.so.6+0xfdd6b)', -0x7efff000, 'ioctl', 0x3b, 'libc.so.6', 1],
  ])('%s', (line, address, symbol, offset, dso, flags) => {
    expect(parseFrame(line)).toEqual({ address, symbol, offset, dso, flags });
  });

  it.each(['\tnohex sym (dso)', '\t12345678901234567 f (a)', '  t.c:3', '\t00007f05:\tinsn: 0f'])(
    'refuses %s',
    (line) => expect(parseFrame(line)).toBeNull(),
  );
});

describe('dso names, as the dso column of perf report has them', () => {
  it.each([
    ['[unknown]', null],
    ['/usr/lib/x86_64-linux-gnu/libc.so.6', 'libc.so.6'],
    ['/opt/My App (x86)/lib.so', 'lib.so'],
    ['/tmp/a/b (deleted)', 'b (deleted)'],
    ['[kernel.vmlinux]', '[kernel.kallsyms]'],
    ['[kernel.kallsyms]_text', '[kernel.kallsyms]'],
    ['/root/.debug/.build-id/ab/cdef/vmlinux', '[kernel.kallsyms]'],
    ['/proc/kcore', '[kernel.kallsyms]'],
    ['[guest.kernel.kallsyms.101]', '[guest.kernel.kallsyms.101]'],
    ['/lib/modules/6.1.0/kernel/fs/nfs/nfs-v4.ko', '[nfs_v4]'],
    ['[heap]', '[heap]'],
  ])('%s', (printed, name) => expect(shortDsoName(printed)).toBe(name));

  it.each([
    ['[kernel.kallsyms]', true],
    ['[nf_tables]', true],
    ['[vdso]', false],
    ['[vsyscall]', false],
    ['[stack]', false],
    ['[heap]', false],
    ['[JIT] tid 158', false],
    ['libc.so.6', false],
  ])('%s is the kernel: %s', (name, kernel) => expect(isKernelDso(name)).toBe(kernel));
});
