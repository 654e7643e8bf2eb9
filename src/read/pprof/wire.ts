/** What a field holds: a number, numbers (packed or not), bytes, or a message of its own. */
type FieldKind = 'number' | 'numbers' | 'bytes' | Message;
/** Fields of a message by their number. */
export interface Message {
  readonly name: string;
  readonly fields: Readonly<Record<number, FieldKind>>;
}

const message = (name: string, fields: Message['fields']): Message => ({ name, fields });

const VALUE_TYPE = message('ValueType', { 1: 'number', 2: 'number' });
const LABEL = message('Label', { 1: 'number', 2: 'number', 3: 'number', 4: 'number' });
const SAMPLE = message('Sample', { 1: 'numbers', 2: 'numbers', 3: LABEL });
const MAPPING = message(
  'Mapping',
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((field) => [field, 'number'] as const)),
);
const LINE = message('Line', { 1: 'number', 2: 'number', 3: 'number' });
const LOCATION = message('Location', { 1: 'number', 2: 'number', 3: 'number', 4: LINE, 5: 'number' });
const FUNCTION = message('Function', { 1: 'number', 2: 'number', 3: 'number', 4: 'number', 5: 'number' });

/** Number of the field `sample_type`, which every writer puts first. */
export const SAMPLE_TYPE = 1;

/** Source: proto/profile.proto of google/pprof. */
export const PROFILE = message('Profile', {
  [SAMPLE_TYPE]: VALUE_TYPE,
  2: SAMPLE,
  3: MAPPING,
  4: LOCATION,
  5: FUNCTION,
  6: 'bytes',
  7: 'number',
  8: 'number',
  9: 'number',
  10: 'number',
  11: VALUE_TYPE,
  12: 'number',
  13: 'numbers',
  14: 'number',
  15: 'number',
});

/** What is wrong with protobuf bytes, and where. `cut`: they end inside a field. */
export class WireError extends Error {
  readonly byte: number;
  readonly cut: boolean;
  constructor(byte: number, found: string, cut = false) {
    super(found);
    this.name = 'WireError';
    this.byte = byte;
    this.cut = cut;
  }
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const MAX_VARINT_BYTES = 10;
/** The codec reads tags of one byte; profile.proto has none beyond. */
const MAX_FIELD = 15;

/** One field of a message: its number, and where its content stands. */
export interface WireField {
  readonly field: number;
  readonly from: number;
  readonly end: number;
}

/**
 * The fields of the message in [from, end), each checked against `kinds` down to the innermost message: the codec
 * takes any bytes, and makes missing ones zero.
 * @throws WireError at the first byte that is not as profile.proto says.
 */
export function* checkedFields(
  bytes: Uint8Array,
  from: number,
  end: number,
  kinds: Message,
): Generator<WireField> {
  let at = from;
  while (at < end) {
    const field = checkedField(bytes, at, end, kinds);
    yield field;
    at = field.end;
  }
}

/** @throws WireError as `checkedFields`. */
export function checkMessage(bytes: Uint8Array, from: number, end: number, kinds: Message): void {
  for (let at = from; at < end; ) at = checkedField(bytes, at, end, kinds).end;
}

function checkedField(bytes: Uint8Array, at: number, end: number, kinds: Message): WireField {
  const tag = bytes[at] as number;
  const field = tag >> 3;
  const wireType = tag & 7;
  if (tag >= 0x80 || field === 0 || field > MAX_FIELD) throw new WireError(at, `no field of ${kinds.name}`);
  const kind = kinds.fields[field];
  const isVarint = wireType === VARINT;
  const fits = isVarint ? kind === 'number' || kind === 'numbers' : kind !== 'number';
  if ((!isVarint && wireType !== LENGTH_DELIMITED) || (kind !== undefined && !fits)) {
    throw new WireError(at, `field ${field} of ${kinds.name} with wire type ${wireType}`);
  }
  const valueEnd = varintEnd(bytes, at + 1, end);
  if (isVarint) return { field, from: at + 1, end: valueEnd };
  const fieldEnd = valueEnd + varint(bytes, at + 1, valueEnd);
  if (fieldEnd > end) {
    throw new WireError(at, `field ${field} of ${kinds.name} that ends behind byte ${end}`, true);
  }
  if (kind === 'numbers')
    for (let next = valueEnd; next < fieldEnd; ) next = varintEnd(bytes, next, fieldEnd);
  else if (typeof kind === 'object') checkMessage(bytes, valueEnd, fieldEnd, kind);
  return { field, from: valueEnd, end: fieldEnd };
}

function varintEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if ((bytes[at] as number) < 0x80) return at + 1;
    if (at - from + 1 >= MAX_VARINT_BYTES)
      throw new WireError(from, `a number of more than ${MAX_VARINT_BYTES} bytes`);
  }
  throw new WireError(from, 'a number that does not end', true);
}

/** As a double: exact for any length that can be meant. */
function varint(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  for (let at = end - 1; at >= from; at--) value = value * 128 + ((bytes[at] as number) & 0x7f);
  return value;
}
