import type { Pool } from 'pg';
import type { UserId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import { maskPhone } from '../../domain/masks';
import type { AuditDeskPort } from '../../domain/ports/audit-desk';
import type { ClockPort } from '../../domain/ports/clock';
import type { SealingPort } from '../../domain/ports/sealing';
import { logLook, logLooks } from './access-log';
import { cardLife, findCards } from './read/card-life';
import { maskedHolders } from './read/holders';
import { type OrderRow, SELECT_ORDERS } from './read/order-rows';
import { row } from './read/query';

const AN_ID = /^[a-z]{3}_[0-9a-z]{12}$/;

/** A query as the log may keep it: ids name nobody, anything else may be somebody's number. */
const masked = (q: string): string => (AN_ID.test(q) ? q : maskPhone(q));

/** The auditor's reads on PostgreSQL; what was asked for is on record before it is shown. */
export function postgresAuditDesk(ports: {
  readonly pool: Pool;
  readonly sealing: SealingPort;
  readonly clock: ClockPort;
}): AuditDeskPort {
  const { pool, sealing, clock } = ports;
  const find = (id: string): Promise<OrderRow | null> =>
    row<OrderRow>(pool, `${SELECT_ORDERS} where o.public_id = $1`, [id]);
  const log = (user: UserId, orderId: string, action: string, reason: string): Promise<void> =>
    logLook(pool, { user, subjectKind: 'order', subjectId: orderId, action, reason, at: clock.now() });

  return {
    async find(q, user) {
      const matches = await findCards(pool, q);
      const [newest] = matches;
      const found = newest && (await find(newest.orderId));
      if (!found) {
        // Who asks for somebody who is not here has asked all the same.
        const look = { subjectKind: 'search', subjectId: masked(q), action: 'trace', reason: 'nothing-found' } as const;
        await logLook(pool, { ...look, user, at: clock.now() });
        return null;
      }
      const looked = matches.map(({ orderId, by }) => ({ subjectId: orderId, reason: by }));
      await logLooks(pool, { user, subjectKind: 'order', action: 'trace', at: clock.now() }, looked);
      return { matches, card: await cardLife(pool, sealing, found) };
    },
    async reveal(order, user, reason) {
      const found = await find(order);
      if (!found) throw new DomainError('OrderNotFound', `no order ${order}`);
      await log(user, found.id, 'reveal', reason);
      return maskedHolders(sealing).clear(found);
    },
  };
}
