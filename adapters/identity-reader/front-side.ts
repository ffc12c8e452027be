import type { Day } from '../../domain/brand';
import { readIdNumber } from '../../domain/id-number';
import type { FieldReading } from '../../domain/ports/identity-check';
import type { Region } from '../../domain/region';
import { readAddressField } from './fields/address';
import { readBirthField } from './fields/birth';
import { readEthnicityField } from './fields/ethnicity';
import { readIdNumberField } from './fields/id-number';
import { readNameField } from './fields/name';
import type { CardSide, Measure } from './fields/reading';
import { readSexField } from './fields/sex';
import { likelihoodOn } from './text-match';

export interface FrontFields {
  readonly name: FieldReading;
  readonly sex: FieldReading;
  readonly ethnicity: FieldReading;
  readonly birth: FieldReading;
  readonly address: FieldReading;
  readonly idNumber: FieldReading;
}

export interface FrontReading {
  readonly fields: FrontFields;
  /** Region of the address, for the issuing office on the other side. */
  readonly region: Region | null;
  /** First six digits of a number that holds. */
  readonly homeCode: string | null;
  /** How likely each of the given texts stands on its line, by text. */
  readonly likelihoods: ReadonlyMap<string, number>;
}

/** Texts to be held against the print. */
export interface GivenTexts {
  readonly name: readonly string[];
  readonly idNumber: readonly string[];
}

/**
 * Reads the side with the portrait and measures the given texts on the way, while the lines are read anyway. Null, with nothing but the
 * number read, where `isItself` does not know the side by it: all other lines would be read for nothing.
 */
export async function readFront(
  side: CardSide,
  asOf: Day,
  given: GivenTexts,
  isItself: (idNumber: FieldReading) => boolean,
): Promise<FrontReading | null> {
  const likelihoods = new Map<string, number>();
  const measure =
    (texts: readonly string[]): Measure =>
    (seen) => {
      const likelihood = likelihoodOn(side.recogniser, seen);
      for (const text of texts) likelihoods.set(text, likelihood(text));
    };
  const idNumber = await readIdNumberField(side, asOf, measure(given.idNumber));
  if (!isItself(idNumber)) return null;
  const number = idNumber.value === null ? null : readIdNumber(idNumber.value, asOf);
  const homeCode = number?.ok === true ? number.regionCode : null;
  const name = await readNameField(side, measure(given.name));
  const sex = await readSexField(side);
  const ethnicity = await readEthnicityField(side);
  const birth = await readBirthField(side);
  const { field: address, region } = await readAddressField(side, homeCode);
  return { fields: { name, sex, ethnicity, birth, address, idNumber }, region, homeCode, likelihoods };
}
