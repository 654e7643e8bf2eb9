import type { RmwKind } from '../../model/instruction.js';
import { readArm64 } from './arm64-text.js';
import { readAtt } from './att-text.js';
import { listingSyntax } from './listing-syntax.js';

/**
 * How one line of disassembly reads, modifies and writes memory atomically; `null`: not. Intel syntax is not read.
 * A call of an outline-atomics helper names no register and counts in any syntax.
 */
export function rmwOfText(text: string): RmwKind | null {
  // A distance from the next instruction is all that the address would give, and it does not matter here.
  if (listingSyntax([text]) === 'att') return readAtt(text, 0).rmw;
  return readArm64(text).rmw;
}
