export interface Piece {
  readonly text: string;
  readonly differs: boolean;
}

/** `value` cut into pieces that `other` has in the same order and pieces it has not (longest common subsequence, by character). */
export function differences(value: string, other: string): readonly Piece[] {
  const [a, b] = [Array.from(value), Array.from(other)];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pieces: { text: string; differs: boolean }[] = [];
  let [i, j] = [0, 0];
  while (i < a.length) {
    if (j < b.length && a[i] !== b[j] && at(i, j + 1) > at(i + 1, j)) {
      j++;
      continue;
    }
    const same = j < b.length && a[i] === b[j];
    const last = pieces.at(-1);
    if (last?.differs === !same) last.text += a[i] ?? '';
    else pieces.push({ text: a[i] ?? '', differs: !same });
    i++;
    if (same) j++;
  }
  return pieces;
}
