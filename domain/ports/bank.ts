import type { PayoutId } from '../brand';

/** A definite no of the bank, its own text kept. */
export interface BankNo {
  readonly kind: 'refused';
  readonly text: string;
}

/** No answer, or one that says nothing: the money may or may not have moved. */
export interface BankSilence {
  readonly kind: 'unknown';
  readonly why: string;
}

/**
 * The bank that pays agents. It knows the payees by our agent codes, from their contracts. A reference pays once: the
 * bank answers a repeat with the first transfer, and a repeat with another amount or payee with a no.
 */
export interface BankPort {
  transfer: (input: {
    reference: string;
    payee: string;
    amountFen: number;
    purpose: PayoutId;
  }) => Promise<{ kind: 'done'; transferNo: string } | BankNo | BankSilence>;
  /** By our reference: what a lost reply did. */
  find: (
    reference: string,
  ) => Promise<{ kind: 'found'; transferNo: string; amountFen: number } | { kind: 'absent' } | BankSilence>;
}
