import type { Needle } from './needles';

export interface NeedleFinder {
  /** Bytes of the longest needle. */
  readonly longest: number;
  /** Every place of every needle. */
  readonly find: (bytes: Uint8Array) => Generator<{ readonly needle: Needle; readonly at: number }>;
  /** Each needle that occurs, once. */
  readonly kinds: (bytes: Uint8Array) => Set<Needle>;
}

/** Bytes 4 to 8 of a needle are looked up: the first four of an escape or of a number are the same for everybody. */
const KEY_FROM = 4;
const KEY_END = 8;
const SLOTS = 1 << 20;

const slotOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 12;

/** Looks for thousands of needles in one pass, since `indexOf` for each would read the files thousands of times. */
export function needleFinder(needles: readonly Needle[]): NeedleFinder {
  const byKey = new Map<number, Needle[]>();
  const slots = new Uint8Array(SLOTS);
  for (const needle of needles) {
    if (needle.bytes.length < KEY_END) throw new RangeError(`needle of ${needle.label} is too short`);
    const key = needle.bytes.readInt32BE(KEY_FROM);
    byKey.set(key, [...(byKey.get(key) ?? []), needle]);
    slots[slotOf(key)] = 1;
  }

  function* find(bytes: Uint8Array): Generator<{ needle: Needle; at: number }> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let key = 0;
    for (let end = 1; end <= buffer.length; end++) {
      key = (key << 8) | (buffer[end - 1] ?? 0);
      if (end < KEY_END || slots[slotOf(key)] === 0) continue;
      const at = end - KEY_END;
      for (const needle of byKey.get(key) ?? []) {
        if (needle.bytes.equals(buffer.subarray(at, at + needle.bytes.length))) yield { needle, at };
      }
    }
  }

  return {
    longest: needles.reduce((most, { bytes }) => Math.max(most, bytes.length), 1),
    find,
    kinds: (bytes) => new Set(Array.from(find(bytes), ({ needle }) => needle)),
  };
}
