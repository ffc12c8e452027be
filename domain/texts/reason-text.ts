import type { Bilingual } from '../ports/use-cases';

/** A code's words, neutral enough for an officer's screen and a customer's phone; `text` has no full stop, a remedy has. */
export interface ReasonText {
  /** What is wrong. */
  readonly text: Bilingual;
  /** What the customer can do about it. */
  readonly remedy: Bilingual;
  /** What the customer can do once the order has ended for it, where that is something else. */
  readonly afterwards?: Bilingual;
}

export type Pair = readonly [zh: string, en: string];

const bilingual = ([zh, en]: Pair): Bilingual => ({ zh, en });

export const reasonText = (text: Pair, remedy: Pair, afterwards?: Pair): ReasonText => ({
  text: bilingual(text),
  remedy: bilingual(remedy),
  ...(afterwards === undefined ? {} : { afterwards: bilingual(afterwards) }),
});
