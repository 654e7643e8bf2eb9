/**
 * Functions that spin or queue for a lock on behalf of their caller: kernel/locking/. A sample in one of them
 * belongs to the nearest caller that is none.
 */
const LOCK_PRIMITIVES: ReadonlySet<string> = new Set([
  '__pv_queued_spin_lock_slowpath',
  '_raw_read_lock',
  '_raw_read_lock_bh',
  '_raw_read_lock_irq',
  '_raw_read_lock_irqsave',
  '_raw_spin_lock',
  '_raw_spin_lock_bh',
  '_raw_spin_lock_irq',
  '_raw_spin_lock_irqsave',
  '_raw_spin_trylock',
  '_raw_write_lock',
  '_raw_write_lock_bh',
  '_raw_write_lock_irq',
  '_raw_write_lock_irqsave',
  'do_raw_spin_lock',
  'native_queued_spin_lock_slowpath',
  'pv_queued_spin_lock_slowpath',
  'queued_read_lock_slowpath',
  'queued_spin_lock_slowpath',
  'queued_write_lock_slowpath',
  'virt_spin_lock',
]);

/** `name` without clone suffix. */
export function isLockPrimitive(name: string): boolean {
  return LOCK_PRIMITIVES.has(name);
}
