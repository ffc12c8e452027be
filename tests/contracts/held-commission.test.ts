import { postgresCommissionDesk } from '../../adapters/postgres/commission-desk';
import { postgresConflictDesk } from '../../adapters/postgres/conflict-desk';
import { sandboxDesk } from '../../adapters/postgres/sandbox-desk';
import type { ActivationEvidence } from '../../domain/activation';
import type { ConflictId, Day, Instant, OrderId } from '../../domain/brand';
import type { CarrierOf } from '../../domain/ports/carrier';
import type { CommissionDeskPort } from '../../domain/ports/commission-desk';
import { askEvidence } from '../../domain/use-cases/ask-evidence';
import { decisionCommands } from '../../domain/use-cases/decide-commission';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { closeSettlement, planSettlement, settleBatch } from '../../domain/use-cases/settle';
import { MAKER, money } from '../support/world/money';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

const START = Date.parse('2026-03-02T03:00:00.000Z');
const DUE = '2026-04-01' as Day;
/** The last day on which the carrier is asked, and the settlement day after it. */
const LAST_ASKED = '2026-04-10' as Day;
const LATER = '2026-04-13' as Day;

let world: World<StoryClock>;
let purse: ReturnType<typeof money>;
let desk: CommissionDeskPort;
beforeAll(async () => {
  world = await openWorld(storyClock(START));
  purse = money(world);
  desk = postgresCommissionDesk({ ...world, commands: payoutCommands(world), decisions: decisionCommands(world) });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(START);
  await world.clear();
});

/** Settles what is due on this day, on this day. */
async function settle(day: Day): Promise<void> {
  world.clock.set(Date.parse(`${day}T02:00:00.000Z`));
  for (;;) if ((await settleBatch(world)({ day })).looked === 0) break;
  await closeSettlement(world)({ day });
}

async function held(change: Partial<ActivationEvidence> = { personMatches: null }): Promise<OrderId> {
  const [id] = await purse.accrued(1, change);
  if (!id) throw new Error('no order');
  await world.pool.query(
    `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, opened_at)
     select 'xinglian', 'submit', 'REFERENCE1', id, 1, 1, '{}', $2 from orders where public_id = $1`,
    [id, world.clock.now()],
  );
  return id;
}

const openCase = (id: OrderId, kind = 'active-contradicted') =>
  world.pool.query(
    `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
     select 'cas_000000000001', $3, id, '{}', $2 from orders where public_id = $1`,
    [id, world.clock.now(), kind],
  );

const closeCase = () =>
  postgresConflictDesk(world).resolve('cas_000000000001' as ConflictId, MAKER, { code: 'NO_EFFECT', note: null });

const waits = async () =>
  (
    await world.pool.query<{ what: string; owner: string; how: string | null; then: string }>(
      `select what, owner_kind as owner, closed_how as how, then_what as then from waits where subject_kind = 'commission' order by id`,
    )
  ).rows;
const asked = async () => (await world.pool.query(`select 1 from outbox where topic = 'ask-evidence'`)).rows.length;

const says =
  (activation: { personMatches: boolean; province: string; city: string } | null): CarrierOf =>
  () => ({
    ...world.carrier,
    query: () =>
      Promise.resolve({
        kind: 'found',
        order: {
          carrierOrderNo: 'XL1',
          word: '已激活',
          text: null,
          number: null,
          iccid: null,
          activatedAt: '2026-03-02T02:00:00.000Z' as Instant,
          activation,
        },
      }),
  });

const EVIDENCE = { what: 'commission-evidence', owner: 'finance', how: null, then: 'escalate' };

