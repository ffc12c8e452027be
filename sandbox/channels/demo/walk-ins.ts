import type { PersonKind } from '../../people/person';
import { draw, drawOne } from '../../random';

interface Recipe {
  readonly share: number;
  readonly kind: PersonKind;
  readonly withPhotos: boolean;
  readonly quantity: number;
  /** She will ask support where her card is, once it is on its way. */
  readonly asks?: true;
}

/** Who comes into the shop and how she is served. */
export interface WalkIn {
  readonly kind: PersonKind;
  readonly withPhotos: boolean;
  readonly quantity: number;
  readonly question: string | null;
  readonly planCode: string;
  readonly city: string;
  readonly agentCode: string | null;
}

/**
 * The very first customers: an order that runs to its end by itself, one for an officer, one with a question, one who
 * gets a link. Nobody asks later: each question waits for a visitor, who has met one by then.
 */
const OPENING: readonly Recipe[] = [
  { share: 0, kind: 'ordinary', withPhotos: true, quantity: 1 },
  { share: 0, kind: 'review-band', withPhotos: true, quantity: 1 },
  { share: 0, kind: 'ordinary', withPhotos: true, quantity: 1, asks: true },
  { share: 0, kind: 'ordinary', withPhotos: false, quantity: 1 },
];

/** All who come later: most send good photos along, some get a link, few are for an officer or must take a photo again. */
const MIX: readonly [Recipe, ...Recipe[]] = [
  { share: 0.68, kind: 'ordinary', withPhotos: true, quantity: 1 },
  { share: 0.17, kind: 'ordinary', withPhotos: false, quantity: 1 },
  { share: 0.05, kind: 'review-band', withPhotos: true, quantity: 1 },
  { share: 0.05, kind: 'blurred', withPhotos: true, quantity: 1 },
  { share: 0.05, kind: 'ordinary', withPhotos: true, quantity: 2 },
];

const QUESTIONS = ['我的卡到哪了？', '快递什么时候到？', '请问包裹到哪里了'] as const;
/** Who sells for commission, and how many of the later sales are theirs. */
const AGENT = { code: 'AG01', share: 0.8 } as const;

/** Real milliseconds between the first few sales, at most: a newcomer waits for them. */
const OPENING_PACE_MS = 5_000;

/** The customer of the sale with this number, from 1. One seed brings the same customers again. */
export function walkIn(seed: number, count: number): WalkIn {
  const opening = OPENING[count - 1];
  const { kind, withPhotos, quantity, asks } = opening ?? drawn(seed, count);
  const isByAgent = opening !== undefined || draw(seed, 'agent', count) < AGENT.share;
  return {
    kind,
    withPhotos,
    quantity,
    question: asks ? drawOne(QUESTIONS, seed, 'question', count) : null,
    planCode: drawOne(['XL29', 'XL29', 'XL59'], seed, 'plan', count),
    city: drawOne(['0755', '0571'], seed, 'city', count),
    agentCode: isByAgent ? AGENT.code : null,
  };
}

/** Real milliseconds until the next customer, after so many. */
export function pauseAfter(seed: number, count: number, ratePerMinute: number): number {
  const pace = (60_000 / ratePerMinute) * (0.5 + draw(seed, 'pace', count));
  return count < OPENING.length ? Math.min(pace, OPENING_PACE_MS) : pace;
}

function drawn(seed: number, count: number): Recipe {
  let left = draw(seed, 'recipe', count);
  return MIX.find(({ share }) => (left -= share) < 0) ?? MIX[0];
}
