import { postgresCommissionDesk } from '../../adapters/postgres/commission-desk';
import type { ActivationEvidence } from '../../domain/activation';
import type { Day, DecisionId, Instant, OrderId } from '../../domain/brand';
import type { Decidable } from '../../domain/commission';
import type { CommissionDeskPort, DecisionVerdict } from '../../domain/ports/commission-desk';
import { decisionCommands } from '../../domain/use-cases/decide-commission';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { askEvidence } from '../../domain/use-cases/ask-evidence';
import { closeSettlement, settleBatch } from '../../domain/use-cases/settle';
import { CHECKER, MAKER, money, OTHER_CHECKER } from '../support/world/money';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

const START = Date.parse('2026-03-02T03:00:00.000Z');
const DUE = '2026-04-01' as Day;
/** By then the carrier is no longer asked. */
const LATER = '2026-04-13' as Day;
const NEXT = '2026-04-14' as Day;

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

async function settle(day: Day): Promise<void> {
  world.clock.set(Date.parse(`${day}T02:00:00.000Z`));
  for (;;) if ((await settleBatch(world)({ day })).looked === 0) break;
  await closeSettlement(world)({ day });
}

/** Held, and the carrier was asked for the last time. */
async function held(change: Partial<ActivationEvidence> = { personMatches: null }, day = LATER): Promise<OrderId> {
  const [id] = await purse.accrued(1, change);
  if (!id) throw new Error('no order');
  await settle(day);
  return id;
}

const propose = (
  order: OrderId,
  verdict: DecisionVerdict = 'release',
  conditions: readonly Decidable[] = ['PERSON'],
): Promise<DecisionId> => desk.decisions.propose(order, { verdict, conditions, reason: '机主来电确认' }, MAKER);

const openWaits = async () =>
  (
    await world.pool.query<{ what: string }>(
      `select what from waits where subject_kind = 'commission' and closed_at is null`,
    )
  ).rows.map(({ what }) => what);

const caseAbout = (id: OrderId) =>
  world.pool.query(
    `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
     select 'cas_000000000001', 'active-contradicted', id, '{}', $2 from orders where public_id = $1`,
    [id, world.clock.now()],
  );

