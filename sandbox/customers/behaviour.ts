import type { Door } from '../couriers/kuaidi100/journey';
import type { Person } from '../people/person';
import type { Look } from '../persons/photos';

/**
 * What a customer does with a link.
 * - `honest`: sends what she should · `silent`: never opens it · `good-on-second`: her first set cannot be read
 * - `always-swapped`: sends another woman's selfie each time · `as-is`: sends what her kind of person sends, every time
 * - `declines-face`: honest, but does not agree to face recognition
 */
export const BEHAVIOURS = ['honest', 'silent', 'good-on-second', 'always-swapped', 'as-is', 'declines-face'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/**
 * When she activates the card she got.
 * - `soon`: within hours · `late-news`: within hours too, but the carrier's head office hears of it only weeks later
 * - `never`: not at all
 */
export type Activates = 'soon' | 'late-news' | 'never';
export const ACTIVATES: readonly Activates[] = ['soon', 'late-news', 'never'];

/** What the carrier sees of an activation, where it shall not be the right person at the address of the parcel. */
export interface Elsewhere {
  readonly personMatches?: boolean;
  readonly province?: string;
  readonly city?: string;
}

/** All that one customer was told to do; what is absent she does as everybody. */
export interface Habits {
  readonly behaviour?: Behaviour;
  /** Business milliseconds until she opens a link. */
  readonly delayMs?: number;
  readonly door?: Door;
  readonly activates?: Activates;
  readonly activation?: Elsewhere;
  /** What she asks once, when a link brings her to the page of her card. */
  readonly asks?: string;
  /** With `late-news`: days from the activation until the head office hears of it; 35 unless told. */
  readonly newsLateDays?: number;
}

/** What somebody does who was not told: a swapped selfie is a fraud that goes on, all others do their best. */
export function ownBehaviour(person: Person): Behaviour {
  return person.kind === 'swapped-selfie' ? 'always-swapped' : 'honest';
}

/** Which photos go into a set; `round` is the number of sets this person has sent through a link before. */
export function lookOf(behaviour: Exclude<Behaviour, 'silent'>, person: Person, round: number): Look {
  switch (behaviour) {
    case 'always-swapped':
      return 'swapped';
    case 'as-is':
      return 'own';
    case 'good-on-second':
      return round === 0 ? 'blurred' : honestLook(person);
    case 'honest':
    case 'declines-face':
      return honestLook(person);
  }
}

/** Honesty does not change a card with a wrong digit, nor a face that has aged since the photo. */
function honestLook({ kind }: Person): Look {
  return kind === 'digit-changed' || kind === 'digit-changed-valid' || kind === 'review-band' ? 'own' : 'good';
}
