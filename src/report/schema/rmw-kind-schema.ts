import type { RmwKind } from '../../model/instruction.js';
import { word } from './json-schema.js';

export const rmwKind = word<RmwKind>('How it reads, modifies and writes memory; of a load: its loop.', {
  xadd: 'exchange and add',
  inc: 'increment',
  dec: 'decrement',
  add: 'add',
  sub: 'subtract',
  cmpxchg: 'compare and exchange',
  xchg: 'exchange',
  bit: 'a bit set, cleared or flipped',
  logic: 'and, or, xor',
  exclusive: "half of arm64's ldxr..stxr loop",
  outline: 'a call of an outline-atomics helper',
});
