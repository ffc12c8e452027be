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

const keyAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at + KEY_FROM] ?? 0) << 24) |
  ((bytes[at + KEY_FROM + 1] ?? 0) << 16) |
  ((bytes[at + KEY_FROM + 2] ?? 0) << 8) |
  (bytes[at + KEY_FROM + 3] ?? 0);
/** Held here, since in Jest's sandbox looking up a global costs more than everything else in the loop. */
const { imul } = Math;
const slotOf = (key: number): number => imul(key, 0x9e3779b1) >>> 12;

/** Looks for thousands of needles in one pass, since `indexOf` for each would read the files thousands of times. */
export function needleFinder(needles: readonly Needle[]): NeedleFinder {
  const byKey = new Map<number, Needle[]>();
  const slots = new Uint8Array(SLOTS);
  for (const needle of needles) {
    if (needle.bytes.length < KEY_END) throw new RangeError(`needle of ${needle.label} is too short`);
    const key = keyAt(needle.bytes, 0);
    byKey.set(key, [...(byKey.get(key) ?? []), needle]);
    slots[slotOf(key)] = 1;
  }

  /** Apart from the generator, since this is the loop that sees every byte. Returns -1 at the end. */
  function nextCandidate(bytes: Uint8Array, from: number): number {
    const last = bytes.length - KEY_END;
    for (let at = from; at <= last; at++) {
      if (slots[slotOf(keyAt(bytes, at))] !== 0) return at;
    }
    return -1;
  }

  function* find(bytes: Uint8Array): Generator<{ needle: Needle; at: number }> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = nextCandidate(buffer, 0); at >= 0; at = nextCandidate(buffer, at + 1)) {
      for (const needle of byKey.get(keyAt(buffer, at)) ?? []) {
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
