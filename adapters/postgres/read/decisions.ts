import type { Pool } from 'pg';
import type { DecisionId, Instant, UserId } from '../../../domain/brand';
import type { Decidable } from '../../../domain/commission';
import type { DecisionFacts, DecisionState, DecisionVerdict } from '../../../domain/ports/commission-desk';
import { rows } from './query';

interface DecisionRow {
  readonly id: DecisionId;
  readonly verdict: DecisionVerdict;
  readonly conditions: Decidable[];
  readonly reason: string;
  readonly state: DecisionState;
  readonly maker: UserId;
  readonly maker_name: string;
  readonly made_at: Instant;
  readonly checker: UserId | null;
  readonly checker_name: string | null;
  readonly withdrawn_by: UserId | null;
  readonly withdrawn_by_name: string | null;
  readonly withdraw_reason: string | null;
  readonly ended_at: Instant | null;
}

const SELECT = `
  select d.public_id as id, d.verdict, d.conditions, d.reason, d.state, m.public_id as maker, m.name as maker_name, d.made_at,
    c.public_id as checker, c.name as checker_name, w.public_id as withdrawn_by, w.name as withdrawn_by_name, d.withdraw_reason, d.ended_at
  from commission_decisions d
  join users m on m.id = d.maker_id left join users c on c.id = d.checker_id left join users w on w.id = d.withdrawn_by_id
  where d.order_id = $1 order by d.id desc`;

const person = (id: UserId | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

/** What finance decided about an order's held commission, newest first. */
export async function decisionsOf(pool: Pool, orderRow: number): Promise<readonly DecisionFacts[]> {
  const found = await rows<DecisionRow>(pool, SELECT, [orderRow]);
  return found.map((r) => ({
    id: r.id,
    verdict: r.verdict,
    conditions: r.conditions,
    reason: r.reason,
    state: r.state,
    maker: { id: r.maker, name: r.maker_name },
    madeAt: r.made_at,
    checker: person(r.checker, r.checker_name),
    withdrawnBy: person(r.withdrawn_by, r.withdrawn_by_name),
    withdrawReason: r.withdraw_reason,
    endedAt: r.ended_at,
  }));
}
