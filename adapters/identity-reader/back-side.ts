import type { FieldReading } from '../../domain/ports/identity-check';
import type { Region } from '../../domain/region';
import { readAuthorityField } from './fields/authority';
import type { CardSide } from './fields/reading';
import { readValidityFields } from './fields/validity';

export interface BackFields {
  readonly authority: FieldReading;
  readonly validFrom: FieldReading;
  readonly validTo: FieldReading;
}

/** Reads the side with the issuing office; region and number of the front say which offices are near. */
export async function readBack(side: CardSide, region: Region | null, homeCode: string | null): Promise<BackFields> {
  const authority = await readAuthorityField(side, region, homeCode);
  return { authority, ...(await readValidityFields(side)) };
}
