/** A rectangle in card pixels: left, top, right, bottom. */
export type Region = readonly [number, number, number, number];

/** Cards are measured at 300 dpi: 85.6 × 54 mm are 1011 × 638 pixels. */
export const CARD_WIDTH = 1011;
export const CARD_HEIGHT = 638;
export const CARD_RATIO = 85.6 / 54;

export type FrontLine = 'name' | 'sex' | 'ethnicity' | 'birth' | 'address' | 'idNumber';
export type BackLine = 'authority' | 'validity';
export type LineName = FrontLine | BackLine;

/** Where the values stand, with room for a print that sits a few pixels off. */
export const LINE_REGIONS: Readonly<Record<LineName, Region>> = {
  name: [166, 70, 606, 140],
  sex: [166, 152, 262, 216],
  ethnicity: [432, 152, 612, 216],
  birth: [166, 230, 528, 294],
  address: [166, 308, 616, 514],
  idNumber: [326, 520, 920, 592],
  authority: [420, 452, 990, 522],
  validity: [420, 534, 960, 602],
};

export const PORTRAIT_REGION: Region = [590, 50, 955, 505];

/** The printed labels that tell the sides apart, and what they say. */
export const SIDE_LABELS = {
  front: { region: [56, 312, 166, 368] as Region, text: '住址' },
  back: { region: [236, 536, 420, 600] as Region, text: '有效期限' },
} as const;

/** Width of one glyph of the name, of the address and of the back's values, in card pixels. */
export const GLYPH_PITCH = { name: 41.3, value: 36.4 } as const;
