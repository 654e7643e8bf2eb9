import type { Format } from '../model/format.js';
import { aaStatusFormat } from '../read/aa-status.js';
import { abFormat } from '../read/ab.js';
import { cpuinfoFormat } from '../read/cpuinfo.js';
import { foldedFormat } from '../read/folded/format.js';
import { ftraceProfileFormat } from '../read/ftrace-profile.js';
import { h2loadFormat } from '../read/h2load.js';
import { heyFormat } from '../read/hey.js';
import { lockStatFormat } from '../read/lock-stat/lock-stat.js';
import { lscpuFormat } from '../read/lscpu.js';
import { objdumpFormat } from '../read/objdump/objdump.js';
import { perfAnnotateFormat } from '../read/perf-annotate/perf-annotate.js';
import { perfC2cFormat } from '../read/perf-c2c/perf-c2c.js';
import { perfDataFormat } from '../read/perf-data/format.js';
import { perfHeaderFormat } from '../read/perf-header.js';
import { perfLockFormat } from '../read/perf-lock/format.js';
import { perfLockInfoFormat } from '../read/perf-lock/info.js';
import { pastedSharesFormat } from '../read/perf-report/pasted-shares.js';
import { perfReportFormat } from '../read/perf-report/perf-report.js';
import { perfScriptFormat } from '../read/perf-script/format.js';
import { perfStatFormat } from '../read/perf-stat/format.js';
import { pprofFormat } from '../read/pprof/format.js';
import { httpnFormat, labelmixFormat, opencloseFormat } from '../read/summary-line/programs.js';
import { unameFormat } from '../read/uname.js';
import { willItScaleFormat } from '../read/will-it-scale/format.js';
import { wrkFormat } from '../read/wrk.js';
import { elfFormat } from '../symbols/elf/elf.js';
import { kallsymsFormat } from '../symbols/kallsyms.js';

/** What a format is good for. */
export interface FormatEntry {
  readonly format: Format;
  /** What it gives, in a few words. */
  readonly gives: string;
  /** What it says about label references: proves shares, helps, or nothing at all. */
  readonly proves: 'label get/put' | 'nothing alone' | 'nothing about label references';
  /** The command that records it. */
  readonly recordedWith: string;
  /** Formats that carry the samples themselves, the most faithful first; `null` for the others. */
  readonly sampleRank: number | null;
}

const NOTHING = 'nothing about label references';
const HELPS = 'nothing alone';
const LABELS = 'label get/put';

/** Every format refscope reads, in the order in which they are asked: the least distinctive last. A new one is a line here. */
export const FORMAT_TABLE: readonly FormatEntry[] = [
  entry(
    perfDataFormat,
    'samples, machine, topology, lost counts',
    LABELS,
    'perf record -a -g -- sleep 10',
    0,
  ),
  entry(elfFormat, 'symbols', HELPS, 'cp vmlinux . (or a program or library that was recorded)'),
  entry(kallsymsFormat, 'kernel symbols', HELPS, 'sudo cp /proc/kallsyms . (or System.map, nm -n vmlinux)'),
  entry(
    lockStatFormat,
    "AppArmor's secondary locks",
    NOTHING,
    'echo 0 > /proc/lock_stat; LOAD; cp /proc/lock_stat .',
  ),
  entry(
    perfLockFormat,
    'waits for locks',
    NOTHING,
    'perf lock contention -a -b -- sleep 10 2> lock.txt (or perf lock record, perf lock report)',
  ),
  entry(perfLockInfoFormat, 'names of locks, no counts', NOTHING, 'perf lock info -m'),
  entry(
    perfReportFormat,
    'shares by function',
    LABELS,
    'perf report --stdio -g none -F sample,overhead,comm,dso,sym (with -t, as CSV)',
    4,
  ),
  entry(perfAnnotateFormat, 'shares by instruction', HELPS, 'perf annotate --stdio -l apparmor_file_open'),
  entry(
    perfC2cFormat,
    'contended cache lines',
    HELPS,
    'perf c2c record -a -- sleep 10; perf c2c report --stdio',
  ),
  entry(objdumpFormat, 'instructions', HELPS, 'objdump -d --no-show-raw-insn vmlinux'),
  entry(perfStatFormat, 'counters', NOTHING, 'perf stat -a -x, -o stat.csv -- sleep 10'),
  entry(
    ftraceProfileFormat,
    'calls per function',
    HELPS,
    'T=/sys/kernel/tracing; echo 1 > $T/function_profile_enabled; LOAD; cp $T/trace_stat/function* .',
  ),
  entry(wrkFormat, 'requests, errors, latency', NOTHING, 'wrk -t8 -c256 -d30s URL'),
  entry(abFormat, 'requests, errors, latency', NOTHING, 'ab -n 100000 -c 64 URL'),
  entry(h2loadFormat, 'requests, errors, latency', NOTHING, 'h2load -n 100000 -c 64 URL'),
  entry(heyFormat, 'requests, errors, latency', NOTHING, 'hey -z 30s -c 64 URL'),
  entry(willItScaleFormat, 'operations by number of tasks', NOTHING, 'open1_processes -t 16'),
  entry(opencloseFormat, 'operations', NOTHING, 'openclose own 8 8'),
  entry(labelmixFormat, 'operations', NOTHING, 'labelmix 8 6 DIRECTORY'),
  entry(httpnFormat, 'requests', NOTHING, 'httpn 1000 keep'),
  entry(lscpuFormat, 'CPUs, sockets, cache domains', NOTHING, 'lscpu'),
  entry(cpuinfoFormat, 'CPUs, sockets', NOTHING, 'cat /proc/cpuinfo'),
  entry(
    aaStatusFormat,
    'number of labels',
    NOTHING,
    'sudo aa-status (or sudo cat /sys/kernel/security/apparmor/profiles)',
  ),
  entry(unameFormat, 'kernel release', NOTHING, 'uname -a'),
  entry(perfHeaderFormat, 'machine', NOTHING, 'perf report --header-only > perf-header.txt'),
  entry(pprofFormat, 'stacks', LABELS, 'perf_to_profile -i perf.data -o profile.pb.gz', 2),
  entry(perfScriptFormat, 'samples', LABELS, 'perf script --header > perf.script', 1),
  entry(
    pastedSharesFormat,
    'shares by function',
    LABELS,
    'lines of perf top or perf report, pasted from a mail',
    5,
  ),
  entry(foldedFormat, 'stacks', LABELS, 'perf script | stackcollapse-perf.pl', 3),
];

export const FORMATS: readonly Format[] = FORMAT_TABLE.map(({ format }) => format);

const BY_ID: ReadonlyMap<string, FormatEntry> = new Map(FORMAT_TABLE.map((each) => [each.format.id, each]));

/** The entry of a format's id; `null` for "analysis" and the like. */
export function formatEntry(id: string): FormatEntry | null {
  return BY_ID.get(id) ?? null;
}

/** How faithful the samples of a format are, 0 first; `null` when it carries none. */
export function sampleRank(format: Format): number | null {
  return BY_ID.get(format.id)?.sampleRank ?? null;
}

function entry(
  format: Format,
  gives: string,
  proves: FormatEntry['proves'],
  recordedWith: string,
  rank: number | null = null,
): FormatEntry {
  return { format, gives, proves, recordedWith, sampleRank: rank };
}
