import type { FieldReading } from '../../domain/ports/identity-check';
import type { Region } from '../../domain/region';
import { readAuthorityField } from './fields/authority';
import type { CardSide } from './fields/reading';
import { readValidityFields, type ValidityFields } from './fields/validity';

export interface BackFields {
  readonly authority: FieldReading;
  readonly validFrom: FieldReading;
  readonly validTo: FieldReading;
}

/**
 * Reads the side with the issuing office; region and number of the front say which offices are near. Null, with the office not read, where
 * `isItself` does not know the side by its term of validity.
 */
export async function readBack(
  side: CardSide,
  region: Region | null,
  homeCode: string | null,
  isItself: (validity: ValidityFields) => boolean,
): Promise<BackFields | null> {
  const validity = await readValidityFields(side);
  if (!isItself(validity)) return null;
  return { authority: await readAuthorityField(side, region, homeCode), ...validity };
}
