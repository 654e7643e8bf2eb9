/** The codec gives numbers beyond 28 bits as unsigned BigInt. */
export type Numeric = number | bigint;

/** An int64 as a double; an address becomes a model `Address`, which is signed too. */
export function signed(value: Numeric): number {
  return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : value;
}

/** An id as a key that is equal for equal ids, also for hashes of 64 bits and however they were encoded. */
export function idKey(id: Numeric): string {
  return String(id);
}
