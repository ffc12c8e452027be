import type { Pool } from 'pg';
import type { AccrualId, Instant, OrderId } from '../../../domain/brand';
import type {
  CommissionReading,
  HoldWaitFacts,
  MoneyListing,
  WaitingState,
} from '../../../domain/ports/commission-desk';
import type { HoldKind } from '../../../domain/ports/stores/holds';
import type { AnyWaitOwner } from '../../../domain/stages';
import { shanghaiDay } from '../../../domain/time';
import type { WaitThen } from '../../../domain/waits';
import { type AccrualRow, accrualOf, SELECT_ACCRUALS } from './accrual-rows';
import { row, rows } from './query';

/** Held and due in an index each, so that a page costs a page however much waits for a later day. */
const PAGE = (['held', 'due'] as const)
  .map(
    (state) => `(
      select due_on, id from accruals
      where ${state === 'held' ? `state = 'held'` : `state = 'accrued' and due_on <= $1::date`}
        and ($2::text is null or $2 = '${state}') and ($3::text is null or agent_code = $3)
        and ($4::text is null or (due_on, id) > (select c.due_on, c.id from accruals c where c.public_id = $4))
      order by due_on, id limit $5
    )`,
  )
  .join(' union all ');

/** The columns of a hold's wait, where it has one. */
export interface HoldWaitRow {
  readonly what: HoldKind | null;
  readonly owner_kind: AnyWaitOwner;
  readonly opened_at: Instant;
  readonly due_at: Instant;
  readonly escalated_at: Instant | null;
  readonly then_what: WaitThen;
}

interface WaitingRow extends AccrualRow, HoldWaitRow {
  readonly order_id: OrderId;
}

const ROWS = `
  with page as materialized (select id, due_on from (${PAGE}) waiting order by due_on, id limit $5)
  select shown.*, o.public_id as order_id, w.what, w.owner_kind, w.opened_at, w.due_at, w.escalated_at, w.then_what
  from page join accruals k on k.id = page.id join orders o on o.id = k.order_id
  cross join lateral (${SELECT_ACCRUALS} where a.id = page.id) shown
  left join waits w on w.subject_kind = 'commission' and w.subject_id = k.order_id and w.closed_at is null
  order by page.due_on, page.id`;

const COUNTS = `
  select (select count(*) from accruals where state = 'held')::integer as held,
    (select count(*) from accruals where state = 'accrued' and due_on <= $1::date)::integer as due`;

/** What the money page begins with: commission that no statement has although its day has come. */
export function waitingReading(pool: Pool, now: () => Instant): Pick<CommissionReading, 'commissions'> {
  return {
    async commissions({ state, agent, after, limit }: MoneyListing<AccrualId, WaitingState>) {
      const today = shanghaiDay(now());
      const asked = [today, state ?? null, agent ?? null, after ?? null, limit + 1];
      const [found, counts] = await Promise.all([
        rows<WaitingRow>(pool, ROWS, asked),
        row<{ held: number; due: number }>(pool, COUNTS, [today]),
      ]);
      const page = found.slice(0, limit);
      return {
        rows: page.map((r) => ({ orderId: r.order_id, accrual: accrualOf(r, today), wait: holdWaitOf(r) })),
        next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
        counts: counts ?? { held: 0, due: 0 },
      };
    },
  };
}

export function holdWaitOf(r: HoldWaitRow): HoldWaitFacts | null {
  if (r.what === null) return null;
  return {
    what: r.what,
    ownerKind: r.owner_kind,
    openedAt: r.opened_at,
    dueAt: r.due_at,
    escalatedAt: r.escalated_at,
    thenWhat: r.then_what,
  };
}
