import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { type Random } from '../random';
import { DIGITS, HAN, registerFonts } from './fonts';
import { guilloche, PATTERNS, type Side } from './guilloche';
import { BACK, CARD, FRONT, SPECIMEN_MARKS } from './layout';

/** The text of the two sides, printed character for character. */
export interface FrontText {
  readonly name: string;
  readonly sex: string;
  readonly ethnicity: string;
  /** `YYYY-MM-DD`. */
  readonly birth: string;
  readonly address: string;
  readonly idNumber: string;
}
export interface BackText {
  readonly authority: string;
  readonly validity: string;
}

/** What is printed: a front with its portrait, or a back. */
export type PrintedSide =
  | { readonly side: 'front'; readonly text: FrontText; readonly portrait: Canvas }
  | { readonly side: 'back'; readonly text: BackText };

/** RGBA pixels of a card without perspective, transparent outside its round corners. */
export interface CardPixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** How this copy came out of the printer: the layer of values is printed apart from the labels and sits a little off. */
interface Press {
  readonly context: SKRSContext2D;
  readonly labelInk: string;
  readonly valueInk: string;
  readonly weight: 'bold ' | '';
  readonly shiftX: number;
  readonly shiftY: number;
  readonly growth: number;
}

/** Prints one side at `scale` × 300 dpi. Bears no emblem, only a disc in its place, and the words 样张 SPECIMEN, always. */
export function printCard(printed: PrintedSide, scale: number, random: Random): CardPixels {
  registerFonts();
  const canvas = createCanvas(Math.round(CARD.width * scale), Math.round(CARD.height * scale));
  const context = canvas.getContext('2d');
  context.drawImage(guilloche(printed.side, random.int(0, PATTERNS - 1), scale), 0, 0);
  context.scale(scale, scale);
  context.textBaseline = 'middle';

  const press: Press = {
    context,
    labelInk: `rgb(${random.int(40, 75)},${random.int(115, 150)},${random.int(165, 200)})`,
    valueInk: `rgb(${random.int(15, 45)},${random.int(15, 45)},${random.int(20, 50)})`,
    weight: random.chance(0.15) ? 'bold ' : '',
    shiftX: random.range(-5, 5),
    shiftY: random.range(-4, 4),
    growth: random.range(0.97, 1.03),
  };
  if (printed.side === 'front') printFront(press, printed.text, printed.portrait);
  else printBack(press, printed.text);
  markAsSpecimen(context, printed.side);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { data: Buffer.from(data.buffer), width: canvas.width, height: canvas.height };
}

function printFront(press: Press, text: FrontText, portrait: Canvas): void {
  const { rowY, labelX, labelSize, birthX } = FRONT;
  for (const [word, x, y] of [
    ['姓名', labelX, rowY.name],
    ['性别', labelX, rowY.sex],
    ['民族', FRONT.ethnicityLabelX, rowY.sex],
    ['出生', labelX, rowY.birth],
    ['住址', labelX, rowY.address],
  ] as const) {
    label(press, word, x, y, labelSize, x === labelX ? 50 : 46);
  }
  label(press, '公民身份号码', labelX, rowY.idNumber, labelSize, labelSize + 4);

  value(press, text.name, FRONT.valueX, rowY.name, FRONT.nameSize);
  value(press, text.sex, FRONT.valueX, rowY.sex);
  value(press, text.ethnicity, FRONT.ethnicityX, rowY.sex);

  const [year = '', month = '', day = ''] = text.birth.split('-');
  value(press, year, birthX.year, rowY.birth);
  label(press, '年', birthX.yearLabel, rowY.birth, labelSize);
  press.context.textAlign = 'center';
  value(press, String(Number(month)), birthX.month, rowY.birth);
  value(press, String(Number(day)), birthX.day, rowY.birth);
  press.context.textAlign = 'left';
  label(press, '月', birthX.monthLabel, rowY.birth, labelSize);
  label(press, '日', birthX.dayLabel, rowY.birth, labelSize);

  printAddress(press, text.address);
  printIdNumber(press, text.idNumber);
  const { x, y, width, height } = FRONT.portrait;
  press.context.globalAlpha = 0.93; // A card's portrait is printed slightly pale.
  press.context.drawImage(portrait, x + press.shiftX, y + press.shiftY, width, height);
  press.context.globalAlpha = 1;
}