describe('a decision about held commission', () => {
  it('of two people releases both shares, which the next settlement settles, and says who, why and when', async () => {
    const order = await held();
    const decidable = (await desk.ofOrder(order))?.decidable;
    const id = await propose(order);
    const proposed = await desk.ofOrder(order);
    const waiting = await openWaits();

    await desk.decisions.confirm(id, CHECKER);
    const [confirmed, none] = [await desk.ofOrder(order), await openWaits()];
    await settle(NEXT);

    expect([decidable, waiting, none]).toEqual([['PERSON'], ['commission-decision'], []]);
    expect(proposed?.accruals[0]?.conditions.find(({ code }) => code === 'PERSON')?.value).toBeNull();
    expect(confirmed?.accruals.map(({ state }) => state)).toEqual(['held', 'held']);
    expect(confirmed?.accruals[1]?.conditions.find(({ code }) => code === 'PERSON')).toEqual({
      code: 'PERSON',
      value: true,
      text: {
        zh: '运营商未说明激活人，财务核定认可',
        en: 'the carrier does not say who activated it; finance accepted it',
      },
      evidence: { decision: id },
      at: '2026-04-13T02:00:00.000Z',
    });
    expect(confirmed?.decisions).toEqual([
      {
        id,
        verdict: 'release',
        conditions: ['PERSON'],
        reason: '机主来电确认',
        state: 'confirmed',
        maker: { id: MAKER, name: 'Officer 1' },
        madeAt: '2026-04-13T02:00:00.000Z',
        checker: { id: CHECKER, name: 'Officer 2' },
        withdrawnBy: null,
        withdrawReason: null,
        endedAt: '2026-04-13T02:00:00.000Z',
      },
    ]);
    expect(await purse.states(order)).toEqual(['settled', 'settled']);
    expect(await purse.balances()).toEqual({ cost: -10_000, 'payable/AG00': 2_000, 'payable/AG01': 8_000 });
  });

  it('refuses everything that nobody said, and the money goes back where it came from', async () => {
    const order = await held({ personMatches: null, area: null });
    const id = await propose(order, 'refuse', ['PERSON', 'PLACE']);
    await desk.decisions.confirm(id, CHECKER);
    await settle(NEXT);

    expect(await purse.states(order)).toEqual(['refused', 'refused']);
    expect(await purse.balances()).toEqual({});
    expect((await desk.ofOrder(order))?.accruals[0]?.conditions.slice(1, 3).map(({ text }) => text.zh)).toEqual([
      '运营商未说明激活人，财务核定不认可',
      '激活地或收货地不明，财务核定不认可',
    ]);
  });

  it('takes a second person, by rule and by row', async () => {
    const order = await held();
    const id = await propose(order);

    await expect(desk.decisions.confirm(id, MAKER)).rejects.toThrow('MakerMayNotConfirm');
    await expect(
      world.pool.query(
        `update commission_decisions set state = 'confirmed', checker_id = maker_id, ended_at = made_at`,
      ),
    ).rejects.toThrow('violates check constraint');
    await settle(NEXT);
    expect(await purse.states(order)).toEqual(['held', 'held']);
  });

  it('may be sent twice by each, and is decided once', async () => {
    const order = await held();
    const id = await propose(order);
    expect(await propose(order)).toBe(id);
    await expect(propose(order, 'refuse')).rejects.toThrow('DecisionOpen');

    expect(await desk.decisions.confirm(id, CHECKER)).toBe(order);
    expect(await desk.decisions.confirm(id, CHECKER)).toBe(order);
    await expect(desk.decisions.confirm(id, OTHER_CHECKER)).rejects.toThrow('DecisionClosed');
    await expect(desk.decisions.withdraw(id, MAKER, 'late')).rejects.toThrow('DecisionClosed');
    await expect(desk.decisions.confirm('dec_000000000000' as DecisionId, CHECKER)).rejects.toThrow('DecisionNotFound');
  });

  it('that is taken back decides nothing, and the commission waits for finance again', async () => {
    const order = await held();
    const id = await propose(order);

    await desk.decisions.withdraw(id, CHECKER, 'no proof');
    await desk.decisions.withdraw(id, CHECKER, 'no proof');

    expect(await openWaits()).toEqual(['commission-evidence']);
    await expect(desk.decisions.confirm(id, CHECKER)).rejects.toThrow('DecisionClosed');
    const again = await propose(order, 'refuse');
    expect((await desk.ofOrder(order))?.decisions.map(({ state }) => state)).toEqual(['proposed', 'withdrawn']);
    expect(again).not.toBe(id);
  });

  it('never overrules a condition that is false', async () => {
    const order = await held();
    await world.pool.query('update accruals set place_matches = false');

    await expect(propose(order)).rejects.toThrow('NothingToDecide');
    await settle(NEXT);
    expect(await purse.states(order)).toEqual(['refused', 'refused']);
  });

  it('is nobody’s while the carrier is still being asked, or while a case is open', async () => {
    const asked = await held({ personMatches: null }, DUE);
    await expect(propose(asked)).rejects.toThrow('NothingToDecide');
    await settle(LATER);
    await caseAbout(asked);

    await expect(propose(asked)).rejects.toThrow('NothingToDecide');
    await expect(propose('ord_000000000000' as OrderId)).rejects.toThrow('OrderNotFound');
  });

  it('names exactly what is not known', async () => {
    const order = await held();

    await expect(propose(order, 'release', ['PERSON', 'PLACE'])).rejects.toThrow('EvidenceChanged');
    await expect(propose(order, 'release', ['PLACE'])).rejects.toThrow('EvidenceChanged');
  });

  it('lapses when the carrier says it meanwhile, and what the carrier said stands', async () => {
    const order = await held();
    await world.pool.query(
      `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, opened_at)
       select 'xinglian', 'submit', 'REFERENCE1', id, 1, 1, '{}', $2 from orders where public_id = $1`,
      [order, world.clock.now()],
    );
    const id = await propose(order);
    await askEvidence({
      work: world.work,
      carrierOf: () => ({
        ...world.carrier,
        query: () =>
          Promise.resolve({
            kind: 'found',
            order: {
              ...{ carrierOrderNo: 'XL1', word: '已激活', text: null, number: null, iccid: null },
              activatedAt: '2026-03-02T02:00:00.000Z' as Instant,
              activation: { personMatches: false, province: '广东省', city: '深圳市' },
            },
          }),
      }),
    })({ orderId: order });

    await expect(desk.decisions.confirm(id, CHECKER)).rejects.toThrow('DecisionClosed');
    expect((await desk.ofOrder(order))?.decisions[0]?.state).toBe('lapsed');
    await settle(NEXT);
    expect(await purse.states(order)).toEqual(['refused', 'refused']);
  });

  it('brings nothing back once the number stopped', async () => {
    const order = await held();
    const id = await propose(order);
    await purse.clawBack(order);

    await expect(desk.decisions.confirm(id, CHECKER)).rejects.toThrow('DecisionClosed');
    await expect(propose(order)).rejects.toThrow('NothingToDecide');
    await settle(NEXT);
    expect(await purse.states(order)).toEqual(['clawed-back', 'clawed-back']);
    expect(await purse.balances()).toEqual({});
  });

  it('is not confirmed while a case came up', async () => {
    const order = await held();
    const id = await propose(order);
    await caseAbout(order);

    await expect(desk.decisions.confirm(id, CHECKER)).rejects.toThrow('NothingToDecide');
    expect((await desk.ofOrder(order))?.decisions[0]?.state).toBe('proposed');
  });
});
