import type { Day, Instant, OrderId } from '../../domain/brand';
import { type CommissionEvidence, conditionsOf, judgeCommission } from '../../domain/commission';
import { type CommissionRule, DEFAULT_COMMISSION_POLICY } from '../../domain/commission-policy';
import { settleBatch } from '../../domain/use-cases/settle';
import { evidence, money } from '../support/world/money';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

const DUE = '2026-04-01' as Day;
const [rule] = DEFAULT_COMMISSION_POLICY.rules as readonly [CommissionRule];
const EARLY = '2026-03-01T00:00:00.000Z' as Instant;
const LATE = '2026-05-01T00:00:00.000Z' as Instant;
const AT = '2026-03-20T00:00:00.000Z' as Instant;

let world: World<StoryClock>;
beforeAll(async () => {
  world = await openWorld(storyClock(Date.parse('2026-03-02T03:00:00.000Z')), { numbers: 1 });
});
afterAll(() => world.close());

const THREE = [true, false, null] as const;
const TWO = [true, false] as const;

/** Every combination of what a row can say, under a rule that asks for everything and one that asks for little. */
const COMBINATIONS = THREE.flatMap((person) =>
  THREE.flatMap((place) =>
    TWO.flatMap((inWindow) =>
      TWO.flatMap((stopped) =>
        TWO.flatMap((caseOpen) =>
          TWO.flatMap((lax) => [1, 2].map((level) => ({ person, place, inWindow, stopped, caseOpen, lax, level }))),
        ),
      ),
    ),
  ),
);

const STATES = { pay: 'settled', hold: 'held', refuse: 'refused' } as const;

it('judges each of 288 combinations in SQL as it is judged in the domain', async () => {
  const purse = money(world);
  const lax: CommissionRule = { ...rule, needs: { person: false, place: false, window: false } };
  await world.pool.query(
    `insert into policies (kind, version, schema_version, body, published_at) values ('commission', 2, 2, $1, '2026-01-01T00:00:00Z')`,
    [JSON.stringify({ rules: [lax] })],
  );
  const ids = await purse.activeOrders(COMBINATIONS.length, 'AG00');
  for (const id of ids) await purse.accrue(id);
  for (const [index, one] of COMBINATIONS.entries()) {
    await world.pool.query(
      `update accruals set person_matches = $2, place_matches = $3, window_ends_at = $4, stopped_reason = $5, stopped_at = $6,
         confirmed_level = $7, policy_version = $8 where order_id = (select id from orders where public_id = $1)`,
      [
        ids[index],
        one.person,
        one.place,
        one.inWindow ? LATE : EARLY,
        one.stopped ? 'suspended' : null,
        one.stopped ? AT : null,
        one.level,
        one.lax ? 2 : 1,
      ],
    );
    if (!one.caseOpen) continue;
    await world.pool.query(
      `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
       select 'cas_' || substr($1, 5), 'x', id, '{}', $2 from orders where public_id = $1`,
      [ids[index], AT],
    );
  }
  world.clock.set(Date.parse(`${DUE}T02:00:00.000Z`));

  for (;;) if ((await settleBatch(world)({ day: DUE, size: 50 })).looked === 0) break;

  const expected = COMBINATIONS.map((one) => {
    const { activatedAt } = evidence();
    const said: CommissionEvidence = {
      level: one.level,
      activatedAt,
      personMatches: one.person,
      placeMatches: one.place,
      area: null,
      deliveryArea: null,
      windowEndsAt: one.inWindow ? LATE : EARLY,
      accruedAt: activatedAt,
      stopped: one.stopped ? { reason: 'suspended', at: AT } : null,
      clawedBackAt: null,
      heldBy: one.caseOpen ? { id: 'x', kind: 'x', at: AT } : null,
    };
    return STATES[judgeCommission(conditionsOf(one.lax ? lax : rule, said))];
  });
  const found = await world.pool.query<{ id: OrderId; state: string }>(
    'select o.public_id as id, a.state from accruals a join orders o on o.id = a.order_id',
  );
  const states = new Map(found.rows.map(({ id, state }) => [id, state]));
  expect(ids.map((id) => states.get(id))).toEqual(expected);
  expect(new Set(expected)).toEqual(new Set(['settled', 'held', 'refused']));
});