/** Breaks the address where its next character would pass the eleventh column; digits are narrower than Han characters. */
function printAddress(press: Press, address: string): void {
  const widest = FRONT.addressCharacters * FRONT.valueSize * press.growth + 1;
  const lines = [''];
  press.context.font = font(press, FRONT.valueSize);
  for (const character of address) {
    const line = lines.at(-1) ?? '';
    if (press.context.measureText(line + character).width > widest) lines.push(character);
    else lines[lines.length - 1] = line + character;
  }
  lines.forEach((line, at) => {
    value(press, line, FRONT.valueX, FRONT.rowY.address + at * FRONT.addressStep);
  });
}

/** Eighteen characters at a fixed pitch. */
function printIdNumber(press: Press, idNumber: string): void {
  const { x, width, size } = FRONT.idNumber;
  const { context, shiftX, shiftY, growth } = press;
  context.fillStyle = press.valueInk;
  context.font = `${(size * growth).toFixed(2)}px ${DIGITS}`;
  context.textAlign = 'center';
  Array.from(idNumber).forEach((character, at) => {
    context.fillText(character, x + shiftX + ((at + 0.5) * width) / 18, FRONT.rowY.idNumber + shiftY);
  });
  context.textAlign = 'left';
}

function printBack(press: Press, text: BackText): void {
  const { context } = press;
  emblemPlaceholder(context);
  context.fillStyle = press.valueInk;
  context.textAlign = 'center';
  for (const title of BACK.titles) {
    context.font = `bold ${String(title.size)}px ${HAN}`;
    const step = title.size + title.gap;
    const firstX = title.x - ((title.text.length - 1) * step) / 2;
    Array.from(title.text).forEach((character, at) => {
      context.fillText(character, firstX + at * step, title.y);
    });
  }
  context.textAlign = 'left';
  const { labelX, valueX, labelSize, rowY } = BACK;
  label(press, '签发机关', labelX, rowY.authority, labelSize, labelSize + 4);
  label(press, '有效期限', labelX, rowY.validity, labelSize, labelSize + 4);
  value(press, text.authority, valueX, rowY.authority, BACK.valueSize);
  value(press, text.validity, valueX, rowY.validity, BACK.valueSize);
}

/** A disc where the national emblem would be: its artwork belongs on no specimen. */
function emblemPlaceholder(context: SKRSContext2D): void {
  const { x, y, radius } = BACK.emblem;
  context.fillStyle = 'rgba(200,40,40,0.85)';
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fill();
  context.strokeStyle = 'rgba(235,195,80,0.9)';
  context.lineWidth = 7;
  context.beginPath();
  context.arc(x, y, radius - 9, 0, 7);
  context.stroke();
}

function markAsSpecimen(context: SKRSContext2D, side: Side): void {
  context.textAlign = 'center';
  context.lineJoin = 'round';
  context.strokeStyle = 'rgba(208,62,74,0.62)';
  for (const { text, x, y, size } of SPECIMEN_MARKS[side]) {
    context.font = `bold ${String(size)}px ${HAN}`;
    context.lineWidth = 1 + size * 0.026;
    context.strokeText(text, x, y);
  }
}

/** A label is spaced by `pitch` pixels from character to character. */
function label(press: Press, text: string, x: number, y: number, size: number, pitch = size): void {
  press.context.fillStyle = press.labelInk;
  press.context.font = `${press.weight}${String(size)}px ${HAN}`;
  Array.from(text).forEach((character, at) => {
    press.context.fillText(character, x + at * pitch, y);
  });
}

function value(press: Press, text: string, x: number, y: number, size: number = FRONT.valueSize): void {
  press.context.fillStyle = press.valueInk;
  press.context.font = font(press, size);
  press.context.fillText(text, x + press.shiftX, y + press.shiftY);
}

function font(press: Press, size: number): string {
  return `${press.weight}${(size * press.growth).toFixed(2)}px ${HAN}`;
}
