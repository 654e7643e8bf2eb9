import { type Diagnostic, finding } from '../../model/diagnostic.js';
import type { Percent } from '../../model/units.js';
import type { AddressPattern } from './address-pattern.js';

/** Why sampled addresses do not prove which instruction took the time; `finding` is printed. */
export interface Distrust {
  readonly why: string;
  readonly finding: Diagnostic;
}

interface Rule {
  readonly kind: string;
  readonly applies: (pattern: AddressPattern, qemu: boolean) => boolean;
  readonly why: (pattern: AddressPattern) => string;
  readonly hint: string;
}

/** Fewer samples than this in known code show no pattern. */
const MIN_SAMPLES = 100;
/**
 * Measured share of samples at block starts, of what chance would give: five emulated recordings (shared/traces,
 * QEMU 7.2 TCG) 1.7 to 2.6; real cores (CPython 3.11, Node 20, the loops of skid.ts) 0.2 to 0.6.
 */
const BLOCK_START_RATIO = 1.4;
/**
 * Measured unevenness, median of straight runs: one instruction a translation block 0.02 (377 runs of
 * openclose-confined-2cpu-singlestep); real cores 2.5 (29 runs of CPython), 11 (one chain of dependent additions),
 * 38 (nops around atomics): what retires together is interrupted together, and stalls stand out.
 */
const EVEN = 0.3;
/** Of samples: a few lie in code that the kernel patched at boot. */
const OFF_BOUNDARY_LIMIT = 0.03;

const RULES: readonly Rule[] = [
  {
    kind: 'code-of-another-build',
    applies: ({ samples, offBoundary }) =>
      samples >= MIN_SAMPLES && offBoundary > OFF_BOUNDARY_LIMIT * samples,
    why: ({ samples, offBoundary }) =>
      `${offBoundary} of ${samples} samples lie between the instructions of the code given: it is of another build`,
    hint: 'give the vmlinux of the kernel that was recorded',
  },
  {
    kind: 'sampled-at-block-borders',
    applies: (pattern) =>
      placed(pattern) >= MIN_SAMPLES &&
      pattern.blockStarts > BLOCK_START_RATIO * pattern.expectedBlockStarts &&
      // Blocks of two or three instructions make chance alone high.
      pattern.blockStarts - pattern.expectedBlockStarts > 5 * Math.sqrt(pattern.expectedBlockStarts),
    why: (pattern) =>
      `emulated CPU, by its addresses: ${percent(pattern.blockStarts, pattern)} of samples are at block starts ` +
      `(${percent(pattern.expectedBlockStarts, pattern)} by chance), ${percent(pattern.atAtomics, pattern)} at or ` +
      `right behind an atomic (${percent(pattern.expectedAtAtomics, pattern)} by chance)`,
    hint: 'no instruction is evidence in this recording: sites are counted by function',
  },
  {
    kind: 'sampled-evenly',
    applies: ({ unevenness }) => unevenness !== null && unevenness < EVEN,
    why: ({ unevenness }) =>
      `emulated CPU, by its addresses: instructions that run one after another get equal samples (unevenness ${(unevenness ?? 0).toFixed(2)}, real cores above ${EVEN}), so that an atomic costs what any other does`,
    hint: 'no instruction is evidence in this recording: sites are counted by function',
  },
  {
    kind: 'emulation-not-ruled-out',
    applies: (pattern, qemu) => qemu && placed(pattern) < MIN_SAMPLES,
    why: (pattern) =>
      `the CPU model is one that QEMU makes up, and ${placed(pattern)} samples in known code cannot tell whether it emulates`,
    hint: 'give the vmlinux of the recording, or record longer',
  },
];

/** Judges where samples fall; `qemu` is true for a CPU model that QEMU invents. `null`: addresses are evidence. */
export function distrust(pattern: AddressPattern, qemu: boolean): Distrust | null {
  const rule = RULES.find(({ applies }) => applies(pattern, qemu));
  if (rule === undefined) return null;
  const why = rule.why(pattern);
  return { why, finding: finding(rule.kind, why, rule.hint) };
}

function placed({ samples, offBoundary }: AddressPattern): number {
  return samples - offBoundary;
}

function percent(count: number, pattern: AddressPattern): string {
  const value: Percent = (100 * count) / Math.max(1, placed(pattern));
  return `${value.toFixed(1)} %`;
}
