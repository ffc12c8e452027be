import type { Pool, PoolClient } from 'pg';
import type { ConflictId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { ClockPort } from '../../domain/ports/clock';
import type { ConflictDeskPort, ConflictFacts } from '../../domain/ports/conflict-desk';
import type { Stage } from '../../domain/stages';
import { announce, inTransaction, row, rows } from './read/query';
import { CLOSE_CASE_WAIT } from './stores/holds';

interface ConflictRow {
  readonly row: number;
  readonly id: string;
  readonly kind: string;
  readonly channel: string | null;
  readonly channel_name: string | null;
  readonly external_ref: string | null;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly detail: Record<string, unknown>;
  readonly purchase_row: number | null;
  readonly order_row: number | null;
  readonly purchase: string;
  readonly plan_code: string;
  readonly plan_name: string;
  readonly quantity: number;
  readonly city: string;
  readonly city_name: string;
  readonly agent_code: string | null;
  readonly numbers: string[] | null;
  readonly placed_at: string;
  readonly resolution: string | null;
  readonly resolution_note: string | null;
  readonly resolved_by: string | null;
  readonly resolved_by_name: string | null;
}

const SELECT = `
  select c.id as "row", c.public_id as id, c.kind, coalesce(c.channel_code, p.channel_code) as channel, h.name as channel_name,
    coalesce(c.external_ref, p.external_ref) as external_ref, c.opened_at, c.closed_at, c.detail, c.purchase_id as purchase_row,
    c.order_id as order_row, p.public_id as purchase, n.code as plan_code, n.name as plan_name, p.quantity, p.city_code as city,
    t.name as city_name, p.agent_code, p.pinned -> 'chosenNumbers' as numbers, p.created_at as placed_at, c.resolution,
    c.resolution_note, u.public_id as resolved_by, u.name as resolved_by_name
  from conflict_cases c
  left join purchases p on p.id = c.purchase_id
  left join plans n on n.id = p.plan_id
  left join cities t on t.code = p.city_code
  left join channels h on h.code = coalesce(c.channel_code, p.channel_code)
  left join users u on u.id = c.resolved_by`;

/** Conflict cases on PostgreSQL. Nothing here opens a sealed column: the cases hold no personal data. */
export function postgresConflictDesk({
  pool,
  clock,
}: {
  readonly pool: Pool;
  readonly clock: ClockPort;
}): ConflictDeskPort {
  async function find(id: ConflictId, asked: Pool | PoolClient = pool): Promise<ConflictFacts | null> {
    const found = await row<ConflictRow>(asked, `${SELECT} where c.public_id = $1`, [id]);
    return found && factsOf(found, await ordersOf(asked, [found]));
  }

  return {
    case: (id) => find(id),

    async list({ state, after, limit }) {
      const found = await rows<ConflictRow>(
        pool,
        `${SELECT} where (c.closed_at is null) = $1 and ($2::text is null or c.id < (select id from conflict_cases where public_id = $2))
         order by c.id desc limit $3`,
        [state === 'open', after ?? null, limit + 1],
      );
      const page = found.slice(0, limit);
      const orders = await ordersOf(pool, page);
      const counted = await row<{ open: number; closed: number }>(
        pool,
        'select count(*) filter (where closed_at is null) as open, count(closed_at) as closed from conflict_cases',
      );
      return {
        rows: page.map((each) => factsOf(each, orders)),
        next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
        counts: counted ?? { open: 0, closed: 0 },
      };
    },

    resolve: (id, user, { code, note }) =>
      inTransaction(pool, async (client) => {
        const closed = await row<{ order_row: number | null }>(
          client,
          `update conflict_cases set closed_at = $2, resolved_by = (select id from users where public_id = $3), resolution = $4,
             resolution_note = $5
           where public_id = $1 and closed_at is null returning order_id as order_row`,
          [id, clock.now(), user, code, note],
        );
        const facts = await find(id, client);
        if (!facts) throw new DomainError('ConflictNotFound', `no conflict case ${id}`);
        if (closed) {
          if (closed.order_row !== null) await rows(client, CLOSE_CASE_WAIT, [closed.order_row, clock.now()]);
          await announce(client, { kind: 'case', id, purchaseId: null });
        } else if (!(await isRepeat(client, id, user, code, note)))
          throw new DomainError('ConflictClosed', `${id} was settled before`);
        return facts;
      }),
  };
}

/** The answer got lost and the same person says the same again. */
async function isRepeat(
  client: PoolClient,
  id: ConflictId,
  user: string,
  code: string,
  note: string | null,
): Promise<boolean> {
  const same = await row(
    client,
    `select 1 from conflict_cases c join users u on u.id = c.resolved_by
     where c.public_id = $1 and u.public_id = $2 and c.resolution = $3 and c.resolution_note is not distinct from $4`,
    [id, user, code, note],
  );
  return same !== null;
}

interface OrderOf {
  readonly row: number;
  readonly purchase_row: number;
  readonly id: string;
  readonly line: number;
  readonly stage: Stage;
  readonly number: string | null;
  readonly ended_at: string | null;
}

const ordersOf = (asked: Pool | PoolClient, cases: readonly ConflictRow[]): Promise<readonly OrderOf[]> =>
  rows<OrderOf>(
    asked,
    `select id as "row", purchase_id as purchase_row, public_id as id, line, stage, msisdn as number, ended_at
     from orders where purchase_id = any($1) order by line, attempt`,
    [cases.flatMap(({ purchase_row: purchase }) => (purchase === null ? [] : [purchase]))],
  );

function factsOf(found: ConflictRow, orders: readonly OrderOf[]): ConflictFacts {
  const about = orders.filter((order) =>
    found.order_row === null ? order.purchase_row === found.purchase_row : order.row === found.order_row,
  );
  return {
    id: found.id as ConflictId,
    kind: found.kind,
    channel: found.channel,
    channelName: found.channel_name,
    externalRef: found.external_ref,
    openedAt: found.opened_at,
    closedAt: found.closed_at,
    detail: found.detail,
    bound:
      found.purchase_row === null
        ? null
        : {
            purchaseId: found.purchase,
            planCode: found.plan_code,
            planName: found.plan_name,
            quantity: found.quantity,
            city: found.city,
            cityName: found.city_name,
            agentCode: found.agent_code,
            numbers: found.numbers,
            placedAt: found.placed_at,
          },
    orders: about.map(({ id, line, stage, number, ended_at: endedAt }) => ({ id, line, stage, number, endedAt })),
    resolution:
      found.resolution === null
        ? null
        : { code: found.resolution, note: found.resolution_note, by: found.resolved_by_name },
  };
}
