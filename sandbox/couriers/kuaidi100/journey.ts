import type { Code } from './codes';
import type { Stage } from './rows';

const HOUR_MS = 3_600_000;

/** Shortest and longest time until a stage, from the one before; about two days from the order to the door. */
const HOURS: Readonly<Record<Stage, readonly [number, number]>> = {
  pickup: [2, 8],
  line: [8, 14],
  city: [14, 24],
  out: [4, 8],
  door: [1, 4],
  back: [2, 6],
  home: [24, 48],
};

export type Pace = readonly [number, number] | null;

/** Shortest and longest time until a stage; `pace` (milliseconds) replaces the usual hours. */
export function paceOf(stage: Stage, pace: Pace): readonly [number, number] {
  const [least, most] = HOURS[stage];
  return pace ?? [least * HOUR_MS, most * HOUR_MS];
}

/** What follows on the way that nobody disturbs. */
export const AFTER: Readonly<Record<Exclude<Stage, 'door'>, { readonly code: Code; readonly then: Stage | null }>> = {
  pickup: { code: '103', then: 'line' },
  line: { code: '1002', then: 'city' },
  city: { code: '1001', then: 'out' },
  out: { code: '5', then: 'door' },
  back: { code: '6', then: 'home' },
  home: { code: '4', then: null },
};

/**
 * What happens to a parcel at its address and before.
 * - `takes`: she takes it herself · `refuses`: she sends it back · `other`: somebody else takes it · `locker`: it is put
 *   into a locker · `stuck`: no news after it was fetched, until somebody asks for it · `lost`: nothing more, ever
 */
export type Door = 'takes' | 'refuses' | 'other' | 'locker' | 'stuck' | 'lost';
export const DOORS: readonly Door[] = ['takes', 'refuses', 'other', 'locker', 'stuck', 'lost'];

/** What the man at the door writes down. */
export function atTheDoor(door: Door): {
  readonly code: Code;
  readonly signedBy: string | null;
  readonly then: Stage | null;
} {
  switch (door) {
    case 'refuses':
      return { code: '14', signedBy: null, then: 'back' };
    case 'other':
      return { code: '303', signedBy: '同住亲属', then: null };
    case 'locker':
      return { code: '304', signedBy: '快递柜', then: null };
    // One that was found again is taken as usual.
    case 'takes':
    case 'stuck':
    case 'lost':
      return { code: '301', signedBy: '本人', then: null };
  }
}
