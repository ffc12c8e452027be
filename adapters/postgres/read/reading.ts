import type { Pool } from 'pg';
import type { OrderStory, ReadingPort } from '../../../domain/ports/reading';
import type { SealingPort } from '../../../domain/ports/sealing';
import { book } from './books';
import { freeNumbers } from './free-numbers';
import { ledgerBalances } from './ledger-balances';
import { listOrders } from './order-list';
import { orderPage } from './order-page';
import { journalOf, type JournalRow, orderOf, type OrderRow, SELECT_JOURNAL, SELECT_ORDERS } from './order-rows';
import { row, rows } from './query';

/** Reads on PostgreSQL. Persons are opened to be masked and leave this adapter in no other form. */
export function postgresReading({
  pool,
  sealing,
}: {
  readonly pool: Pool;
  readonly sealing: SealingPort;
}): ReadingPort {
  const find = (id: string, channel?: string): Promise<OrderRow | null> =>
    row<OrderRow>(pool, `${SELECT_ORDERS} where o.public_id = $1 and ($2::text is null or o.channel_code = $2)`, [
      id,
      channel ?? null,
    ]);

  async function story(found: OrderRow): Promise<OrderStory> {
    const journal = await rows<JournalRow>(pool, SELECT_JOURNAL, [found.row]);
    return { order: orderOf(found), journal: journal.map(journalOf) };
  }

  return {
    order: async (id, channel) => {
      const found = await find(id, channel);
      return found && orderOf(found);
    },
    story: async (id, channel) => {
      const found = await find(id, channel);
      return found && story(found);
    },
    page: async (id, channel) => {
      const found = await find(id, channel);
      return found && orderPage(pool, sealing, found, await story(found));
    },
    list: (listing) => listOrders(pool, sealing, listing),
    freeNumbers: (planCode, city, limit, ending) => freeNumbers(pool, { planCode, city, limit, ending }),
    book: (partner, page) => book(pool, partner, page),
    ledger: (page) => ledgerBalances(pool, page),
  };
}
