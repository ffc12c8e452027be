/** Probabilities of every class at every time step, row by row. Valid until the recogniser reads again. */
export interface Probabilities {
  readonly data: Float32Array;
  readonly steps: number;
  readonly classes: number;
}

export interface ReadGlyph {
  readonly character: string;
  readonly probability: number;
  /** Time step at which it won, for a second look at the classes beside it. */
  readonly step: number;
}

export interface LineReading {
  readonly text: string;
  /** Mean probability of the glyphs, 0 where nothing was read. */
  readonly confidence: number;
  readonly glyphs: readonly ReadGlyph[];
  readonly probabilities: Probabilities;
}

const SMALLEST = 1e-12;
const IMPOSSIBLE = -1e30;

/** The best class of each step, among those of `charset` where one is given, repeats and blanks taken out. */
export function greedyText(
  probabilities: Probabilities,
  characters: readonly string[],
  charset?: readonly number[],
): LineReading {
  const { data, steps, classes } = probabilities;
  const glyphs: ReadGlyph[] = [];
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    const best = charset ? bestAllowed(data, step * classes, charset) : bestOf(data, step * classes, classes);
    if (best !== 0 && best !== previous)
      glyphs.push({ character: characters[best] ?? '', probability: data[step * classes + best] ?? 0, step });
    previous = best;
  }
  const sum = glyphs.reduce((total, glyph) => total + glyph.probability, 0);
  return {
    text: glyphs.map((glyph) => glyph.character).join(''),
    confidence: glyphs.length > 0 ? sum / glyphs.length : 0,
    glyphs,
    probabilities,
  };
}

function bestOf(data: Float32Array, from: number, classes: number): number {
  let best = 0;
  let highest = -1;
  for (let i = 0; i < classes; i++) {
    const value = data[from + i] ?? 0;
    if (value > highest) {
      highest = value;
      best = i;
    }
  }
  return best;
}

function bestAllowed(data: Float32Array, from: number, charset: readonly number[]): number {
  let best = 0;
  let highest = -1;
  for (const allowed of charset) {
    const value = data[from + allowed] ?? 0;
    if (value > highest) {
      highest = value;
      best = allowed;
    }
  }
  return best;
}

/** log P(label | line): the CTC forward recursion over all ways to spread the label's classes over the time steps. */
export function labelLogProbability({ data, steps, classes }: Probabilities, label: readonly number[]): number {
  const states = 2 * label.length + 1;
  const classAt = (state: number): number => (state % 2 === 1 ? (label[(state - 1) / 2] ?? 0) : 0);
  const logAt = (step: number, state: number): number =>
    Math.log((data[step * classes + classAt(state)] ?? 0) + SMALLEST);
  let current = new Float64Array(states).fill(IMPOSSIBLE);
  let next = new Float64Array(states);
  current[0] = logAt(0, 0);
  if (states > 1) current[1] = logAt(0, 1);
  for (let step = 1; step < steps; step++) {
    for (let state = 0; state < states; state++) {
      let sum = current[state] ?? IMPOSSIBLE;
      if (state > 0) sum = logAdd(sum, current[state - 1] ?? IMPOSSIBLE);
      // A blank may be skipped between different glyphs; between equal ones it is what keeps them two.
      if (state > 1 && state % 2 === 1 && classAt(state) !== classAt(state - 2))
        sum = logAdd(sum, current[state - 2] ?? IMPOSSIBLE);
      next[state] = sum + logAt(step, state);
    }
    [current, next] = [next, current];
  }
  const last = current[states - 1] ?? IMPOSSIBLE;
  return states > 1 ? logAdd(last, current[states - 2] ?? IMPOSSIBLE) : last;
}

/** log(eᵃ + eᵇ) without overflow. */
function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  const low = Math.min(a, b);
  return low <= IMPOSSIBLE ? high : high + Math.log1p(Math.exp(low - high));
}
