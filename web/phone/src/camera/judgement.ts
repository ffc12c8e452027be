import type { Measure } from './quality';

/** What the customer is told, in the order in which it is worth telling: one thing at a time. */
export type Hint = 'dark' | 'glare' | 'empty' | 'moving' | 'blurred' | 'good';
export type Subject = 'card' | 'face';

/**
 * From cards photographed at three severities: the sharpest of the unreadable ones has .32, the softest of the readable
 * ones .38. A face has fewer edges than print. Advice only: the server judges.
 */
const LIMITS = {
  card: { brightness: 65, glare: 0.06, contrast: 45, sharpness: 0.35, movement: 9 },
  face: { brightness: 60, glare: 0.2, contrast: 40, sharpness: 0.12, movement: 14 },
} as const;

/** `moved` is the difference to the frame before, 0 for a still picture. */
export function judge(subject: Subject, measure: Measure, moved: number): Hint {
  const limit = LIMITS[subject];
  if (measure.brightness < limit.brightness) return 'dark';
  if (measure.glare > limit.glare) return 'glare';
  if (measure.contrast < limit.contrast) return 'empty';
  if (moved > limit.movement) return 'moving';
  if (measure.sharpness < limit.sharpness) return 'blurred';
  return 'good';
}

/** A finished picture shows the table around the card too: only what no reader could cope with counts against it. */
export function judgePicture(subject: Subject, measure: Measure): Hint {
  const hint = judge(subject, { ...measure, brightness: measure.brightness + 15 }, 0);
  return hint === 'empty' && subject === 'card' ? 'blurred' : hint;
}
