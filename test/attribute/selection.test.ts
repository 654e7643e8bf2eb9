import { describe, expect, it } from 'vitest';
import { addDrawn, type DrawnSample, newProfile, selectionFor } from './stacks.js';

function classify(sample: DrawnSample, comms: readonly string[] = []): string {
  const profile = newProfile();
  addDrawn(profile, sample);
  return selectionFor(profile, comms).classify(profile.cell(0));
}

const idle = (stack: string): DrawnSample => ({ comm: 'swapper', idleTask: true, stack });

// model.md, "Idle": a pid-0 sample whose leaf is in the idle loop and whose chain has no irq or softirq frame.
describe('idle', () => {
  it.each([
    'default_idle < default_idle_call < do_idle < cpu_startup_entry',
    'mwait_idle_with_hints.constprop.0 < intel_idle < cpuidle_enter_state',
    'do_idle',
  ])('is pid 0 in %s', (stack) => {
    expect(classify(idle(stack))).toBe('idle');
    expect(classify(idle(stack), ['nginx'])).toBe('idle');
  });

  it.each([
    ['in softirq', 'apparmor_sk_clone_security < tcp_v4_rcv < __do_softirq < default_idle < do_idle'],
    ['in softirq that began in the idle loop', 'default_idle < __do_softirq < do_idle'],
    ['in an interrupt', 'default_idle < asm_sysvec_apic_timer_interrupt < default_idle < do_idle'],
    ['in the scheduler', 'finish_task_switch < schedule_idle < do_idle'],
    ['without a stack it could be judged by', '?'],
  ])('is not pid 0 %s: that is work for others', (_, stack) => {
    expect(classify(idle(stack))).toBe('selected');
    expect(classify(idle(stack), ['nginx'])).toBe('foreign');
  });

  it('is not another task in a function of the idle loop', () => {
    expect(classify({ comm: 'swapper', idleTask: false, stack: 'default_idle < do_idle' })).toBe('selected');
  });
});

describe('commands', () => {
  it('are all selected when none is named', () => {
    expect(classify({ comm: 'wrk', stack: 'tcp_sendmsg' })).toBe('selected');
  });

  it('are selected by their whole name', () => {
    expect(classify({ comm: 'nginx', stack: 'tcp_sendmsg' }, ['wrk', 'nginx'])).toBe('selected');
    expect(classify({ comm: 'nginx-debug', stack: 'tcp_sendmsg' }, ['nginx'])).toBe('foreign');
  });
});
