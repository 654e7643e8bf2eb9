import { bufferHybrid } from './buffer-hybrid.js';
import { bufferPercpu } from './buffer-percpu.js';
import { bufferPool } from './buffer-pool.js';
import { condRef } from './cond-ref.js';
import { critSection } from './crit-section.js';
import { dynamicPercpu } from './dynamic-percpu.js';
import { hazardPointer } from './hazard-pointer.js';
import { kconfigRef } from './kconfig-ref.js';
import { kref } from './kref.js';
import { lazyLabelInsert } from './lazy-label-insert.js';
import { percpuRef } from './percpu-ref.js';
import { rcuLabelTree } from './rcu-label-tree.js';
import type { Scheme } from './scheme.js';
import { taskLocal } from './task-local.js';

/** Every scheme, in the order of the report: the baseline first. A new scheme is its file and a line here. */
export const SCHEMES: readonly Scheme[] = [
  kref,
  percpuRef,
  kconfigRef,
  dynamicPercpu,
  hazardPointer,
  taskLocal,
  critSection,
  condRef,
  rcuLabelTree,
  lazyLabelInsert,
  bufferPercpu,
  bufferPool,
  bufferHybrid,
];
