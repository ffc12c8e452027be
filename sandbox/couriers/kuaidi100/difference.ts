import type { ComparableRow } from '../../difference';
import { type CourierMemory, lastCode } from './state';

/** One price for every parcel with a card in it, in fen. */
export const FREIGHT_FEN = 1_200;

/** The courier's list for comparing books, oldest first: the waybill is its number, the freight its amount. */
export function bookRows(memory: CourierMemory): ComparableRow[] {
  return [...memory.parcels.values()].map((parcel) => ({
    reference: parcel.consignment.thirdOrderId,
    status: lastCode(parcel),
    number: parcel.kuaidinum,
    amountFen: FREIGHT_FEN,
  }));
}

/** What a planted difference says. */
export const LIES = {
  kinds: ['amount', 'number', 'status', 'missing', 'extra'],
  invented: { reference: 'PLANTED000000000001', status: '301', number: 'SF9999999999999', amountFen: FREIGHT_FEN },
  statuses: ['301', '4'],
} as const;
