import type { CarrierMemory } from './state';

export interface BookRow {
  readonly reference: string;
  readonly status: string;
  readonly number: string;
  readonly amountFen: number;
  readonly carrierOrderNo: string;
}

export type Difference = 'amount' | 'status' | 'missing' | 'extra';

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

/** The list with one lie in it, to prove that a comparison finds lies. The book itself stays true. */
export function withDifference(rows: readonly BookRow[], kind: Difference | undefined): BookRow[] {
  const [first, ...others] = rows;
  if (kind === 'extra') {
    const invented = { reference: 'PLANTED000000000001', status: '已激活', number: '19200000000', amountFen: 2900 };
    return [...rows, { ...invented, carrierOrderNo: 'XL9999999999' }];
  }
  if (!first) return [];
  switch (kind) {
    case undefined:
      return [...rows];
    case 'missing':
      return others;
    case 'amount':
      return [{ ...first, amountFen: first.amountFen + 1 }, ...others];
    case 'status':
      return [{ ...first, status: first.status === '已激活' ? '已撤单' : '已激活' }, ...others];
  }
}