describe('the list of commission that is due or held', () => {
  it('names order, agent, rule, amount, due day and what is not known since when, what is due longest first', async () => {
    const later = await purse.accrued(1, { activatedAt: '2026-03-05T02:00:00.000Z' as Instant, area: null });
    const first = await held();
    await settle('2026-04-07' as Day);

    const { rows, counts, next } = await desk.commissions({ limit: 10 });

    expect(rows.map(({ orderId }) => orderId)).toEqual([first, first, ...later, ...later]);
    expect(rows[0]).toMatchObject({
      orderId: first,
      wait: null,
      accrual: {
        agent: { code: 'AG01', name: '分代' },
        rule: { code: 'XL-NEXT-MONTH', version: 1 },
        amountFen: 8_000,
        dueOn: DUE,
        state: 'held',
      },
    });
    const unknown = rows.map(({ accrual }) => accrual.conditions.filter(({ value }) => value !== true));
    expect(unknown.map((each) => each.map(({ code, value, at }) => [code, value, at]))).toEqual([
      [['PERSON', null, '2026-03-02T02:00:00.000Z']],
      [['PERSON', null, '2026-03-02T02:00:00.000Z']],
      [['PLACE', null, '2026-03-05T02:00:00.000Z']],
      [['PLACE', null, '2026-03-05T02:00:00.000Z']],
    ]);
    expect([counts, next]).toEqual([{ held: 4, due: 0 }, null]);
  });

  it('has what is due from its day on until it is settled, and nothing that waits for a later day', async () => {
    await purse.accrued(1);
    await purse.accrued(1, { activatedAt: '2026-03-05T02:00:00.000Z' as Instant });
    const none = await desk.commissions({ limit: 10 });
    world.clock.set(Date.parse(`${DUE}T02:00:00.000Z`));
    const due = await desk.commissions({ state: 'due', limit: 10 });
    const notHeld = await desk.commissions({ state: 'held', limit: 10 });
    await settle(DUE);

    expect([none.rows, none.counts]).toEqual([[], { held: 0, due: 0 }]);
    expect(due.rows.map(({ accrual }) => [accrual.state, accrual.dueOn])).toEqual([
      ['due', DUE],
      ['due', DUE],
    ]);
    expect([due.counts, notHeld.rows]).toEqual([{ held: 0, due: 2 }, []]);
    expect((await desk.commissions({ limit: 10 })).rows).toEqual([]);
  });

  it('comes page by page, one agent’s alone where that is asked', async () => {
    await purse.accrued(3, { personMatches: null });
    await settle(DUE);
    const seen: string[] = [];
    let after: { after?: never } = {};
    for (;;) {
      const page = await desk.commissions({ state: 'held', agent: 'AG01', limit: 2, ...after });
      seen.push(...page.rows.map(({ accrual }) => accrual.id));
      expect(new Set(page.rows.map(({ accrual }) => accrual.agent.code))).toEqual(new Set(['AG01']));
      if (page.next === null) break;
      after = { after: page.next as never };
    }

    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  });
});

describe('the carrier', () => {
  it('is asked about each order of which something is not known, and about nothing else', async () => {
    const person = await held();
    const [place] = await purse.accrued(1, { area: null });
    const known = await purse.accrued(3);
    await openCase(known[1] as OrderId);
    await world.pool.query(
      `update accruals set person_matches = false, place_matches = null where order_id = (select id from orders where public_id = $1)`,
      [known[2]],
    );
    await settle(DUE);
    await settle('2026-04-02' as Day);

    const found = await world.pool.query<{ id: string; n: number }>(
      `select body ->> 'orderId' as id, count(*)::integer as n from outbox where topic = 'ask-evidence' group by 1`,
    );
    expect(await Promise.all(known.map((id) => purse.states(id)))).toEqual([
      ['settled', 'settled'],
      ['held', 'held'],
      ['refused', 'refused'],
    ]);
    expect(found.rows.sort((a, b) => a.id.localeCompare(b.id))).toEqual(
      [person, place as OrderId].sort().map((id) => ({ id, n: 2 })),
    );
  });

  it('fills in what was not known and takes nothing back that was', async () => {
    const orderId = await held({ area: null });
    await settle(DUE);

    await askEvidence({ work: world.work, carrierOf: says({ personMatches: false, province: '', city: '' }) })({
      orderId,
    });

    const conditions = (await desk.ofOrder(orderId))?.accruals[0]?.conditions ?? [];
    expect(conditions.slice(1, 3).map(({ code, value }) => [code, value])).toEqual([
      ['PERSON', true],
      ['PLACE', null],
    ]);
  });
});

