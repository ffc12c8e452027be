import { CONSENTS } from '../../../domain/consents';
import type { OrderCommandInput } from '../../../domain/ports/use-cases';
import { CITY, PLAN } from './catalogue';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A valid number (GB 11643) of somebody born that day (`YYYYMMDD`) in 北京市东城区; `serial` keeps people apart. */
export function idNumberOf(birth: string, serial: number): string {
  const digits = `110101${birth}${String(serial % 1000).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return `${digits}${'10X98765432'.charAt(sum % 11)}`;
}

export interface Person {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
}

let people = 0;

/** Somebody nobody met before in this process. */
export function somebody(birth = '19900307'): Person {
  people += 1;
  const day = new Date(Date.UTC(Number(birth.slice(0, 4)), Number(birth.slice(4, 6)) - 1, Number(birth.slice(6, 8))));
  day.setUTCDate(day.getUTCDate() + Math.floor(people / 900));
  const born = day.toISOString().slice(0, 10).replaceAll('-', '');
  return { name: '欧阳春晓', idNumber: idNumberOf(born, people % 900), phone: String(13_800_000_000 + people) };
}

let references = 0;

/** A command of the demo channel; no pictures, one card, a number drawn by rule. */
export function command(person: Person, change: Partial<OrderCommandInput> = {}): OrderCommandInput {
  references += 1;
  return {
    externalRef: `T${String(process.pid)}-${String(references)}`,
    planCode: PLAN,
    quantity: 1,
    city: CITY,
    holder: person,
    consents: CONSENTS.map(({ kind, textHash }) => ({ kind, textHash })),
    delivery: { province: '广东省', city: '深圳市', district: '南山区', address: '科技园 1 号' },
    ...change,
  };
}
