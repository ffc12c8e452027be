import type { Day, StatementId } from '../../../domain/brand';
import type { SettledBatch, SettlementStore, VersionedRule } from '../../../domain/ports/stores/settlements';
import { openAccounts } from './ledger';
import { announce, row, rows, run, type Session } from './session';

interface RunRow {
  id: number;
  state: 'running' | 'done';
  after_due_on: string;
  after_id: number;
}

interface PageRow {
  n: number;
  due_on: string;
  id: number;
  agents: string[];
}

/**
 * What is judged here is `judgeCommission(conditionsOf(…))` of accrual `d` under rule `r`; a test holds the two against each
 * other on every combination.
 */
export const VERDICT = `case
    when (r.person and d.person_matches = false) or (r.place and d.place_matches = false)
      or (r.activation_window and d.activated_at >= d.window_ends_at) or d.stopped_at is not null then 'refused'
    when d.confirmed_level < r.min_level or (r.person and d.person_matches is null) or (r.place and d.place_matches is null)
      or r.code is null
      or exists (select from conflict_cases k where k.order_id = d.order_id and k.closed_at is null) then 'held'
    else 'settled' end`;

/** Rules as rows, from six parameters on; `ruleValues` fills them. */
export const ruleRows = (first: number): string => {
  const types = ['integer', 'text', 'integer', 'boolean', 'boolean', 'boolean'];
  const columns = types.map((type, index) => `$${first + index}::${type}[]`).join(', ');
  return `select * from unnest(${columns}) as r (version, code, min_level, person, place, activation_window)`;
};

export const ruleValues = (rules: readonly VersionedRule[]): readonly unknown[] => [
  rules.map(({ version }) => version),
  rules.map(({ rule }) => rule.code),
  rules.map(({ rule }) => rule.minLevel),
  rules.map(({ rule }) => rule.needs.person),
  rules.map(({ rule }) => rule.needs.place),
  rules.map(({ rule }) => rule.needs.window),
];

/**
 * One statement for a whole batch: lock, judge, move, book, add up, remember the place. Entries of all transfers go in
 * together, and the database checks that each sums to zero.
 */
const BATCH = `
  with rule as (${ruleRows(4)}), account as (
    select s.agent_code as agent, s.id as statement, acc.id as accrued, pay.id as payable, cost.id as cost
    from statements s
    join ledger_accounts acc on acc.kind = 'accrued' and acc.agent_code = s.agent_code
    join ledger_accounts pay on pay.kind = 'payable' and pay.agent_code = s.agent_code
    join ledger_accounts cost on cost.kind = 'cost'
    where s.run_id = $1
  ), due as materialized (
    select a.* from accruals a
    where a.state in ('accrued', 'held') and (a.due_on, a.id) > ($12::date, $13::bigint) and (a.due_on, a.id) <= ($10::date, $11::bigint)
    order by a.due_on, a.id for update
  ), judged as materialized (
    -- What came in since the page was counted may have no statement to go to: it is left for the next day.
    select d.id, d.amount_fen as amount, d.state as was, k.statement, k.accrued, k.payable, k.cost, ${VERDICT} as verdict,
      -- What a payout left out is settled once more, under the id of its newest set-aside.
      case when d.state = 'held' then (select max(x.id) from set_asides x where x.accrual_id = d.id) end as aside
    from due d join account k on k.agent = d.agent_code
    left join rule r on r.version = d.policy_version and r.code = d.rule_code
  ), moved as (
    update accruals a set state = j.verdict, statement_id = case when j.verdict = 'settled' then j.statement end,
      ended_at = case when j.verdict <> 'held' then $3::timestamptz end
    from judged j
    where a.id = j.id and j.verdict <> j.was
  ), numbered as materialized (
    -- Ids are drawn here, so that nothing as long as the batch is ever joined with itself, whatever the planner expects.
    select nextval('ledger_transfers_id_seq') as transfer, j.* from judged j where j.verdict <> 'held'
  ), booked as (
    insert into ledger_transfers (id, kind, subject_id, at)
    select transfer, case when verdict = 'refused' then 'refuse' when aside is null then 'settle' else 'settle-again' end,
      case when verdict = 'refused' then id else coalesce(aside, id) end, $3 from numbered
  ), entries as (
    insert into ledger_entries (transfer_id, line, account_id, amount_fen)
    select n.transfer, line.n, case when line.n = 1 then n.accrued when n.verdict = 'settled' then n.payable else n.cost end,
      case when line.n = 1 then -n.amount else n.amount end
    from numbered n, (values (1), (2)) as line (n)
  ), totals as (
    update statements s set lines = s.lines + t.n, accrued_fen = s.accrued_fen + t.fen
    from (
      select statement, count(*) as n, sum(amount) as fen from judged where verdict = 'settled' group by statement
    ) t where s.id = t.statement
  ), counted as (
    select count(*) filter (where verdict = 'settled')::integer as settled, count(*) filter (where verdict = 'held')::integer as held,
      count(*) filter (where verdict = 'refused')::integer as refused,
      coalesce(sum(amount) filter (where verdict = 'settled'), 0)::bigint as fen
    from judged
  )
  update settlement_runs u set after_due_on = $10, after_id = $11, settled = u.settled + c.settled, held = u.held + c.held,
    refused = u.refused + c.refused, settled_fen = u.settled_fen + c.fen
  from counted c where u.id = $1 and u.business_date = $2::date
  returning c.settled, c.held, c.refused`;

