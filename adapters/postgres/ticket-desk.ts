import type { Pool } from 'pg';
import type { TicketId, UserId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { ClockPort } from '../../domain/ports/clock';
import type { SealingPort } from '../../domain/ports/sealing';
import type { TicketDeskPort, TicketEntryFacts, TicketListing } from '../../domain/ports/ticket-desk';
import { TICKET_SKILLS, TICKET_VIEWS, type TicketSkill, type TicketView } from '../../domain/ticket';
import { ROLES, type Role } from '../../domain/stages';
import { logLook } from './access-log';
import { customerDesk } from './read/customer-desk';
import { orderOf, type OrderRow, SELECT_ORDERS } from './read/order-rows';
import { row, rows } from './read/query';
import { parcelFacts } from './read/parcels';
import { ticketRowOf, ticketRows } from './read/ticket-rows';
import { openWords } from './read/ticket-words';

const isRole = (raw: string): raw is Role => (ROLES as readonly string[]).includes(raw);

/** Conditions of the views, on `t`; `$1` is the person who looks. */
const VIEWS: Readonly<Record<TicketView, string>> = {
  mine: `t.state <> 'closed' and t.assignee_id = (select id from users where public_id = $1)`,
  told: `t.state <> 'closed' and exists (select from ticket_notices n join users u on u.id = n.user_id
    left join sla_clocks c on c.ticket_id = n.ticket_id and c.round = n.round and c.kind = n.promise
    where n.ticket_id = t.id and n.round = t.round and u.public_id = $1
      and case n.promise when 'nobody' then t.alarm_at is not null else c.met_at is null end)`,
  unassigned: `t.state = 'open' and t.assignee_id is null`,
  open: `t.state = 'open'`,
  waiting: `t.state = 'waiting-customer'`,
  acting: `t.state = 'acting'`,
  closed: `t.state = 'closed'`,
  all: 'true',
};

/** These are no offer to take anything, so they are shown whatever skill it takes. */
const isForAll = (view: TicketView): boolean => view === 'mine' || view === 'told' || view === 'all';

interface EntryRow {
  readonly id: string;
  readonly at: string;
  readonly round: number;
  readonly event: string;
  readonly actor_kind: TicketEntryFacts['actorKind'];
  readonly actor_name: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly sealed_words: Buffer | null;
}

export function postgresTicketDesk(ports: {
  readonly pool: Pool;
  readonly sealing: SealingPort;
  readonly clock: ClockPort;
}): TicketDeskPort {
  const { pool, sealing, clock } = ports;

  async function entriesOf(ticketRow: number, clear: boolean): Promise<readonly TicketEntryFacts[]> {
    const found = await rows<EntryRow>(
      pool,
      `select e.public_id as id, e.at, e.round, e.event, e.actor_kind, u.name as actor_name, e.sealed_words,
         case when e.body ? 'userId' then e.body || jsonb_build_object('userName', v.name) else e.body end as body
       from ticket_events e left join users u on u.public_id = e.actor_id left join users v on v.public_id = e.body ->> 'userId'
       where e.ticket_id = $1 order by e.id`,
      [ticketRow],
    );
    return Promise.all(
      found.map(async (r) => ({
        id: r.id,
        at: r.at,
        round: r.round,
        event: r.event,
        actorKind: r.actor_kind,
        actorName: r.actor_name,
        body: r.body,
        hasWords: r.sealed_words !== null,
        words: clear ? await openWords(sealing, r.id, r.sealed_words) : null,
      })),
    );
  }

  return {
    async list(listing, user) {
      const { where, order, values } = pageOf(listing, user);
      const found = await ticketRows(pool, `${where} ${order} limit $${String(values.length + 1)}`, [
        ...values,
        listing.limit + 1,
      ]);
      const page = found.slice(0, listing.limit);
      return {
        rows: await Promise.all(page.map((r) => ticketRowOf(r, user, sealing))),
        next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
        counts: await counts(user, listing.skills),
      };
    },

    async ticket(id, user) {
      const [found] = await ticketRows(pool, 'where t.public_id = $1', [id]);
      if (!found) throw new DomainError('TicketNotFound', `no ticket ${id}`);
      const clear = found.assignee === user;
      if (clear) await logged(id, user);
      const [order, others, entries, parcel, kyc] = await Promise.all([
        row<OrderRow>(pool, `${SELECT_ORDERS} where o.id = $1`, [found.order_row]),
        ticketRows(pool, 'where t.purchase_id = $1 and t.id <> $2 order by t.id desc limit 20', [
          found.purchase_row,
          found.row,
        ]),
        entriesOf(found.row, clear),
        parcelFacts(pool, found.order_row),
        row<{ state: string }>(pool, 'select state from kyc_cases where purchase_id = $1', [found.purchase_row]),
      ]);
      if (!order) throw new Error(`ticket ${id} has no order`);
      return {
        row: await ticketRowOf(found, user, sealing),
        clear,
        entries,
        order: orderOf(order),
        parcel,
        kycState: kyc?.state ?? null,
        others: await Promise.all(others.map((r) => ticketRowOf(r, user, sealing))),
      };
    },

    async duty(user) {
      const people = await rows<{
        id: string;
        name: string;
        roles: string[];
        on_duty: boolean;
        silent: boolean;
        open: number;
        changed_at: string;
      }>(
        pool,
        `select u.public_id as id, u.name, u.roles, d.on_duty, d.silent_since is not null as silent, d.changed_at,
           (select count(*) from tickets t where t.assignee_id = u.id and t.state = 'open') as open
         from duty d join users u on u.id = d.user_id and u.active order by u.id`,
      );
      const me = people.find(({ id }) => id === user);
      return {
        onDuty: me?.on_duty ?? false,
        since: me?.changed_at ?? null,
        silent: me?.silent ?? false,
        colleagues: people
          .filter(({ id }) => id !== user)
          .map(({ on_duty: onDuty, changed_at: _, roles, ...one }) => ({
            ...one,
            roles: roles.filter(isRole),
            onDuty,
          })),
      };
    },

    customer: (purchase) => customerDesk(ports, purchase),
  };

  async function counts(
    user: UserId,
    skills: readonly TicketSkill[] = TICKET_SKILLS,
  ): Promise<Readonly<Record<TicketView | 'overdue' | 'alarms', number>>> {
    const live: readonly TicketView[] = TICKET_VIEWS.filter((view) => view !== 'closed' && view !== 'all');
    const counted = await row<Record<string, number>>(
      pool,
      `select ${live.map((view) => `count(*) filter (where ${VIEWS[view]}${isForAll(view) ? '' : ' and t.skill = any($3)'}) as ${view}`).join(', ')},
         count(*) as live, count(*) filter (where t.alarm_at is not null and t.skill = any($3)) as alarms,
         count(*) filter (where t.skill = any($3) and exists (select from sla_clocks c where c.ticket_id = t.id and c.round = t.round and c.met_at is null
           and c.left_ms is null and c.due_at <= $2)) as overdue
       from tickets t where t.state <> 'closed'`,
      [user, clock.now(), skills],
    );
    const of = (name: string): number => counted?.[name] ?? 0;
    return {
      mine: of('mine'),
      told: of('told'),
      unassigned: of('unassigned'),
      open: of('open'),
      waiting: of('waiting'),
      acting: of('acting'),
      // Closed ones are not counted: their number only grows.
      closed: 0,
      all: of('live'),
      overdue: of('overdue'),
      alarms: of('alarms'),
    };
  }

  /** Before anything is shown: a look that cannot be logged does not happen. */
  function logged(id: TicketId, user: UserId): Promise<void> {
    return logLook(pool, {
      user,
      subjectKind: 'ticket',
      subjectId: id,
      action: 'view',
      reason: 'ticket',
      at: clock.now(),
    });
  }
}

/** The most pressing promise first; what is closed, the newest first. */
function pageOf(listing: TicketListing, user: UserId): { where: string; order: string; values: unknown[] } {
  const values: unknown[] = [user];
  // `$1` has to appear in every statement for its type to be known.
  const conditions = [`$1::text is not null`, VIEWS[listing.view]];
  const parameter = (value: unknown): string => `$${String(values.push(value))}`;
  if (listing.skills !== undefined && !isForAll(listing.view))
    conditions.push(`t.skill = any(${parameter(listing.skills)})`);
  if (listing.kind !== undefined) conditions.push(`t.kind = ${parameter(listing.kind)}`);
  if (listing.order !== undefined) conditions.push(`o.public_id = ${parameter(listing.order)}`);
  const newestFirst = listing.view === 'closed' || listing.view === 'all';
  if (listing.after !== undefined) {
    const after = parameter(listing.after);
    conditions.push(
      newestFirst
        ? `t.id < (select id from tickets where public_id = ${after})`
        : `(s.due, t.id) > (select coalesce(min(c.due_at) filter (where c.met_at is null and c.left_ms is null), 'infinity'::timestamptz), b.id
             from tickets b left join sla_clocks c on c.ticket_id = b.id and c.round = b.round where b.public_id = ${after} group by b.id)`,
    );
  }
  return {
    where: `where ${conditions.join(' and ')}`,
    order: newestFirst ? 'order by t.id desc' : 'order by s.due, t.id',
    values,
  };
}
