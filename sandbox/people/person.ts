import { createHash } from 'node:crypto';
import { drawDelivery, drawHome, drawPrintedAddress, issuingAuthority, type Delivery } from './addresses';
import { addYears, dayNumber, type CalendarDay } from './calendar-day';
import { FACES, faceAt, REVIEW_BAND_PAIR, strangersTo } from './faces';
import { idNumberAt, withDigitChanged, type BirthWindow } from './id-number';
import { drawName } from './names';
import { randomFrom, type Random } from './random';
import { drawValidity } from './validity';

/**
 * What is special about a person, and so how her story should end.
 * - `ordinary` all in order · `long-name` the same with a name of at least four characters · `dim-selfie` the same, photographed in poor light
 * - `under-age` 15 years old
 * - `review-band` card and selfie come from two photos of one woman, too far apart to be accepted by a machine
 * - `swapped-selfie` the selfie shows another woman
 * - `digit-changed` the card prints another number than the registry knows, its check character is wrong; `digit-changed-valid`: it is right
 * - `blurred` the front of the card is too unsharp to be read
 */
export const PERSON_KINDS = [
  'ordinary',
  'long-name',
  'dim-selfie',
  'under-age',
  'review-band',
  'swapped-selfie',
  'digit-changed',
  'digit-changed-valid',
  'blurred',
] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

/** A person of the demo world. Nobody like her exists: region codes are unassigned, names and addresses are drawn. */
export interface Person {
  readonly personId: string;
  readonly kind: PersonKind;
  readonly name: string;
  /** The true number, as the registry of the authority has it. */
  readonly idNumber: string;
  /** What the card says: the true number, except for the `digit-changed` kinds. */
  readonly printedIdNumber: string;
  readonly phone: string;
  readonly sex: '女';
  readonly birth: CalendarDay;
  /** As printed, without 族. */
  readonly ethnicity: string;
  /** The home address as the card prints it. */
  readonly address: string;
  readonly authority: string;
  readonly validFrom: CalendarDay;
  /** null = 长期. */
  readonly validTo: CalendarDay | null;
  readonly delivery: Delivery;
  /** Index into FACES of the portrait on the card. */
  readonly face: number;
  /** Index into FACES of the selfie; differs from `face` for `review-band` and `swapped-selfie`. */
  readonly selfieFace: number;
}

export interface PersonRequest {
  /** Names the stream of persons: one seed repeats them, another draws others. */
  readonly seed: string | number;
  /** Index into FACES; drawn where absent. */
  readonly face?: number;
  /** Place in the stream, from 0; two places of one stream and kind never share an ID number or a phone. */
  readonly k?: number;
  readonly kind: PersonKind;
  /** The business day the person must fit: age, and a card that lasts a year more. */
  readonly businessDay: CalendarDay;
}

const PHONE_SPACE = 100_000_000;
const PHONE_STRIDE = 38_196_601; // Odd and no multiple of five: it visits every phone before one comes again.

/**
 * Draws a person. The same request always draws the same one.
 * Throws RangeError for a face that does not exist or that the kind cannot have.
 */
export function drawPerson({ seed, face: wishedFace, k = 0, kind, businessDay }: PersonRequest): Person {
  const stream = randomFrom('people', seed, kind);
  const idOffset = stream.int(0, 2 ** 31);
  const phoneOffset = stream.int(0, PHONE_SPACE - 1);
  const random = randomFrom('person', seed, kind, k, wishedFace ?? 'any');

  const { face, selfieFace } = drawFaces(random, kind, wishedFace);
  const place = k * (FACES.length + 1) + (wishedFace === undefined ? FACES.length : wishedFace);
  const { idNumber, birth } = idNumberAt(place, idOffset, birthWindow(kind, businessDay));
  const { name, ethnicity } = drawName(random, kind === 'long-name');
  const home = drawHome(random, ethnicity);
  const validity = drawValidity(random, birth, businessDay);

  return {
    personId: personId(seed, kind, k, wishedFace, businessDay),
    kind,
    name,
    idNumber,
    printedIdNumber: printedNumber(random, kind, idNumber),
    phone: `192${String((phoneOffset + place * PHONE_STRIDE) % PHONE_SPACE).padStart(8, '0')}`,
    sex: '女',
    birth,
    ethnicity,
    address: drawPrintedAddress(random, home),
    authority: issuingAuthority(home),
    validFrom: validity.from,
    validTo: validity.to,
    delivery: drawDelivery(random, home),
    face,
    selfieFace,
  };
}

function drawFaces(random: Random, kind: PersonKind, wished: number | undefined): { face: number; selfieFace: number } {
  if (wished !== undefined) faceAt(wished);
  if (kind === 'review-band') {
    if (wished !== undefined && wished !== REVIEW_BAND_PAIR.card) {
      throw new RangeError(`only face ${String(REVIEW_BAND_PAIR.card)} can fall into the review band`);
    }
    return { face: REVIEW_BAND_PAIR.card, selfieFace: REVIEW_BAND_PAIR.selfie };
  }
  const face = wished ?? random.int(0, FACES.length - 1);
  if (kind !== 'swapped-selfie') return { face, selfieFace: face };

  return { face, selfieFace: random.pick(strangersTo(face)) };
}

/** Birthdays that make the age right on the business day and keep it right while time jumps on: a season for the young. */
function birthWindow(kind: PersonKind, businessDay: CalendarDay): BirthWindow {
  const [youngest, oldest] = kind === 'under-age' ? [15, 15] : [20, 55];
  const daysToSpare = kind === 'under-age' ? 120 : 31;
  return {
    first: dayNumber(addYears(businessDay, -oldest - 1)) + daysToSpare,
    last: dayNumber(addYears(businessDay, -youngest)),
  };
}

function printedNumber(random: Random, kind: PersonKind, idNumber: string): string {
  if (kind !== 'digit-changed' && kind !== 'digit-changed-valid') return idNumber;
  const check = kind === 'digit-changed' ? 'wrong' : 'right';
  return withDigitChanged(idNumber, random.chance(0.5) ? 14 : 15, random.int(0, 999), check);
}

function personId(...request: unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(request)).digest();
  return `per_${digest.readBigUInt64BE().toString(36).padStart(13, '0').slice(-12)}`;
}