export function settlementStore(session: Session): SettlementStore {
  /** The day's run, begun where nobody did, locked. */
  async function lockRun(day: Day): Promise<RunRow> {
    await run(
      session,
      `insert into settlement_runs (business_date, state, after_due_on, after_id, started_at)
       values ($1, 'running', '-infinity', 0, $2) on conflict (business_date) do nothing`,
      [day, session.now],
    );
    const found = await row<RunRow>(
      session,
      `select id, state, after_due_on::text, after_id from settlement_runs where business_date = $1 for update`,
      [day],
    );
    if (!found) throw new Error(`the settlement of ${day} is gone`);
    return found;
  }

  const nextPage = (day: Day, { after_due_on, after_id }: RunRow, size: number): Promise<PageRow | null> =>
    row<PageRow>(
      session,
      `select count(*)::integer as n, (array_agg(due_on::text order by due_on desc, id desc))[1] as due_on,
         (array_agg(id order by due_on desc, id desc))[1] as id, array_agg(distinct agent_code) as agents
       from (
         select due_on, id, agent_code from accruals
         where state in ('accrued', 'held') and (due_on, id) > ($2::date, $3::bigint) and due_on <= $1::date
         order by due_on, id limit $4
       ) page having count(*) > 0`,
      [day, after_due_on, after_id, size],
    );

  /**
   * A statement for each agent that has none yet; opening is what is payable already: the agent's statements that are not
   * paid, which is the balance of the account without reading the entries of years.
   */
  async function openStatements(runRow: number, day: Day, agents: readonly string[]): Promise<void> {
    const ids: readonly StatementId[] = agents.map(() => session.ids.next('stm'));
    await run(
      session,
      `insert into statements (public_id, agent_code, run_id, business_date, state, opening_fen, settled_at)
       select w.public_id, w.agent, $1, $2, 'open', coalesce((
         select sum(o.payable_fen) from statements o where o.agent_code = w.agent and o.state <> 'paid'
       ), 0), $3
       from unnest($4::text[], $5::text[]) as w (public_id, agent)
       where not exists (select from statements s where s.agent_code = w.agent and s.business_date = $2)`,
      [runRow, day, session.now, ids, agents],
    );
  }

  async function settle(
    found: RunRow,
    day: Day,
    page: PageRow,
    rules: readonly VersionedRule[],
  ): Promise<Omit<SettledBatch, 'looked'>> {
    const done = await row<{ settled: number; held: number; refused: number }>(session, BATCH, [
      found.id,
      day,
      session.now,
      ...ruleValues(rules),
      page.due_on,
      page.id,
      found.after_due_on,
      found.after_id,
    ]);
    if (!done) throw new Error(`the settlement of ${day} lost its place`);
    return done;
  }

  return {
    async lastDone() {
      const found = await row<{ day: Day | null }>(
        session,
        `select max(business_date)::text as day from settlement_runs where state = 'done'`,
      );
      return found?.day ?? null;
    },
    async running() {
      const found = await rows<{ day: Day }>(
        session,
        `select business_date::text as day from settlement_runs where state = 'running' order by business_date`,
      );
      return found.map(({ day }) => day);
    },
    async earliestDue() {
      const found = await row<{ day: Day }>(
        session,
        `select due_on::text as day from accruals where state in ('accrued', 'held') order by due_on, id limit 1`,
      );
      return found?.day ?? null;
    },
    async skipped(days) {
      await run(
        session,
        `insert into settlement_runs (business_date, state, after_due_on, after_id, started_at, finished_at)
         select d, 'done', d, 0, $2, $2 from unnest($1::date[]) d on conflict (business_date) do nothing`,
        [days, session.now],
      );
    },
    async batch(day, rules, size) {
      const found = await lockRun(day);
      const page = found.state === 'done' ? null : await nextPage(day, found, size);
      if (!page) return { looked: 0, settled: 0, held: 0, refused: 0 };
      await openAccounts(session, page.agents);
      await openStatements(found.id, day, page.agents);
      return { looked: page.n, ...(await settle(found, day, page, rules)) };
    },
    async close(day) {
      const found = await row<{ id: number }>(
        session,
        `update settlement_runs set state = 'done', finished_at = $2 where business_date = $1 and state = 'running' returning id`,
        [day, session.now],
      );
      if (!found) return null;
      // Opened for an agent of whom everything was held or refused.
      await run(session, 'delete from statements where run_id = $1 and lines = 0', [found.id]);
      const statements = await run(
        session,
        `update statements set state = case when payable_fen = 0 then 'empty' else 'ready' end
         where run_id = $1 and state = 'open'`,
        [found.id],
      );
      await announce(session, { kind: 'settlement', id: day, purchaseId: null });
      return { statements };
    },
  };
}
