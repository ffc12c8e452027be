/** A repeatable source of randomness: the same words always give the same stream. Not for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  next: () => number;
  /** Uniform real between the bounds. */
  range: (low: number, high: number) => number;
  /** Uniform whole number, both bounds included. */
  int: (low: number, high: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(from: readonly T[]) => T;
  /** Standard normal. */
  gauss: () => number;
}

// Taken once: a million look-ups of a global are slow inside Jest's separate context.
const { imul, floor, sqrt, log, cos, PI } = Math;

/** FNV-1a over the words seeds mulberry32; the first outputs are thrown away because similar seeds start alike. */
export function randomFrom(...words: (string | number)[]): Random {
  let state = 2166136261;
  for (const character of words.join('|')) state = imul(state ^ (character.codePointAt(0) ?? 0), 16777619);

  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  for (let discarded = 0; discarded < 8; discarded++) next();

  return {
    next,
    range: (low, high) => low + (high - low) * next(),
    int: (low, high) => low + floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (from) => {
      const picked = from[floor(next() * from.length)];
      if (picked === undefined) throw new RangeError('cannot pick from an empty list');
      return picked;
    },
    gauss: () => sqrt(-2 * log(next() + 1e-12)) * cos(2 * PI * next()),
  };
}
