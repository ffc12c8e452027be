import type { DecisionId, OrderId, UserId } from '../../../domain/brand';
import type { Decidable } from '../../../domain/commission';
import { DomainError } from '../../../domain/errors';
import type { DecisionState, DecisionVerdict } from '../../../domain/ports/commission-desk';
import type { DecisionRecord, DecisionStore } from '../../../domain/ports/stores/decisions';
import { row, run, type Session } from './session';

interface DecisionRow {
  id: number;
  public_id: DecisionId;
  order: OrderId;
  verdict: DecisionVerdict;
  conditions: Decidable[];
  reason: string;
  state: DecisionState;
  maker: UserId;
  checker: UserId | null;
  withdrawn_by: UserId | null;
}

const SELECT = `
  select d.id, d.public_id, o.public_id as "order", d.verdict, d.conditions, d.reason, d.state, m.public_id as maker,
    (select public_id from users where id = d.checker_id) as checker,
    (select public_id from users where id = d.withdrawn_by_id) as withdrawn_by
  from commission_decisions d join orders o on o.id = d.order_id join users m on m.id = d.maker_id`;

const decisionOf = (r: DecisionRow): DecisionRecord => ({
  row: r.id,
  id: r.public_id,
  orderId: r.order,
  verdict: r.verdict,
  conditions: r.conditions,
  reason: r.reason,
  state: r.state,
  maker: r.maker,
  checker: r.checker,
  withdrawnBy: r.withdrawn_by,
});

export function decisionStore(session: Session): DecisionStore {
  async function one(where: string, value: unknown): Promise<DecisionRecord | null> {
    const found = await row<DecisionRow>(session, `${SELECT} where ${where}`, [value]);
    return found && decisionOf(found);
  }

  /** Ends a proposal; throws `StateConflict` when somebody else did. */
  async function end(decision: DecisionRecord, change: string, values: readonly unknown[]): Promise<void> {
    const ended = await run(
      session,
      `update commission_decisions set ended_at = $2, ${change} where id = $1 and state = 'proposed'`,
      [decision.row, session.now, ...values],
    );
    if (ended === 0) throw new DomainError('StateConflict', `decision ${decision.id} went on meanwhile`);
  }

  return {
    find: (id) => one('d.public_id = $1', id),
    openOf: (orderRow) => one(`d.order_id = $1 and d.state = 'proposed'`, orderRow),
    async propose({ id, orderRow, verdict, conditions, reason, maker }) {
      await run(
        session,
        `insert into commission_decisions (public_id, order_id, verdict, conditions, reason, state, maker_id, made_at)
         select $1, $2, $3, $4, $5, 'proposed', u.id, $6 from users u where u.public_id = $7`,
        [id, orderRow, verdict, conditions, reason, session.now, maker],
      );
    },
    async confirm(decision, checker) {
      await end(decision, `state = 'confirmed', checker_id = (select id from users where public_id = $3)`, [checker]);
      // Only what nobody said: what is known stays, whoever knew it.
      await run(
        session,
        `update accruals set
           person_matches = case when 'PERSON' = any ($2::text[]) then coalesce(person_matches, $3) else person_matches end,
           place_matches = case when 'PLACE' = any ($2::text[]) then coalesce(place_matches, $3) else place_matches end
         where order_id = (select id from orders where public_id = $1) and state in ('accrued', 'held')`,
        [decision.orderId, decision.conditions, decision.verdict === 'release'],
      );
    },
    withdraw: (decision, by, reason) =>
      end(
        decision,
        `state = 'withdrawn', withdrawn_by_id = (select id from users where public_id = $3), withdraw_reason = $4`,
        [by, reason],
      ),
  };
}
