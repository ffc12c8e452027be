import type { ComparableRow } from '../../difference';
import type { CarrierMemory } from '../house/state';
import { STATUS } from './words';

/** The carrier's statement, oldest first. It lists orders in work as taken in, whatever a query says of their cards. */
export function statement(memory: CarrierMemory): ComparableRow[] {
  return [...memory.orders.values()].map(({ state, submission }) => ({
    reference: submission.reference,
    status: String(STATUS[state]),
    number: submission.number,
    amountFen: submission.firstMonthFen,
  }));
}

/** What a planted difference says. */
export const LIES = {
  kinds: ['amount', 'number', 'status', 'missing', 'extra'],
  invented: { reference: 'PLANTED000000000001', status: '40', number: '19600000000', amountFen: 3900 },
  statuses: ['40', '91'],
} as const;
