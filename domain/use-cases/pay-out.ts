import type { PayoutId, WaitId } from '../brand';
import { assertNever, DomainError } from '../errors';
import { partnerText } from '../partner-text';
import type { BankPort } from '../ports/bank';
import type { PayoutState } from '../ports/commission-desk';
import type { PayoutRecord } from '../ports/stores/payouts';
import type { WaitHandle } from '../ports/stores/waits';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { payoutWorkflowId } from '../references';
import { plusMs, toMs } from '../time';
import { WAIT_RULES } from '../waits';
import type { Patience } from './open-at-carrier';

export interface PayOutPorts {
  readonly work: UnitOfWork;
  readonly bank: BankPort;
}

/** What a payout's story does next. */
export type PayoutStep =
  | { readonly kind: 'ended'; readonly state: PayoutState }
  | { readonly kind: 'pay' }
  | { readonly kind: 'wait'; readonly wait: WaitHandle };

type Result =
  | { readonly kind: 'paid'; readonly transferNo: string }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'silent'; readonly why: string };

interface Job {
  readonly reference: string;
  readonly payout: PayoutRecord;
}

const isOver = (state: PayoutState): boolean => state !== 'released' && state !== 'waiting-for-bank';

async function find(tx: Tx, id: PayoutId): Promise<{ payout: PayoutRecord; reference: string }> {
  const payout = await tx.payouts.lock(id);
  if (!payout) throw new DomainError('PayoutNotFound', `no payout ${id}`);
  if (payout.bankReference === null && !isOver(payout.state)) throw new Error(`payout ${id} has no reference`);
  return { payout, reference: payout.bankReference ?? '' };
}

/**
 * Pays a released payout: the intent stands in the database since its release, the transfer has our reference, and
 * whatever an earlier try did is asked for before anything is said again. A bank that stays silent is waited for on a row.
 */
export function payOut({ work, bank }: PayOutPorts) {
  return async (id: PayoutId, patience: Patience): Promise<PayoutStep> => {
    const job = await work.inTransaction(async (tx) => {
      const found = await find(tx, id);
      if (isOver(found.payout.state)) return null;
      // Counted before the call: a process that dies in it leaves the trace that a query must come first.
      return { ...found, tries: await tx.calls.tried(found.reference) };
    });
    if (job === null) return work.inTransaction((tx) => payoutStep(tx, id));
    let result = await attempt(bank, job, job.tries > 1);
    for (const pause of patience.pausesMs) {
      if (result.kind !== 'silent') break;
      await patience.sleep(pause);
      result = await attempt(bank, job, true);
    }
    return work.inTransaction((tx) => settle(tx, id, result));
  };
}

async function attempt(bank: BankPort, { reference, payout }: Job, queryFirst: boolean): Promise<Result> {
  if (queryFirst) {
    const known = await bank.find(reference);
    if (known.kind === 'unknown') return { kind: 'silent', why: known.why };
    if (known.kind === 'found') {
      // Another amount under our reference is no payment of this payout: it waits, and the reconciliation shows both.
      return known.amountFen === payout.amountFen
        ? { kind: 'paid', transferNo: known.transferNo }
        : { kind: 'silent', why: `the bank has ${known.amountFen} fen under our reference` };
    }
  }
  const said = await bank.transfer({
    reference,
    payee: payout.agent,
    amountFen: payout.amountFen,
    purpose: payout.id,
  });
  switch (said.kind) {
    case 'done':
      return { kind: 'paid', transferNo: said.transferNo };
    case 'refused':
      return { kind: 'refused', text: partnerText(said.text) };
    case 'unknown':
      return { kind: 'silent', why: said.why };
    default:
      return assertNever(said);
  }
}

async function settle(tx: Tx, id: PayoutId, result: Result): Promise<PayoutStep> {
  // Locks go accrual, statement, payout: what a refusal takes back is locked before the payout is.
  const stopped = result.kind === 'refused' ? await tx.commission.lockStopped(id) : [];
  const { payout, reference } = await find(tx, id);
  if (isOver(payout.state)) return { kind: 'ended', state: payout.state };
  const subject = { kind: 'payout', row: payout.row } as const;
  switch (result.kind) {
    case 'paid':
      await tx.calls.settle(reference, 'done', { transferNo: result.transferNo });
      await tx.waits.close(subject, 'all', 'paid');
      await tx.payouts.paid(payout, result.transferNo);
      return { kind: 'ended', state: 'paid' };
    case 'refused':
      await tx.calls.settle(reference, 'refused', { text: result.text });
      await tx.waits.close(subject, 'all', 'refused');
      await tx.payouts.refused(payout, result.text);
      // It was too late to take these back while the payout was on its way; now their statements are free again.
      for (const accrual of stopped) await tx.commission.clawBackSettled(accrual);
      return { kind: 'ended', state: 'refused' };
    case 'silent':
      await tx.calls.settle(reference, 'unknown', { why: result.why });
      await tx.payouts.waiting(payout);
      return { kind: 'wait', wait: await openBankWait(tx, payout) };
    default:
      return assertNever(result);
  }
}

const openBankWait = (tx: Tx, payout: PayoutRecord): Promise<WaitHandle> =>
  tx.waits.open({
    subject: { kind: 'payout', row: payout.row },
    workflowId: payoutWorkflowId(payout.id),
    what: 'bank-back',
    owner: WAIT_RULES['bank-back'].owner,
    ownerId: null,
    dueAt: plusMs(tx.now, WAIT_RULES['bank-back'].dueMs),
    reminders: [],
    then: WAIT_RULES['bank-back'].then,
    detail: {},
  });

/** What a payout that was woken does now: it pays again once its wait has run out. */
export function afterBankWait({ work }: Pick<PayOutPorts, 'work'>) {
  return (input: { readonly payoutId: PayoutId; readonly woke: WaitId }): Promise<PayoutStep> =>
    work.inTransaction(async (tx) => {
      const wait = await tx.waits.lock(input.woke);
      if (!wait?.open) return payoutStep(tx, input.payoutId);
      if (toMs(tx.now) < toMs(wait.dueAt)) return { kind: 'wait', wait };
      const { payout } = await find(tx, input.payoutId);
      await tx.waits.close({ kind: 'payout', row: payout.row }, 'bank-back', 'ask-again');
      return payoutStep(tx, input.payoutId);
    });
}

async function payoutStep(tx: Tx, id: PayoutId): Promise<PayoutStep> {
  const { payout } = await find(tx, id);
  return isOver(payout.state) ? { kind: 'ended', state: payout.state } : { kind: 'pay' };
}
