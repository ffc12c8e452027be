import type { Day, OrderId, PayoutId } from '../../../domain/brand';
import { commissionPolicy } from '../../../domain/commission-policy';
import { DECIDABLE, type StoredAccrualState } from '../../../domain/commission';
import { accrueEntries, fen, reverseEntries, setAsideEntries } from '../../../domain/ledger';
import type { AccrualRecord, CommissionStore } from '../../../domain/ports/stores/commission';
import type { Json } from '../../../domain/ports/stores/row';
import { type AccrualRow as EvidenceRow, conditionsOfRow, SELECT_ACCRUALS } from '../read/accrual-rows';
import { book, openAccounts } from './ledger';
import { ASK_EVIDENCE_DAYS } from '../../../domain/waits';
import { announce, row, rows, run, type Session } from './session';

interface AccrualRow {
  id: number;
  agent_code: string;
  amount_fen: number;
  state: StoredAccrualState;
  statement_id: number | null;
}

const accrualOf = (r: AccrualRow): AccrualRecord => ({
  row: r.id,
  agent: r.agent_code,
  amountFen: r.amount_fen,
  state: r.state,
  statementRow: r.statement_id,
});

/** The seller, then the agents above, however many there are: judging the depth is not for SQL. */
const CHAIN = `
  with recursive chain as (
    select a.code, a.parent_code, 1 as place from agents a where a.code = $1
    union all
    select a.code, a.parent_code, c.place + 1 from agents a join chain c on a.code = c.parent_code where c.place < 10
  ) select code from chain order by place`;

