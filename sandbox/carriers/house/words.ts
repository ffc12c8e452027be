/** How a house thinks of an order; what a carrier says of it on the wire is its own. */
export type CarrierState = '处理中' | '已开户' | '已激活' | '已停机' | '已销户' | '已拒绝' | '已撤单';

/** What tells one carrier's house from another's. */
export interface House {
  readonly code: string;
  /** Name of its delays among the seeded draws: one carrier's do not move with another's. */
  readonly drawnAs: string;
  readonly orderPrefix: string;
  /** No two carriers, and nobody's own phone, begin alike. */
  readonly numberPrefix: string;
  readonly iccidPrefix: string;
  readonly texts: Texts;
}

export type Texts = Readonly<
  Record<
    | 'noSuchNumber'
    | 'numberTaken'
    | 'holdLapsed'
    | 'oneIdFive'
    | 'underSixteen'
    | 'noSuchOrder'
    | 'referenceReused'
    | 'alreadyActive'
    | 'alreadyRefused'
    | 'alreadyClosed'
    | 'badCallbackUrl',
    string
  >
>;

/** Cards one person may have opened with one carrier. */
export const CARDS_PER_PERSON = 5;
