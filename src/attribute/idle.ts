/**
 * Functions of the idle loop, where a CPU without work waits. Sources: kernel/sched/idle.c,
 * drivers/cpuidle/, arch idle routines, and tools/perf/util/symbol.c symbol__is_idle().
 */
const IDLE_LOOP: ReadonlySet<string> = new Set([
  'acpi_idle_do_entry',
  'acpi_idle_enter',
  'acpi_processor_ffh_cstate_enter',
  'acpi_safe_halt',
  'amd_e400_idle',
  'arch_cpu_idle',
  'arch_cpu_idle_enter',
  'arch_cpu_idle_exit',
  'call_cpuidle',
  'cpu_do_idle',
  'cpu_idle',
  'cpu_idle_poll',
  'cpu_startup_entry',
  'cpuidle_enter',
  'cpuidle_enter_state',
  'cpuidle_idle_call',
  'default_idle',
  'default_idle_call',
  'do_idle',
  'intel_idle',
  'intel_idle_ibrs',
  'intel_idle_irq',
  'intel_idle_s2idle',
  'mwait_idle',
  'mwait_idle_with_hints',
  'native_safe_halt',
  'poll_idle',
  'ppc64_runlatch_off',
  'pseries_dedicated_idle_sleep',
  'psci_cpu_suspend_enter',
  'psci_enter_idle_state',
  'psw_idle',
  'psw_idle_exit',
  'pv_native_safe_halt',
  'tdx_safe_halt',
  'xen_safe_halt',
]);

/** Frames that show an interrupt or softirq at work: then the idle task was busy for somebody else. */
const INTERRUPT_FRAMES: ReadonlySet<string> = new Set([
  '__do_softirq',
  '__irq_exit_rcu',
  'apic_timer_interrupt',
  'common_interrupt',
  'do_IRQ',
  'do_softirq',
  'el1_interrupt',
  'el1_irq',
  'el1h_64_irq_handler',
  'gic_handle_irq',
  'handle_irq_event',
  'handle_softirqs',
  'irq_exit',
  'irq_exit_rcu',
  'reschedule_interrupt',
  'ret_from_intr',
  'smp_apic_timer_interrupt',
  'smp_call_function_interrupt',
]);

const INTERRUPT_PREFIXES = ['asm_sysvec_', 'sysvec_', 'asm_common_interrupt', '__sysvec_'];

/** True for a function of the idle loop; `name` without clone suffix. */
export function isIdleLoop(name: string): boolean {
  return IDLE_LOOP.has(name);
}

/** True for a frame of interrupt or softirq handling; `name` without clone suffix. */
export function isInterruptFrame(name: string): boolean {
  return INTERRUPT_FRAMES.has(name) || INTERRUPT_PREFIXES.some((prefix) => name.startsWith(prefix));
}
