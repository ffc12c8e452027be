/** A card at 300 dpi (85.6 × 54 mm). All positions of the layout are in these pixels, text positions are centre lines. */
export const CARD = { width: 1011, height: 638, corner: 36 } as const;

export const FRONT = {
  labelX: 72,
  valueX: 184,
  labelSize: 31,
  valueSize: 36,
  nameSize: 41,
  rowY: { name: 104, sex: 184, birth: 262, address: 340, idNumber: 556 },
  ethnicityLabelX: 350,
  ethnicityX: 446,
  birthX: { year: 184, yearLabel: 284, month: 352, monthLabel: 388, day: 446, dayLabel: 482 },
  addressStep: 48,
  addressCharacters: 11,
  idNumber: { x: 342, width: 560, size: 47 },
  portrait: { x: 628, y: 84, width: 288, height: 386 },
} as const;

export const BACK = {
  emblem: { x: 150, y: 152, radius: 96 },
  titles: [
    { text: '中华人民共和国', x: 600, y: 112, size: 56, gap: 20 },
    { text: '居民身份证', x: 600, y: 222, size: 84, gap: 26 },
  ],
  labelX: 262,
  valueX: 432,
  labelSize: 32,
  valueSize: 36,
  rowY: { authority: 487, validity: 568 },
} as const;

/** Where the words that make the card a specimen stand: no field, label or portrait is there. */
export const SPECIMEN_MARKS = {
  front: [
    { text: '样张 SPECIMEN', x: 772, y: 498, size: 37 },
    { text: '样张 SPECIMEN', x: 232, y: 44, size: 42 },
  ],
  back: [
    { text: '样张 SPECIMEN', x: 590, y: 366, size: 92 },
    { text: '样张', x: 138, y: 488, size: 62 },
    { text: 'SPECIMEN', x: 138, y: 552, size: 36 },
  ],
} as const;
