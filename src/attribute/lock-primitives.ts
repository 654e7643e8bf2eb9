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

/** Functions of sleeping locks that run on a CPU: they spin for the owner, queue, or take the lock at once. */
const SLEEPING_LOCK_PRIMITIVES: ReadonlySet<string> = new Set([
  '__mutex_lock',
  '__mutex_lock_slowpath',
  '__mutex_lock_killable_slowpath',
  '__mutex_lock_interruptible_slowpath',
  '__down_read',
  '__down_write',
  'down_read',
  'down_read_interruptible',
  'down_read_killable',
  'down_write',
  'down_write_killable',
  'mutex_lock',
  'mutex_lock_interruptible',
  'mutex_lock_killable',
  'mutex_spin_on_owner',
  'osq_lock',
  'rwsem_down_read_slowpath',
  'rwsem_down_write_slowpath',
  'rwsem_optimistic_spin',
  'rwsem_spin_on_owner',
]);

/** A function of spinning or sleeping locks; `name` without clone suffix. */
export function isAnyLockPrimitive(name: string): boolean {
  return isLockPrimitive(name) || SLEEPING_LOCK_PRIMITIVES.has(name);
}
