import { randomBytes } from 'node:crypto';
import type { IdOfPrefix } from '../domain/ports/messages';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const LENGTH = 12;
/** Bytes from here on would make the first digits likelier than the last, so they are thrown away. */
const REJECTED_FROM = 256 - (256 % DIGITS.length);

/** A new random public id: prefix, underscore, 12 base36 digits (62 bits), each digit equally likely. */
export function newId<Prefix extends keyof IdOfPrefix>(prefix: Prefix): IdOfPrefix[Prefix] {
  let digits = '';
  while (digits.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < REJECTED_FROM && digits.length < LENGTH) digits += DIGITS.charAt(byte % DIGITS.length);
    }
  }
  return `${prefix}_${digits}` as IdOfPrefix[Prefix];
}
