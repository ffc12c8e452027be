/** What it costs that the recogniser missed or misread a character that it cannot write at all. */
const UNWRITABLE_MISSED = 0.2;
const UNWRITABLE_MISREAD = 0.3;

/** Edits from what was read to what may be printed; more than `most` is answered as `most + 1`. */
export function editDistance(
  read: string,
  printed: string,
  canWrite: (character: string) => boolean,
  most: number,
): number {
  const from = Array.from(read);
  const to = Array.from(printed);
  if (from.length - to.length > most) return most + 1;
  const missed = to.map((character) => (canWrite(character) ? 1 : UNWRITABLE_MISSED));
  const misread = to.map((character) => (canWrite(character) ? 1 : UNWRITABLE_MISREAD));
  let previous = [0];
  for (let column = 0; column < to.length; column++) previous.push((previous[column] ?? 0) + (missed[column] ?? 1));
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + (missed[column - 1] ?? 1),
        (previous[column - 1] ?? 0) + (same ? 0 : (misread[column - 1] ?? 1)),
      );
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    previous = current;
  }
  return previous[to.length] ?? most + 1;
}
