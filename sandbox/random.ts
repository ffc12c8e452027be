import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on the labels only: the same labels give the same draw in any order and any run. */
export function draw(...labels: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(labels.join('\n')).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** A whole number from `least` to `most`, both included. */
export function drawBetween(least: number, most: number, ...labels: readonly (string | number)[]): number {
  return least + Math.floor(draw(...labels) * (most - least + 1));
}

export function drawOne<T>(choices: readonly [T, ...T[]], ...labels: readonly (string | number)[]): T {
  return choices[Math.floor(draw(...labels) * choices.length)] ?? choices[0];
}