describe('a hold that no machine ends', () => {
  it('is the system’s while the carrier is asked, and finance’s once it was asked for the last time', async () => {
    await held();
    await settle(DUE);
    await settle(LAST_ASKED);
    expect([await waits(), await asked()]).toEqual([[], 2]);

    await settle(LATER);
    await settle('2026-04-14' as Day);

    expect([await waits(), await asked()]).toEqual([[EVIDENCE], 2]);
    expect((await desk.commissions({ limit: 1 })).rows[0]?.wait).toEqual({
      what: 'commission-evidence',
      ownerKind: 'finance',
      openedAt: '2026-04-13T02:00:00.000Z',
      dueAt: '2026-04-18T02:00:00.000Z',
      escalatedAt: null,
      thenWhat: 'escalate',
    });
  });

  it('ends by itself when the carrier says it after all, and stays where it still says nothing', async () => {
    const orderId = await held();
    await settle(LATER);
    const ask = (activation: Parameters<typeof says>[0]) =>
      askEvidence({ work: world.work, carrierOf: says(activation) })({ orderId });

    await ask(null);
    expect(await waits()).toEqual([EVIDENCE]);
    await ask({ personMatches: true, province: '广东省', city: '深圳市' });

    expect(await waits()).toEqual([{ ...EVIDENCE, how: 'moved-on' }]);
    await settle('2026-04-14' as Day);
    expect(await purse.states(orderId)).toEqual(['settled', 'settled']);
  });

  it('ends when its number stops', async () => {
    const orderId = await held();
    await settle(LATER);

    await purse.clawBack(orderId);

    expect(await waits()).toEqual([{ ...EVIDENCE, how: 'moved-on' }]);
  });

  it.each([
    ['active-contradicted', 'operator'],
    ['handed-to-another', 'officer'],
  ])('for a case %s waits for its %s from the settlement on until the case is closed', async (kind, owner) => {
    const orderId = await held({});
    await openCase(orderId, kind);
    await settle(DUE);
    const wait = { what: 'commission-case', owner, how: null, then: 'escalate' };
    expect(await waits()).toEqual([wait]);

    if (kind === 'handed-to-another')
      await world.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(orderId);
        await tx.intake.settleConflict(order?.row ?? 0, kind, MAKER, 'HOLDER_CONFIRMED');
      });
    else await closeCase();

    expect(await waits()).toEqual([{ ...wait, how: 'case-closed' }]);
    await settle('2026-04-02' as Day);
    expect(await purse.states(orderId)).toEqual(['settled', 'settled']);
  });

  it('waits on while another case about the order is open', async () => {
    const orderId = await held({});
    await openCase(orderId);
    await settle(DUE);
    await world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      await tx.intake.settleConflict(order?.row ?? 0, 'handed-to-another', MAKER, 'HOLDER_CONFIRMED');
    });
    await settle('2026-04-02' as Day);

    expect((await waits()).map(({ what, how }) => [what, how])).toEqual([['commission-case', null]]);
    expect(await purse.states(orderId)).toEqual(['held', 'held']);
  });

  it('goes from the case to finance where the case was not all', async () => {
    const orderId = await held();
    await openCase(orderId);
    await settle(LATER);
    await closeCase();
    await settle('2026-04-14' as Day);

    expect((await waits()).map(({ what, how }) => [what, how])).toEqual([
      ['commission-case', 'case-closed'],
      ['commission-evidence', null],
    ]);
  });

  it('is told upwards once when its deadline is missed, and is the next thing that happens until then', async () => {
    const travel = sandboxDesk({ ...world, move: () => Promise.reject(new Error('no jump')) });
    await held();
    await settle(LATER);
    await world.pool.query('update outbox set done_at = created_at');
    expect(await travel.quiet()).toMatchObject({
      quiet: true,
      next: { what: 'wait commission-evidence', at: '2026-04-18T02:00:00.000Z' },
    });
    world.clock.set(Date.parse('2026-04-18T02:00:00.000Z'));

    await planSettlement(world)();
    await planSettlement(world)();

    expect(await waits()).toEqual([{ ...EVIDENCE, then: 'stay-overdue' }]);
    expect((await desk.commissions({ limit: 1 })).rows[0]?.wait?.escalatedAt).toBe('2026-04-18T02:00:00.000Z');
    expect(await travel.quiet()).toMatchObject({ quiet: true, next: null });
  });
});
