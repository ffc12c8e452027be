import type { CaseId, Instant, OrderId, WaitId } from '../brand';
import { assertNever, DomainError } from '../errors';
import type { Actor } from '../order';
import type { CaseRecord } from '../ports/stores/cases';
import type { OrderRecord } from '../ports/stores/orders';
import type { WaitHandle } from '../ports/stores/waits';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { nextShanghaiDay, plusMs } from '../time';
import { PROVISIONING_HOLD_MS, WAIT_RULES } from '../waits';
import { messageAboutOrder, messageWithLink, type MessagePorts, reasonForCustomer } from './customer-messages';
import {
  closeWaits,
  endOf,
  endOrder,
  isLive,
  momentOf,
  openWait,
  type OrderEnd,
  record,
  recordIfOpen,
} from './order-changes';

export interface VerifyPorts extends MessagePorts {
  readonly work: UnitOfWork;
}

/** What the order has to do next about its holder's identity. */
export type VerifyingStep =
  /** Read the pictures of this round and judge them. */
  | { readonly kind: 'check'; readonly caseId: CaseId; readonly round: number }
  | { readonly kind: 'wait'; readonly wait: WaitHandle }
  | { readonly kind: 'passed' }
  | { readonly kind: 'ended'; readonly end: OrderEnd };

/**
 * Looks at the purchase's case and says what this order does next; running it twice changes nothing the second time.
 * `woke` names a wait whose moment may have come.
 */
export function verifyingStep(ports: VerifyPorts) {
  return (input: { orderId: OrderId; woke: WaitId | null }): Promise<VerifyingStep> =>
    ports.work.inTransaction(async (tx) => {
      const kyc = await tx.cases.lockByOrder(input.orderId);
      const order = await tx.orders.lock(input.orderId);
      if (!order || !kyc) throw new DomainError('OrderNotFound', `no order ${input.orderId}`);
      const now = input.woke === null ? kyc : await waitElapsed(tx, ports, order, kyc, input.woke);
      return nextStep(tx, ports, order, now);
    });
}

/** Reminds, asks again or gives up, as the rule of the wait says; returns the case as it stands afterwards. */
async function waitElapsed(
  tx: Tx,
  ports: VerifyPorts,
  order: OrderRecord,
  kyc: CaseRecord,
  woke: WaitId,
): Promise<CaseRecord> {
  const wait = await tx.waits.lock(woke);
  const moment = momentOf(wait, Date.parse(tx.now));
  if (!wait || moment === 'closed' || moment === 'early') return kyc;
  if (moment === 'reminder') {
    await tx.waits.reminded(wait);
    await record(tx, order, { kind: 'reminded', what: wait.what, times: wait.remindedTimes + 1 });
    if (wait.what === 'documents') {
      await messageWithLink(
        tx,
        ports,
        order.purchaseRow,
        'documents-reminder',
        `${String(kyc.round)}-${String(wait.remindedTimes + 1)}`,
        {},
      );
    }
    return kyc;
  }
  switch (wait.what) {
    case 'documents':
      // Documents that came in meanwhile win: the case says so, whatever the clock says.
      return kyc.state === 'awaiting-documents' ? abandon(tx, kyc) : kyc;
    case 'identity-source':
      await tx.waits.close({ kind: 'order', row: order.row }, wait.what, 'ask-again');
      return kyc.state === 'awaiting-source' ? tx.cases.save(kyc, { state: 'submitted' }) : kyc;
    case 'identity-verdict':
    case 'review':
      await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES[wait.what].dueMs), wait.what === 'review');
      return kyc;
    case 'number-choice':
    case 'number-stock':
    case 'carrier-answer':
    case 'carrier-back':
    case 'courier-back':
    case 'parcel':
    case 'parcel-back':
    case 'activation':
    case 'handover-check':
    case 'parked':
    case 'ticket-answer':
    case 'ticket-done':
    case 'ticket-customer':
    case 'ticket-nobody':
    case 'parcel-moves':
    case 'bank-back':
    case 'commission-evidence':
    case 'commission-decision':
    case 'commission-case':
      return kyc;
    default:
      return assertNever(wait.what);
  }
}

/** The customer never came: the case ends, and every order of the purchase with it, each by its own workflow. */
async function abandon(tx: Tx, kyc: CaseRecord): Promise<CaseRecord> {
  const closed = await tx.cases.save(kyc, { state: 'abandoned' });
  await tellOrders(tx, closed, 'abandoned', 'lead');
  return closed;
}

/**
 * One fact for each live order of the purchase, in the transaction that decided. `except` leaves out the lead where its
 * own step is what decides: it goes on with the answer.
 */
export async function tellOrders(
  tx: Tx,
  kyc: CaseRecord,
  what: string,
  except: 'nobody' | 'lead' = 'nobody',
): Promise<readonly OrderRecord[]> {
  const orders = (await tx.orders.lockPurchase(kyc.purchaseRow)).filter(isLive);
  for (const order of orders) {
    if (except === 'lead' && order.row === kyc.leadOrderRow) continue;
    await tx.facts.insert(order, {
      source: 'kyc',
      key: `${kyc.id}/${String(kyc.round)}/${what}`,
      kind: 'identity',
      body: { caseId: kyc.id, round: kyc.round, what },
    });
  }
  return orders;
}

