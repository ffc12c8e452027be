import type { Pool, PoolClient } from 'pg';
import type { ClockPort } from '../../domain/ports/clock';
import type { IdsPort } from '../../domain/ports/messages';
import type { Tx, UnitOfWork } from '../../domain/ports/unit-of-work';
import { asUnavailable } from './availability';
import { calendarStore } from './stores/calendars';
import { callStore } from './stores/calls';
import { caseStore } from './stores/cases';
import { catalogueStore } from './stores/catalogue';
import { commissionStore } from './stores/commission';
import { dutyStore } from './stores/duty';
import { decisionStore } from './stores/decisions';
import { factStore } from './stores/facts';
import { holdStore } from './stores/holds';
import { intakeStore } from './stores/intake';
import { linkStore, notificationStore } from './stores/links';
import { numberStore } from './stores/numbers';
import { orderStore } from './stores/orders';
import { outboxStore } from './stores/outbox';
import { partyStore } from './stores/parties';
import { payoutStore } from './stores/payouts';
import { purchaseStore } from './stores/purchases';
import { reviewStore } from './stores/reviews';
import { settlementStore } from './stores/settlements';
import { shipmentStore } from './stores/shipments';
import { ticketStore } from './stores/tickets';
import { waitStore } from './stores/waits';
import type { Session } from './stores/session';

/** serialization_failure, deadlock_detected: nothing happened, so the work is simply done again. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_TRIES = 4;

export function postgresUnitOfWork(ports: { pool: Pool; clock: ClockPort; ids: IdsPort }): UnitOfWork {
  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await ports.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(transaction(client, ports));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error('rollback failed');
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
  return {
    async inTransaction(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await once(work);
        } catch (error) {
          if (!RETRYABLE.has(codeOf(error)) || tries === MAX_TRIES) throw asUnavailable(error);
        }
      }
    },
  };
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function transaction(client: PoolClient, { clock, ids }: { clock: ClockPort; ids: IdsPort }): Tx {
  const now = clock.now();
  const session: Session = { client, now, ids };
  return {
    now,
    catalogue: catalogueStore(session),
    intake: intakeStore(session),
    parties: partyStore(session),
    purchases: purchaseStore(session),
    orders: orderStore(session),
    waits: waitStore(session),
    facts: factStore(session),
    calls: callStore(session),
    outbox: outboxStore(session),
    numbers: numberStore(session),
    cases: caseStore(session),
    reviews: reviewStore(session),
    links: linkStore(session),
    notifications: notificationStore(session),
    tickets: ticketStore(session),
    duty: dutyStore(session),
    shipments: shipmentStore(session),
    calendars: calendarStore(session),
    commission: commissionStore(session),
    holds: holdStore(session),
    decisions: decisionStore(session),
    settlements: settlementStore(session),
    payouts: payoutStore(session),
  };
}
