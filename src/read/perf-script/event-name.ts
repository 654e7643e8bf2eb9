/** Modifiers behind the last ":" of an event's name (tools/perf/util/parse-events.l, modifier_event). */
const MODIFIERS = 'ukhpPGHSDIWebRX';

/** perf_event_attr.precise_ip that the modifiers of a name ask for; `null` where they do not tell. */
export function preciseOf(name: string): number | null {
  const modifiers = modifiersOf(name);
  const precise = modifiers.length - modifiers.replaceAll('p', '').length;
  // ":P" is the highest level that the CPU offers, which the name does not say.
  return precise > 0 ? precise : null;
}

/**
 * Whether a name is `subsystem:event` of a tracepoint or probe: its line carries a payload that may look like
 * anything, and each of its samples is one occurrence. "cycles:ppp" and "cpu_core/cycles:ppp/" are not.
 */
export function isTracepointName(name: string): boolean {
  const colon = name.indexOf(':');
  if (colon <= 0 || name.includes('/') || name.includes('=')) return false;
  const rest = name.slice(colon + 1);
  return rest !== '' && !isModifiers(rest);
}

function modifiersOf(name: string): string {
  const rest = name.slice(name.lastIndexOf(':') + 1);
  const text = rest.endsWith('/') ? rest.slice(0, -1) : rest;
  return name.includes(':') && isModifiers(text) ? text : '';
}

function isModifiers(text: string): boolean {
  for (const letter of text) if (!MODIFIERS.includes(letter)) return false;
  return true;
}
