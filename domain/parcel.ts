import type { Instant } from './brand';
import type { CourierEvent } from './ports/courier';

/** The aggregator that every parcel goes through: its codes have their meaning only with this name. */
export const COURIER = 'kuaidi100';

/** Where a parcel stands, in our words (`DOMAIN.md` 5.1). */
export const PARCEL_STATES = [
  'ordered',
  'picked-up',
  'in-transit',
  'arrived-city',
  'out-for-delivery',
  'held-at-locker',
  'signed',
  'signed-self',
  'signed-by-other',
  'signed-locker',
  'refused',
  'returning',
  'return-signed',
  'cancelled',
  // Troubles: news that something is wrong, not a place on the way.
  'problem',
  'unsigned-too-long',
  'no-news',
  'locker-timeout',
  'unreachable',
  'out-of-area',
  'stuck',
  'damaged',
] as const;
export type ParcelState = (typeof PARCEL_STATES)[number];

/**
 * 快递100's codes. Keyed by provider on purpose: 快递鸟 gives 2, 201, 301 and 401 other meanings. Customs codes are
 * left out, for no SIM card crosses a border here; what no row knows is no news.
 */
const KUAIDI100: Readonly<Record<string, ParcelState>> = {
  '0': 'in-transit',
  '1': 'picked-up',
  '2': 'problem',
  '3': 'signed',
  '4': 'return-signed',
  '5': 'out-for-delivery',
  '6': 'returning',
  '7': 'in-transit',
  '14': 'refused',
  '101': 'ordered',
  '102': 'ordered',
  '103': 'picked-up',
  '201': 'unsigned-too-long',
  '202': 'no-news',
  '203': 'refused',
  '204': 'problem',
  '205': 'locker-timeout',
  '206': 'unreachable',
  '207': 'out-of-area',
  '208': 'stuck',
  '209': 'damaged',
  '210': 'cancelled',
  '301': 'signed-self',
  '302': 'signed',
  '303': 'signed-by-other',
  '304': 'signed-locker',
  '401': 'cancelled',
  '501': 'held-at-locker',
  '1001': 'arrived-city',
  '1002': 'in-transit',
  '1003': 'in-transit',
};

/** A courier's code in our word; null for a code that no row knows, which then changes nothing. */
export const parcelWord = (code: string): ParcelState | null =>
  Object.hasOwn(KUAIDI100, code) ? (KUAIDI100[code] ?? null) : null;

/** How far along; the way back lies behind the way out, so "signed, then returned" is returned. Troubles have no rank. */
const RANK: Readonly<Partial<Record<ParcelState, number>>> = {
  ordered: 0,
  'picked-up': 1,
  'in-transit': 2,
  'arrived-city': 3,
  'out-for-delivery': 4,
  'held-at-locker': 5,
  signed: 6,
  'signed-locker': 7,
  'signed-self': 8,
  'signed-by-other': 9,
  refused: 10,
  returning: 11,
  'return-signed': 12,
  cancelled: 13,
};

export interface Parcel {
  /** The furthest it got; null before anything was heard. */
  readonly state: ParcelState | null;
  /** When it got there, by the courier's time. */
  readonly at: Instant | null;
  /** What is wrong with it now: the newest news is a trouble. */
  readonly trouble: ParcelState | null;
  /** Time of the newest news. */
  readonly newsAt: Instant | null;
}

/**
 * A parcel from all that was heard of it, in whatever order it came: the furthest state wins, and among reports of the
 * same state the earliest time, because couriers report a thing again.
 */
export function parcelOf(events: readonly CourierEvent[]): Parcel {
  let state: ParcelState | null = null;
  let at: Instant | null = null;
  let newest: { readonly word: ParcelState; readonly at: Instant } | null = null;
  for (const event of events) {
    const word = parcelWord(event.code);
    if (word === null) continue;
    if (newest === null || event.at > newest.at || (event.at === newest.at && isTrouble(newest.word))) {
      newest = { word, at: event.at };
    }
    const rank = RANK[word];
    if (rank === undefined) continue;
    const best = state === null ? -1 : (RANK[state] ?? -1);
    if (rank > best || (rank === best && at !== null && event.at < at)) {
      state = word;
      at = event.at;
    }
  }
  return {
    state,
    at,
    trouble: newest !== null && isTrouble(newest.word) ? newest.word : null,
    newsAt: newest?.at ?? null,
  };
}

const isTrouble = (word: ParcelState): boolean => RANK[word] === undefined;

/** How a parcel came into somebody's hands; `unspecified` where the courier does not say whose. */
export type SignedBy = 'self' | 'other' | 'locker' | 'unspecified';

export function signedBy(state: ParcelState | null): SignedBy | null {
  switch (state) {
    case 'signed-self':
      return 'self';
    case 'signed-by-other':
      return 'other';
    case 'signed-locker':
      return 'locker';
    case 'signed':
      return 'unspecified';
    default:
      return null;
  }
}

/** Nobody carries it to the door yet and it is not coming back: as far as is known, a courier can still turn it round. */
export const isBeforeTheDoor = (state: ParcelState | null): boolean =>
  state === null || (RANK[state] ?? Infinity) < (RANK['out-for-delivery'] ?? 0);

/** The parcel is on its way back, or never left. */
export const isComingBack = (state: ParcelState | null): boolean => state === 'refused' || state === 'returning';

/** The sender has it again: only now may number and card be given back. */
export const isBack = (state: ParcelState | null): boolean => state === 'return-signed' || state === 'cancelled';