export function commissionStore(session: Session): CommissionStore {
  async function end(accrual: AccrualRecord, state: 'clawed-back'): Promise<void> {
    await run(session, `update accruals set state = $2, ended_at = $3 where id = $1`, [
      accrual.row,
      state,
      session.now,
    ]);
  }

  return {
    async terms(orderRow) {
      const found = await row<{ agent_code: string | null; version: number; body: Json }>(
        session,
        `select p.agent_code, l.version, l.body from orders o join purchases p on p.id = o.purchase_id
         join policies l on l.kind = 'commission' and l.version = (p.pinned ->> 'commissionPolicyVersion')::integer
         where o.id = $1`,
        [orderRow],
      );
      if (!found) return null;
      const chain = found.agent_code === null ? [] : await rows<{ code: string }>(session, CHAIN, [found.agent_code]);
      return {
        policyVersion: found.version,
        policy: commissionPolicy(found.body),
        chain: chain.map(({ code }) => code),
      };
    },

    async accrue(a) {
      const areas = JSON.stringify({ area: a.area, deliveryArea: a.deliveryArea });
      const inserted = await rows<{ id: number; agent_code: string; amount_fen: number }>(
        session,
        `insert into accruals (public_id, order_id, rule_code, policy_version, type, period, agent_code, amount_fen, state, due_on,
           due_provisional, confirmed_level, activated_at, window_ends_at, person_matches, place_matches, areas, accrued_at)
         select l.public_id, $1, $2, $3, l.type, $4, l.agent, l.amount, 'accrued', $5, $6, $7, $8, $9, $10, $11, $12, $13
         from unnest($14::text[], $15::text[], $16::text[], $17::bigint[]) with ordinality as l (public_id, type, agent, amount, n)
         order by l.n
         on conflict (order_id, rule_code, type, period) do nothing returning id, agent_code, amount_fen`,
        [
          a.orderRow,
          a.ruleCode,
          a.policyVersion,
          a.period,
          a.dueOn,
          a.dueProvisional,
          a.confirmedLevel,
          a.activatedAt,
          a.windowEndsAt,
          a.personMatches,
          a.placeMatches,
          areas,
          session.now,
          a.lines.map(() => session.ids.next('acc')),
          a.lines.map((line) => line.type),
          a.lines.map((line) => line.agent),
          a.lines.map((line) => line.amountFen),
        ],
      );
      const first = inserted[0];
      if (!first) return 0;
      const lines = inserted.map((r) => ({ agent: r.agent_code, amountFen: fen(r.amount_fen) }));
      await openAccounts(
        session,
        lines.map(({ agent }) => agent),
      );
      await book(session, 'accrue', first.id, accrueEntries(lines));
      return inserted.length;
    },

    async lock(orderRow) {
      const found = await rows<AccrualRow>(
        session,
        `select id, agent_code, amount_fen, state, statement_id from accruals where order_id = $1 order by id for update`,
        [orderRow],
      );
      return found.map(accrualOf);
    },

    stopped: (orderRow, reason, at) =>
      run(
        session,
        `update accruals set stopped_reason = $2, stopped_at = $3 where order_id = $1 and stopped_at is null`,
        [orderRow, reason, at],
      ),

    async lockStopped(payout) {
      const found = await rows<AccrualRow & { stopped: boolean }>(
        session,
        `select id, agent_code, amount_fen, state, statement_id, stopped_at is not null as stopped from accruals
         where state = 'settled' and statement_id in (
           select s.id from statements s join payouts p on p.id = s.payout_id where p.public_id = $1
         ) order by id for update`,
        [payout],
      );
      return found.filter(({ stopped }) => stopped).map(accrualOf);
    },

    async askAgain(day) {
      await run(
        session,
        `with put as (
           insert into outbox (topic, dedupe_key, body, created_at)
           select distinct 'ask-evidence', 'ask-evidence:' || o.public_id || '/' || $1, jsonb_build_object('orderId', o.public_id), $2::timestamptz
           from accruals a join orders o on o.id = a.order_id
           where a.state = 'held' and a.due_on <= $1::date and a.due_on > $1::date - $3::integer and (a.person_matches is null or a.place_matches is null)
           on conflict (dedupe_key) do nothing returning 1
         ) select pg_notify('cardflow_outbox', 'ask-evidence') where exists (select from put)`,
        [day, session.now, ASK_EVIDENCE_DAYS],
      );
    },

    async learn(orderRow, evidence) {
      await run(
        session,
        `update accruals set person_matches = coalesce(person_matches, $2), place_matches = coalesce(place_matches, $3),
           areas = case when place_matches is null then $4::jsonb else areas end
         where order_id = $1 and state in ('accrued', 'held')`,
        [
          orderRow,
          evidence.personMatches,
          evidence.placeMatches,
          JSON.stringify({ area: evidence.area, deliveryArea: evidence.deliveryArea }),
        ],
      );
    },

    async unknownOf(orderRow) {
      const held = await rows<EvidenceRow>(
        session,
        `${SELECT_ACCRUALS} where a.order_id = $1 and a.state = 'held' order by a.id`,
        [orderRow],
      );
      const unknown = held.flatMap((r) => conditionsOfRow(r).filter(({ value }) => value === null));
      return DECIDABLE.filter((code) => unknown.some((condition) => condition.code === code));
    },

    async clawBackAccrued(accrual) {
      await end(accrual, 'clawed-back');
      await book(session, 'claw-back', accrual.row, reverseEntries('accrued', accrual.agent, fen(accrual.amountFen)));
    },

    async clawBackSettled(accrual) {
      // A statement of its own; the payout is read again under its lock, because it may have been made meanwhile.
      const statement = await row<{ payout_id: number | null; business_date: Day }>(
        session,
        'select payout_id, business_date::text from statements where id = $1 for update',
        [accrual.statementRow],
      );
      const payout =
        statement && statement.payout_id !== null
          ? await row<{ id: number; public_id: PayoutId; state: string }>(
              session,
              'select id, public_id, state from payouts where id = $1 for update',
              [statement.payout_id],
            )
          : null;
      if (payout && payout.state !== 'created') return { tooLate: payout.public_id };
      await run(
        session,
        `update statements set clawed_back_fen = clawed_back_fen + $2,
           state = case when state = 'ready' and payable_fen = $2 then 'empty' else state end
         where id = $1`,
        [accrual.statementRow, accrual.amountFen],
      );
      if (payout) {
        await run(session, 'update payouts set amount_fen = amount_fen - $2 where id = $1', [
          payout.id,
          accrual.amountFen,
        ]);
        await announce(session, { kind: 'payout', id: payout.public_id, purchaseId: null });
      } else await announce(session, { kind: 'settlement', id: statement?.business_date ?? '', purchaseId: null });
      await end(accrual, 'clawed-back');
      await book(session, 'claw-back', accrual.row, reverseEntries('payable', accrual.agent, fen(accrual.amountFen)));
      return null;
    },

    async lockContested(statements) {
      const found = await rows<AccrualRow & { statement_id: number; order_id: number; order: OrderId }>(
        session,
        `select a.id, a.agent_code, a.amount_fen, a.state, a.statement_id, a.order_id, o.public_id as "order"
         from statements s join accruals a on a.statement_id = s.id join orders o on o.id = a.order_id
         where s.public_id = any($1::text[]) and a.state = 'settled'
           and a.order_id in (select order_id from conflict_cases where closed_at is null)
         order by a.id for update of a`,
        [statements],
      );
      return found.map((r) => ({
        ...accrualOf(r),
        statementRow: r.statement_id,
        orderRow: r.order_id,
        orderId: r.order,
      }));
    },

    async setAside(accrual) {
      const aside = await row<{ id: number }>(
        session,
        `with held as (
           update accruals set state = 'held', statement_id = null, ended_at = null where id = $1 and state = 'settled'
         ), off as (
           update statements set set_aside_fen = set_aside_fen + $3, state = case when payable_fen = $3 then 'empty' else state end
           where id = $2
         )
         insert into set_asides (accrual_id, statement_id, amount_fen, at) values ($1, $2, $3, $4) returning id`,
        [accrual.row, accrual.statementRow, accrual.amountFen, session.now],
      );
      if (!aside) throw new Error(`accrual ${String(accrual.row)} was not set aside`);
      await book(session, 'set-aside', aside.id, setAsideEntries(accrual.agent, fen(accrual.amountFen)));
    },

    async provisional(upTo) {
      const found = await rows<{ activated_on: Day; policy_version: number; rule_code: string }>(
        session,
        `select distinct (activated_at at time zone 'Asia/Shanghai')::date::text as activated_on, policy_version, rule_code
         from accruals where due_provisional and state in ('accrued', 'held') and due_on <= $1`,
        [upTo],
      );
      return found.map((r) => ({
        activatedOn: r.activated_on,
        policyVersion: r.policy_version,
        ruleCode: r.rule_code,
      }));
    },

    redate: (dates) =>
      run(
        session,
        `update accruals a set due_on = d.due_on, due_provisional = d.provisional
         from unnest($1::date[], $2::integer[], $3::text[], $4::date[], $5::boolean[]) as d (activated_on, version, rule, due_on, provisional)
         where a.due_provisional and a.state in ('accrued', 'held') and a.policy_version = d.version and a.rule_code = d.rule
           and (a.activated_at at time zone 'Asia/Shanghai')::date = d.activated_on
           and (a.due_on, a.due_provisional) is distinct from (d.due_on, d.provisional)`,
        [
          dates.map((d) => d.activatedOn),
          dates.map((d) => d.policyVersion),
          dates.map((d) => d.ruleCode),
          dates.map((d) => d.dueOn),
          dates.map((d) => d.provisional),
        ],
      ),

    async policies() {
      const found = await rows<{ version: number; body: Json }>(
        session,
        `select version, body from policies where kind = 'commission' order by version`,
      );
      return found.map(({ version, body }) => ({ version, policy: commissionPolicy(body) }));
    },
  };
}
