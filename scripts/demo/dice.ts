/**
 * A seeded source of choices: one seed draws the same story again, another draws another. Every draw has a name and is
 * kept under it, so that a story that breaks off still says what it was.
 */
export interface Dice {
  readonly below: (name: string, limit: number) => number;
  readonly between: (name: string, from: number, to: number) => number;
  readonly pick: <T>(name: string, from: readonly [T, ...T[]]) => T;
  readonly shuffled: <T>(name: string, items: readonly T[]) => T[];
  readonly drawn: Readonly<Record<string, unknown>>;
  /** Ids of the people whom the story has drawn with these dice. */
  readonly people: string[];
}

/** mulberry32, mixed with a name so that each story has dice of its own, whatever runs before it. */
export function dice(seed: number, story: string): Dice {
  const next = mulberry32(seed, story);
  const below = (limit: number): number => Math.floor(next() * limit);
  const drawn: Record<string, unknown> = {};
  /** What is drawn again under one name is counted: `city`, `city 2`. */
  const kept = <T>(name: string, value: T): T => {
    let key = name;
    for (let again = 2; key in drawn; again += 1) key = `${name} ${String(again)}`;
    drawn[key] = value;
    return value;
  };
  return {
    drawn,
    people: [],
    below: (name, limit) => kept(name, below(limit)),
    between: (name, from, to) => kept(name, from + below(to - from + 1)),
    pick: <T>(name: string, from: readonly [T, ...T[]]): T => kept(name, from[below(from.length)] ?? from[0]),
    shuffled: (name, items) => {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        const a = copy[i];
        const b = copy[j];
        if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
      }
      return kept(name, copy);
    },
  };
}

function mulberry32(seed: number, name: string): () => number {
  let state = seed >>> 0;
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
