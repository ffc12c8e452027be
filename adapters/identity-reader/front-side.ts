import type { Day } from '../../domain/brand';
import { readIdNumber } from '../../domain/id-number';
import type { FieldReading } from '../../domain/ports/identity-check';
import type { Region } from '../../domain/region';
import { readAddressField } from './fields/address';
import { readBirthField } from './fields/birth';
import { readEthnicityField } from './fields/ethnicity';
import { readIdNumberField } from './fields/id-number';
import { readNameField } from './fields/name';
import type { CardSide } from './fields/reading';
import { readSexField } from './fields/sex';

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
}

/** Reads the side with the portrait. */
export async function readFront(side: CardSide, asOf: Day): Promise<FrontReading> {
  const idNumber = await readIdNumberField(side, asOf);
  const number = idNumber.value === null ? null : readIdNumber(idNumber.value, asOf);
  const homeCode = number?.ok === true ? number.regionCode : null;
  const name = await readNameField(side);
  const sex = await readSexField(side);
  const ethnicity = await readEthnicityField(side);
  const birth = await readBirthField(side);
  const { field: address, region } = await readAddressField(side, homeCode);
  return { fields: { name, sex, ethnicity, birth, address, idNumber }, region, homeCode };
}
