import type { HoldKind, HoldStore } from '../../../domain/ports/stores/holds';
import { announce, rows, run, type Session } from './session';
import { ruleRows, ruleValues, VERDICT } from './settlements';

/** Ends the wait for the cases about an order (`$1`) once none is open, in the transaction that closed one at `$2`. */
export const CLOSE_CASE_WAIT = `
  update waits w set closed_at = $2, closed_how = 'case-closed'
  where w.subject_kind = 'commission' and w.subject_id = $1 and w.what = 'commission-case' and w.closed_at is null
    and not exists (select from conflict_cases k where k.order_id = w.subject_id and k.closed_at is null)`;

/** Null for all orders. */
const only = (of: number | 'all'): number | null => (of === 'all' ? null : of);

export function holdStore(session: Session): HoldStore {
  return {
    async wanted(of, rules, lastAsked) {
      const found = await rows<{ order_id: number; what: HoldKind; case_kind: string | null }>(
        session,
        `with rule as (${ruleRows(3)}), held as (
           select d.order_id, min(d.due_on) as due_on, bool_or(${VERDICT} = 'held') as still
           from accruals d left join rule r on r.version = d.policy_version and r.code = d.rule_code
           where d.state = 'held' and ($1::bigint is null or d.order_id = $1) group by d.order_id
         )
         select h.order_id, k.kind as case_kind,
           case when k.kind is not null then 'commission-case' when p.id is not null then 'commission-decision' else 'commission-evidence' end
             as what
         from held h
         left join commission_decisions p on p.order_id = h.order_id and p.state = 'proposed'
         left join lateral (
           select kind from conflict_cases where order_id = h.order_id and closed_at is null order by id limit 1
         ) k on true
         where h.still and (k.kind is not null or p.id is not null or h.due_on <= $2::date)`,
        [only(of), lastAsked, ...ruleValues(rules)],
      );
      return found.map((r) => ({ orderRow: r.order_id, what: r.what, caseKind: r.case_kind }));
    },

    async align(of, wanted) {
      const [orders, whats] = [wanted.map(({ orderRow }) => orderRow), wanted.map(({ what }) => what)];
      const closed = await run(
        session,
        `update waits w set closed_at = $2, closed_how = 'moved-on'
         where w.subject_kind = 'commission' and w.closed_at is null and ($1::bigint is null or w.subject_id = $1)
           and not exists (
             select from unnest($3::bigint[], $4::text[]) as n (order_id, what) where n.order_id = w.subject_id and n.what = w.what
           )`,
        [only(of), session.now, orders, whats],
      );
      await run(
        session,
        `update commission_decisions d set state = 'lapsed', ended_at = $2
         where d.state = 'proposed' and ($1::bigint is null or d.order_id = $1) and d.order_id <> all ($3::bigint[])`,
        [only(of), session.now, orders],
      );
      // No workflow waits on these rows: the settlement looks at them, and whoever ends the hold closes them.
      const opened = await run(
        session,
        `insert into waits (public_id, subject_kind, subject_id, what, workflow_id, owner_kind, opened_at, due_at, then_what)
         select n.public_id, 'commission', n.order_id, n.what, '', n.owner, $1, n.due_at, 'escalate'
         from unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[]) as n (public_id, order_id, what, owner, due_at)
         on conflict (subject_kind, subject_id, what) where closed_at is null do nothing`,
        [
          session.now,
          wanted.map(() => session.ids.next('wai')),
          orders,
          whats,
          wanted.map(({ owner }) => owner),
          wanted.map(({ dueAt }) => dueAt),
        ],
      );
      if (closed + opened > 0) await announce(session, { kind: 'settlement', id: '', purchaseId: null });
    },

    escalateOverdue: () =>
      run(
        session,
        `update waits set escalated_at = $1, then_what = 'stay-overdue'
         where subject_kind = 'commission' and closed_at is null and then_what = 'escalate' and due_at <= $1`,
        [session.now],
      ),
  };
}
