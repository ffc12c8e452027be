import type { ComparableRow } from '../../difference';
import type { CarrierMemory } from '../house/state';

export interface BookRow extends ComparableRow {
  readonly carrierOrderNo: string;
}

/** The carrier's list for comparing books, oldest first. */
export function bookRows(memory: CarrierMemory): BookRow[] {
  return [...memory.orders.values()].map(({ carrierOrderNo, state, submission }) => ({
    reference: submission.reference,
    status: state,
    number: submission.number,
    amountFen: submission.firstMonthFen,
    carrierOrderNo,
  }));
}

/** What a planted difference says. */
export const LIES = {
  kinds: ['amount', 'number', 'status', 'missing', 'extra'],
  invented: {
    reference: 'PLANTED000000000001',
    status: '已激活',
    number: '19200000000',
    amountFen: 2900,
    carrierOrderNo: 'XL9999999999',
  },
  statuses: ['已激活', '已撤单'],
} as const;
