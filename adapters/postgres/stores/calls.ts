import type { Instant, OrderId } from '../../../domain/brand';
import type { CallRecord, CallStore } from '../../../domain/ports/stores/calls';
import type { Json } from '../../../domain/ports/stores/row';
import { row, rows, run, type Session } from './session';

interface CallRow {
  id: number;
  partner: string;
  command: string;
  reference: string;
  state: CallRecord['state'];
  outcome: Json | null;
  intent: Json;
  tries: number;
  opened_at: string;
}

const COLUMNS = 'id, partner, command, reference, state, outcome, intent, tries, opened_at';
const callOf = ({ id, opened_at, ...rest }: CallRow): CallRecord => ({
  row: id,
  openedAt: opened_at as Instant,
  ...rest,
});

export function callStore(session: Session): CallStore {
  async function find(reference: string): Promise<CallRecord | null> {
    const found = await row<CallRow>(session, `select ${COLUMNS} from partner_calls where reference = $1`, [reference]);
    return found && callOf(found);
  }
  return {
    find,
    async intend(call) {
      const inserted = await row<CallRow>(
        session,
        `insert into partner_calls (partner, command, reference, order_id, purchase_id, attempt, number, intent, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (reference) do nothing returning ${COLUMNS}`,
        [
          call.partner,
          call.command,
          call.reference,
          call.orderRow,
          call.purchaseRow,
          call.attempt,
          call.number,
          JSON.stringify(call.intent),
          session.now,
        ],
      );
      const known = inserted ? callOf(inserted) : await find(call.reference);
      if (!known) throw new Error(`partner call ${call.reference} is gone`);
      return known;
    },
    async orderOf(reference) {
      const found = await row<{ public_id: string }>(
        session,
        'select o.public_id from partner_calls c join orders o on o.id = c.order_id where c.reference = $1',
        [reference],
      );
      return (found?.public_id ?? null) as OrderId | null;
    },
    async ofOrder(orderRow) {
      return (
        await rows<CallRow>(session, `select ${COLUMNS} from partner_calls where order_id = $1 order by id`, [orderRow])
      ).map(callOf);
    },
    async settle(reference, state, outcome) {
      await run(session, 'update partner_calls set state = $2, outcome = $3, closed_at = $4 where reference = $1', [
        reference,
        state,
        JSON.stringify(outcome),
        session.now,
      ]);
    },
    async tried(reference) {
      const saved = await row<{ tries: number }>(
        session,
        `update partner_calls set tries = tries + 1, state = case when state = 'unknown' then 'open' else state end
         where reference = $1 returning tries`,
        [reference],
      );
      if (!saved) throw new Error(`partner call ${reference} was not intended`);
      return saved.tries;
    },
  };
}
