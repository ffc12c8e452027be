import type { Pool } from 'pg';
import { instant } from '../../domain/brand';
import type { ClockPort } from '../../domain/ports/clock';
import type { SandboxPort } from '../../domain/ports/use-cases';

/**
 * The settlement day of what waits for one: the first business day that is not done, and never before it is due. A
 * provisional due date counts, for it is settled by the rule; a day that no calendar knows does not. What is held for a
 * person to decide waits for that.
 */
const SETTLEMENTS = `
  select w.state, settled.day from (
    select a.state, greatest(min(a.due_on), (select max(business_date) + 1 from settlement_runs where state = 'done')) as from_day
    from accruals a
    where a.state = 'accrued' or a.state = 'held'
      and not exists (select 1 from conflict_cases k where k.order_id = a.order_id and k.closed_at is null)
      and not exists (select 1 from waits w where w.subject_kind = 'commission' and w.subject_id = a.order_id and w.closed_at is null)
    group by a.state
  ) w
  cross join lateral (
    select * from calendars where code = 'cn' and published_at <= $1 order by version desc limit 1
  ) c
  cross join lateral (
    select d::date as day from generate_series(greatest(w.from_day, c.valid_from), least(w.from_day + 60, c.valid_to), '1 day') d
    where case when extract(isodow from d) > 5 then d::date = any (c.workdays) else d::date <> all (c.holidays) end
    order by d limit 1
  ) settled`;

/**
 * What is still going on, told by tables alone: open calls, undone outbox rows, undelivered facts, orders and reviews
 * that wait for nothing (so a step of theirs runs), tickets and payouts likewise, settlement that is due, and waits whose moment has come (one that only stays overdue has none). An outbox row in back-off counts
 * as quiet, because only time will move it.
 */
const BLOCKERS = `
  select 'partner call ' || partner || ' ' || command as what from partner_calls where state = 'open'
    and exists (select 1 from orders o where o.id = partner_calls.order_id and o.status in ('opening', 'dispatching'))
  union all
  select 'outbox ' || topic from outbox where done_at is null and attempts <= 3
  union all
  select 'fact ' || f.kind || ' of ' || o.public_id from facts f join orders o on o.id = f.order_id where f.dispatched_at is null
  union all
  select 'step of ' || o.public_id || ' (' || o.stage || ', ' || o.status || ')' from orders o
    where o.stage in ('received', 'verifying', 'provisioning', 'shipping', 'activating')
      and not exists (select 1 from waits w where w.subject_kind = 'order' and w.subject_id = o.id and w.closed_at is null)
  union all
  select 'step of review ' || r.public_id from reviews r
    where r.state in ('queued', 'claimed')
      and not exists (select 1 from waits w where w.subject_kind = 'review' and w.subject_id = r.id and w.closed_at is null)
  union all
  select 'step of ticket ' || t.public_id from tickets t
    where t.state <> 'closed'
      and not exists (select 1 from waits w where w.subject_kind = 'ticket' and w.subject_id = t.id and w.closed_at is null)
  union all
  select 'wait ' || w.what || ' is due' from waits w where w.closed_at is null and w.then_what <> 'stay-overdue'
    and (w.due_at <= $1 or w.reminders[w.reminded + 1] <= $1)
  union all
  select 'settlement of ' || day from (${SETTLEMENTS}) s where day <= ($1::timestamptz at time zone 'Asia/Shanghai')::date
  union all
  select 'settlement of ' || business_date || ' is running' from settlement_runs where state = 'running'
  union all
  select 'payout ' || public_id from payouts p where state in ('released', 'waiting-for-bank')
    and not exists (select 1 from waits w where w.subject_kind = 'payout' and w.subject_id = p.id and w.closed_at is null)
  union all
  select 'hold of a number ran out' from numbers n join orders o on o.id = n.order_id
    where n.state = 'held' and n.held_until <= $1 and (o.stage in ('received', 'verifying') or o.status = 'awaiting-number')
  limit 20`;

/** The earliest moment at which anything of ours happens by itself. */
const NEXT = `
  select at, what from (
    select least(w.due_at, coalesce(w.reminders[w.reminded + 1], w.due_at)) as at, 'wait ' || w.what as what
      from waits w where w.closed_at is null and w.then_what <> 'stay-overdue'
    union all
    select n.held_until, 'hold of a number' from numbers n join orders o on o.id = n.order_id
      where n.state = 'held' and (o.stage in ('received', 'verifying') or o.status = 'awaiting-number')
    union all
    select day::timestamp at time zone 'Asia/Shanghai',
        case state when 'accrued' then 'commission is due' else 'held commission is looked at again' end
      from (${SETTLEMENTS}) s
  ) moments order by at limit 1`;

/** Time travel of the sandbox; `move` is the clock's own (adapters do not know each other). */
export function sandboxDesk(settings: {
  pool: Pool;
  clock: ClockPort;
  move: (to: string) => ReturnType<SandboxPort['moveClock']>;
}): SandboxPort {
  return {
    async quiet() {
      const businessNow = settings.clock.now();
      const [blockers, next] = await Promise.all([
        settings.pool.query<{ what: string }>(BLOCKERS, [businessNow]),
        settings.pool.query<{ at: string; what: string }>(NEXT, [businessNow]),
      ]);
      return {
        quiet: blockers.rows.length === 0,
        blockers: blockers.rows.map((r) => r.what),
        next: next.rows[0] ?? null,
        businessNow,
      };
    },
    moveClock: (to) => settings.move(instant(to)),
  };
}