async function nextStep(tx: Tx, ports: VerifyPorts, found: OrderRecord, known: CaseRecord): Promise<VerifyingStep> {
  const end = endOf(found);
  if (end) return { kind: 'ended', end };
  if (found.state.stage !== 'received' && found.state.stage !== 'verifying') return { kind: 'passed' };
  const order = found.state.stage === 'received' ? await start(tx, ports, found, known) : found;
  const kyc = await led(tx, order, known);
  const leads = kyc.leadOrderRow === order.row;
  switch (kyc.state) {
    case 'passed': {
      await closeWaits(tx, order, 'passed');
      const passed = await record(
        tx,
        order,
        { kind: 'identityPassed', caseId: kyc.id, round: kyc.round, by: kyc.decidedBy ? 'officer' : 'machine' },
        decider(kyc),
      );
      if (passed.state.number)
        await tx.numbers.extend(passed.state.number, order.row, plusMs(tx.now, PROVISIONING_HOLD_MS));
      return { kind: 'passed' };
    }
    case 'rejected': {
      const code = kyc.reasons[0]?.code ?? 'RN_REJECTED';
      const rejected = await endOrder(
        tx,
        order,
        { kind: 'identityRejected', caseId: kyc.id, reasonCode: code },
        decider(kyc),
      );
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'identity-rejected', {
        reason: reasonForCustomer(code),
      });
      return { kind: 'ended', end: rejected };
    }
    case 'abandoned': {
      const expired = await endOrder(tx, order, { kind: 'documentsExpired' });
      if (leads) await messageAboutOrder(tx, order.purchaseRow, order.id, 'documents-expired', {});
      return { kind: 'ended', end: expired };
    }
    case 'awaiting-documents':
      return { kind: 'wait', wait: await waitFor(tx, order, leads ? 'documents' : 'identity-verdict') };
    case 'submitted':
      if (!leads) return { kind: 'wait', wait: await waitFor(tx, order, 'identity-verdict') };
      await closeWaits(tx, order, 'submitted');
      await checking(tx, order, kyc);
      return { kind: 'check', caseId: kyc.id, round: kyc.round };
    case 'awaiting-source': {
      if (!leads) return { kind: 'wait', wait: await waitFor(tx, order, 'identity-verdict') };
      return { kind: 'wait', wait: await waitFor(tx, order, 'identity-source', askAgainAt(tx, kyc)) };
    }
    case 'in-review':
      return { kind: 'wait', wait: await waitFor(tx, order, leads ? 'review' : 'identity-verdict') };
    default:
      return assertNever(kyc.state);
  }
}

/** The case with a lead that lives: where the leading order ended before the verdict, this one takes over. */
async function led(tx: Tx, order: OrderRecord, kyc: CaseRecord): Promise<CaseRecord> {
  const decided = kyc.state === 'passed' || kyc.state === 'rejected' || kyc.state === 'abandoned';
  if (decided || kyc.leadOrderRow === order.row) return kyc;
  const lead = (await tx.orders.lockPurchase(kyc.purchaseRow)).find((other) => other.row === kyc.leadOrderRow);
  return lead && isLive(lead) ? kyc : tx.cases.save(kyc, { leadOrderRow: order.row });
}

/** received → verifying; the lead asks the customer for what is missing. */
async function start(tx: Tx, ports: VerifyPorts, order: OrderRecord, kyc: CaseRecord): Promise<OrderRecord> {
  const documents = kyc.state === 'awaiting-documents' ? 'missing' : 'present';
  if (documents === 'missing' && kyc.leadOrderRow === order.row) {
    await messageWithLink(tx, ports, order.purchaseRow, 'documents-wanted', String(kyc.round), {});
  }
  return record(tx, order, { kind: 'verificationStarted', documents });
}

/** Journals that the round is being checked, once. */
async function checking(tx: Tx, order: OrderRecord, kyc: CaseRecord): Promise<void> {
  if (order.state.status === 'awaiting-source') await record(tx, order, { kind: 'checkResumed' });
  else if (order.state.status !== 'checking') await record(tx, order, { kind: 'documentsSubmitted', round: kyc.round });
}

/** A source that has had enough for today says the same until its day is over; one that is away may be back any minute. */
const askAgainAt = (tx: Tx, kyc: CaseRecord): Instant | null =>
  kyc.reasons.some(({ code }) => code === 'RN_TOO_MANY') ? nextShanghaiDay(tx.now) : null;

async function waitFor(
  tx: Tx,
  order: OrderRecord,
  what: 'documents' | 'identity-verdict' | 'identity-source' | 'review',
  dueAt: Instant | null = null,
): Promise<WaitHandle> {
  await closeWaits(tx, order, 'moved-on', what);
  return openWait(tx, order, what, dueAt);
}

const decider = (kyc: CaseRecord): Actor =>
  kyc.decidedBy ? { kind: 'officer', id: kyc.decidedBy } : { kind: 'system', id: null };

/** Writes one event on every live order of the purchase that still fits it. */
export async function recordOnAll(
  tx: Tx,
  orders: readonly OrderRecord[],
  event: Parameters<typeof recordIfOpen>[2],
  actor?: Actor,
): Promise<void> {
  for (const order of orders) await recordIfOpen(tx, order, event, actor);
}
