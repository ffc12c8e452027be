import type { OrderId, PayoutId, StatementId, UserId } from '../brand';
import { DomainError } from '../errors';
import type { PayoutCommands } from '../ports/commission-desk';
import type { IdsPort } from '../ports/messages';
import type { ContestedAccrual } from '../ports/stores/commission';
import type { PayoutRecord, StatementRecord } from '../ports/stores/payouts';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { partnerReference, payoutWorkflowId } from '../references';
import { alignHolds } from './align-holds';

/**
 * What finance decides about payouts: one person makes them from statements, another one releases them. What a case is open
 * about is left out and goes into a later one. Only a release starts a payment, by the outbox of its transaction, with the
 * reference that it will have at the bank.
 */
export function payoutCommands(ports: { readonly work: UnitOfWork; readonly ids: IdsPort }): PayoutCommands {
  return {
    create: (statements, maker) =>
      ports.work.inTransaction(async (tx) => {
        const contested = await tx.commission.lockContested(statements);
        const found = await lockAll(tx, statements);
        const known = await repeated(tx, found, maker);
        if (known) return known;
        const notReady = found.find(({ state }) => state !== 'ready');
        if (notReady) {
          throw new DomainError('StatementNotReady', `statement ${notReady.id} is ${notReady.state}`);
        }
        refuseHeld(await tx.payouts.heldIn({ statements: found.map(({ row }) => row) }), '/statementIds');
        const left = await leaveOut(tx, found, contested);
        const made: PayoutId[] = [];
        for (const agent of [...new Set(left.map((statement) => statement.agent))]) {
          const id = ports.ids.next('pay');
          await tx.payouts.create({ id, agent, maker, statements: left.filter((one) => one.agent === agent) });
          made.push(id);
        }
        return made;
      }),

    release: (payoutId, checker, seenFen) =>
      ports.work.inTransaction(async (tx) => {
        const payout = await tx.payouts.lock(payoutId);
        if (!payout) throw new DomainError('PayoutNotFound', `no payout ${payoutId}`);
        if (payout.maker === checker) {
          throw new DomainError('MakerMayNotRelease', 'whoever made a payout does not release it');
        }
        if (payout.checker === checker) return { state: payout.state, amountFen: payout.amountFen };
        if (payout.state !== 'created') throw closed(payout);
        if (payout.amountFen !== seenFen) throw changed(payout);
        if (payout.amountFen === 0) {
          await tx.payouts.nothingToPay(payout, checker);
          return { state: 'nothing-to-pay', amountFen: 0 };
        }
        refuseHeld(await tx.payouts.heldIn({ payout: payout.row }), '/amountFen');
        const reference = partnerReference(payout.id, 1, 'transfer', 1);
        await tx.payouts.release(payout, checker, reference);
        await tx.calls.intend({
          partner: 'bank',
          command: 'transfer',
          reference,
          orderRow: null,
          purchaseRow: null,
          attempt: 1,
          number: 1,
          intent: { payoutId: payout.id, payee: payout.agent, amountFen: payout.amountFen },
        });
        await tx.outbox.put('start-payout', payoutWorkflowId(payout.id), { payoutId: payout.id });
        return { state: 'released', amountFen: payout.amountFen };
      }),

    cancel: (payoutId, by, reason) =>
      ports.work.inTransaction(async (tx) => {
        const payout = await tx.payouts.lock(payoutId);
        if (!payout) throw new DomainError('PayoutNotFound', `no payout ${payoutId}`);
        if (payout.cancelledBy === by) return;
        if (payout.state !== 'created') throw closed(payout);
        await tx.payouts.cancel(payout, by, reason);
      }),
  };
}

const closed = ({ id, state }: PayoutRecord): DomainError =>
  new DomainError('PayoutClosed', `payout ${id} is ${state}`);

const changed = ({ id, amountFen }: PayoutRecord): DomainError =>
  new DomainError('PayoutAmountChanged', `payout ${id} is of ${amountFen} fen now`, [
    { pointer: '/amountFen', detail: String(amountFen) },
  ]);

/** Settlement and the making of the payout judged these lines; what has come up since is judged before money moves. */
function refuseHeld(orders: readonly OrderId[], pointer: string): void {
  if (orders.length === 0) return;
  throw new DomainError(
    'CommissionHeld',
    `a case is open about ${orders.join(', ')}, or the number stopped`,
    orders.map((order) => ({ pointer, detail: order })),
  );
}

/**
 * What a case is open about is set aside and waits; answers the statements that still have something to pay, with what
 * that is. Refuses where nothing is left of all of them, and then nothing was set aside either.
 */
async function leaveOut(
  tx: Tx,
  statements: readonly StatementRecord[],
  contested: readonly ContestedAccrual[],
): Promise<readonly StatementRecord[]> {
  const left = statements.map((statement) => {
    const off = contested.filter(({ statementRow }) => statementRow === statement.row);
    return { ...statement, payableFen: off.reduce((sum, { amountFen }) => sum - amountFen, statement.payableFen) };
  });
  const payable = left.filter(({ payableFen }) => payableFen > 0);
  if (payable.length === 0) refuseHeld([...new Set(contested.map(({ orderId }) => orderId))], '/statementIds');
  for (const accrual of contested) await tx.commission.setAside(accrual);
  for (const order of new Set(contested.map(({ orderRow }) => orderRow))) await alignHolds(tx, order);
  return payable;
}

async function lockAll(tx: Tx, ids: readonly StatementId[]): Promise<readonly StatementRecord[]> {
  const found = await tx.payouts.lockStatements(ids);
  const missing = ids.find((id) => !found.some((statement) => statement.id === id));
  if (missing !== undefined) throw new DomainError('StatementNotFound', `no statement ${missing}`);
  if (found.length === 0) throw new DomainError('BodyInvalid', 'a payout names at least one statement');
  return found;
}

/** The answer to the same request sent twice; null where it is none. */
async function repeated(
  tx: Tx,
  statements: readonly StatementRecord[],
  maker: UserId,
): Promise<readonly PayoutId[] | null> {
  const ids = [...new Set(statements.flatMap(({ payoutId }) => (payoutId === null ? [] : [payoutId])))];
  // A statement of which everything was left out is in none of them.
  if (ids.length === 0 || statements.some(({ payoutId, state }) => payoutId === null && state !== 'empty')) return null;
  for (const id of ids) {
    const payout = await tx.payouts.lock(id);
    if (payout?.maker !== maker || payout.state !== 'created') return null;
  }
  return ids;
}
