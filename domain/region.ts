import { CITY_ROWS, COUNTY_ROWS, FORMER_CITY_ROWS, FORMER_COUNTY_ROWS, PROVINCE_ROWS } from './region-data';

/** A county-level division of GB/T 2260, current or abolished. */
export interface Region {
  /** Six digits, as in an ID number. */
  readonly code: string;
  readonly province: string;
  /** Empty where the county hangs directly under the province or municipality. */
  readonly city: string;
  readonly county: string;
  /** Province, city and county as an address on a card begins. */
  readonly full: string;
  readonly former: boolean;
}

function rows(text: string, digits: number): Map<string, string> {
  const entries = text.trim().split(' ');
  return new Map(entries.map((row) => [row.slice(0, digits), row.slice(digits)]));
}

const provinces = rows(PROVINCE_ROWS, 2);
const cities = rows(CITY_ROWS, 4);
const formerCities = rows(FORMER_CITY_ROWS, 4);

function regions(text: string, former: boolean): Region[] {
  return [...rows(text, 6)].map(([code, county]) => {
    const province = provinces.get(code.slice(0, 2)) ?? '';
    const prefecture = code.slice(0, 4);
    const current = cities.get(prefecture);
    const city = (former ? (formerCities.get(prefecture) ?? current) : current) ?? '';
    return { code, province, city, county, full: province + city + county, former };
  });
}

/** Current divisions first, then those abolished since 2002. */
export const REGIONS: readonly Region[] = [...regions(COUNTY_ROWS, false), ...regions(FORMER_COUNTY_ROWS, true)];

const byCode = new Map<string, Region>();
for (const region of REGIONS) if (!byCode.has(region.code)) byCode.set(region.code, region);

/** The division of a six-digit code; undefined proves nothing: people bear codes that no table holds. */
export const regionByCode = (code: string): Region | undefined => byCode.get(code);
