import type { OrderId, PayoutId, StatementId, UserId } from '../../../domain/brand';
import { DomainError } from '../../../domain/errors';
import { fen, payEntries } from '../../../domain/ledger';
import type { PayoutState, StatementState } from '../../../domain/ports/commission-desk';
import type { PayoutRecord, PayoutStore } from '../../../domain/ports/stores/payouts';
import { book } from './ledger';
import { announce, row, rows, run, type Session } from './session';

interface StatementRow {
  id: number;
  public_id: StatementId;
  agent_code: string;
  state: StatementState;
  payable: number;
  payout: PayoutId | null;
}

interface PayoutRow {
  id: number;
  public_id: PayoutId;
  agent_code: string;
  state: PayoutState;
  amount_fen: number;
  maker: UserId;
  checker: UserId | null;
  cancelled_by: UserId | null;
  bank_reference: string | null;
}

export function payoutStore(session: Session): PayoutStore {
  const changed = (id: PayoutId): Promise<void> => announce(session, { kind: 'payout', id, purchaseId: null });

  /** Moves a payout on from one of these states; throws `StateConflict` when somebody else did. */
  async function move(
    payout: PayoutRecord,
    from: readonly PayoutState[],
    change: string,
    values: readonly unknown[],
  ): Promise<void> {
    const moved = await run(session, `update payouts set ${change} where id = $1 and state = any($2::text[])`, [
      payout.row,
      from,
      ...values,
    ]);
    if (moved === 0) throw new DomainError('StateConflict', `payout ${payout.id} went on meanwhile`);
    await changed(payout.id);
  }

  /** Its statements can be paid by another payout; one of which clawbacks left nothing has nothing to pay. */
  const free = (payout: PayoutRecord): Promise<number> =>
    run(
      session,
      `update statements set payout_id = null, state = case when payable_fen = 0 then 'empty' else 'ready' end
       where payout_id = $1`,
      [payout.row],
    );

  return {
    async lockStatements(ids) {
      const found = await rows<StatementRow>(
        session,
        `select s.id, s.public_id, s.agent_code, s.state, s.payable_fen as payable,
           (select p.public_id from payouts p where p.id = s.payout_id) as payout
         from statements s where s.public_id = any($1::text[]) order by s.id for update of s`,
        [ids],
      );
      return found.map((r) => ({
        row: r.id,
        id: r.public_id,
        agent: r.agent_code,
        state: r.state,
        payableFen: r.payable,
        payoutId: r.payout,
      }));
    },
    async heldIn(of) {
      const found = await rows<{ id: OrderId }>(
        session,
        `select distinct o.public_id as id from statements s join accruals a on a.statement_id = s.id join orders o on o.id = a.order_id
         where (s.id = any($1::bigint[]) or s.payout_id = $2) and a.state = 'settled'
           and (a.stopped_at is not null or $2::bigint is not null and a.order_id in (select order_id from conflict_cases where closed_at is null))
         order by 1 limit 20`,
        'payout' in of ? [[], of.payout] : [of.statements, null],
      );
      return found.map(({ id }) => id);
    },
    async create({ id, agent, maker, statements }) {
      await run(
        session,
        `with made as (
           insert into payouts (public_id, agent_code, state, amount_fen, maker_id, created_at)
           select $1, $2, 'created', $3, u.id, $4 from users u where u.public_id = $5 returning id
         ), named as (
           insert into payout_statements (payout_id, statement_id) select made.id, s from made, unnest($6::bigint[]) s
         )
         update statements s set payout_id = made.id, state = 'in-payout' from made where s.id = any($6::bigint[])`,
        [
          id,
          agent,
          statements.reduce((sum, { payableFen }) => sum + payableFen, 0),
          session.now,
          maker,
          statements.map((statement) => statement.row),
        ],
      );
      await changed(id);
    },
    async lock(id) {
      // Statements first, in the order that clawbacks lock in: the ends of a payout write to both.
      await run(
        session,
        `select 1 from statements where payout_id = (select id from payouts where public_id = $1) order by id for update`,
        [id],
      );
      const found = await row<PayoutRow>(
        session,
        `select p.id, p.public_id, p.agent_code, p.state, p.amount_fen, u.public_id as maker, p.bank_reference,
           (select public_id from users where id = p.checker_id) as checker,
           (select public_id from users where id = p.cancelled_by_id) as cancelled_by
         from payouts p join users u on u.id = p.maker_id where p.public_id = $1 for update of p`,
        [id],
      );
      return (
        found && {
          row: found.id,
          id: found.public_id,
          agent: found.agent_code,
          state: found.state,
          amountFen: found.amount_fen,
          maker: found.maker,
          checker: found.checker,
          cancelledBy: found.cancelled_by,
          bankReference: found.bank_reference,
        }
      );
    },
    release: (payout, checker, bankReference) =>
      move(
        payout,
        ['created'],
        `state = 'released', checker_id = (select id from users where public_id = $3), bank_reference = $4, released_at = $5`,
        [checker, bankReference, session.now],
      ),
    async nothingToPay(payout, checker) {
      await run(session, `update statements set state = 'empty', payout_id = null where payout_id = $1`, [payout.row]);
      await move(
        payout,
        ['created'],
        `state = 'nothing-to-pay', checker_id = (select id from users where public_id = $3), ended_at = $4`,
        [checker, session.now],
      );
    },
    async cancel(payout, by, reason) {
      await free(payout);
      await move(
        payout,
        ['created'],
        `state = 'cancelled', cancelled_by_id = (select id from users where public_id = $3), cancel_reason = $4, ended_at = $5`,
        [by, reason, session.now],
      );
    },
    waiting: (payout) => move(payout, ['released', 'waiting-for-bank'], `state = 'waiting-for-bank'`, []),
    async paid(payout, bankTransferNo) {
      await run(session, `update statements set state = 'paid' where payout_id = $1`, [payout.row]);
      await move(payout, ['released', 'waiting-for-bank'], `state = 'paid', bank_transfer_no = $3, ended_at = $4`, [
        bankTransferNo,
        session.now,
      ]);
      await book(session, 'pay', payout.row, payEntries(payout.agent, fen(payout.amountFen)));
    },
    async refused(payout, text) {
      await free(payout);
      await move(payout, ['released', 'waiting-for-bank'], `state = 'refused', bank_text = $3, ended_at = $4`, [
        text,
        session.now,
      ]);
    },
  };
}
