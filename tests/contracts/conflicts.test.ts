import { postgresConflictDesk } from '../../adapters/postgres/conflict-desk';
import type { ConflictId, UserId } from '../../domain/brand';
import { command, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
const FIRST = 'usr_000000000001' as UserId;
const SECOND = 'usr_000000000002' as UserId;

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 20 });
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const desk = () => postgresConflictDesk(world);

/** One conflict for each other content that was sent under the reference. */
async function reused(contents = 1) {
  const wish = command(somebody());
  const bound = await world.accept(wish);
  for (let n = 0; n < contents; n += 1) {
    await world.accept({ ...wish, quantity: 2 + n });
    await world.accept({ ...wish, quantity: 2 + n }); // Said again, it is the same case.
  }
  return { wish, bound };
}

describe('a conflict case', () => {
  it('keeps what was ordered on both sides, and nothing of the person', async () => {
    const { wish, bound } = await reused();

    const { rows, counts } = await desk().list({ state: 'open', limit: 50 });

    expect(counts).toEqual({ open: 1, closed: 0 });
    expect(rows).toMatchObject([
      {
        kind: 'reference-reused',
        externalRef: wish.externalRef,
        detail: { asked: { planCode: wish.planCode, quantity: 2, city: wish.city } },
        bound: { planCode: wish.planCode, quantity: 1 },
        orders: [{ id: bound.kind === 'accepted' ? bound.orders[0]?.id : '' }],
        resolution: null,
      },
    ]);
    const text = JSON.stringify(rows);
    for (const secret of [wish.holder.name, wish.holder.idNumber, wish.holder.phone, wish.delivery.address])
      expect(text).not.toContain(secret);
  });

  it('is listed by key, newest first', async () => {
    await reused(3);

    const first = await desk().list({ state: 'open', limit: 2 });
    const rest = await desk().list({ state: 'open', limit: 2, after: first.next ?? '' });

    const quantities = [...first.rows, ...rest.rows].map(
      ({ detail }) => (detail['asked'] as { quantity: number }).quantity,
    );
    expect(quantities).toEqual([4, 3, 2]);
    expect(rest.next).toBeNull();
  });

  it('is settled once: again by the same words, never by others', async () => {
    await reused();
    const [open] = (await desk().list({ state: 'open', limit: 1 })).rows;
    const id = open?.id ?? ('' as ConflictId);
    const words = { code: 'FIRST_STANDS', note: '已告知渠道' };

    const race = await Promise.allSettled([
      desk().resolve(id, FIRST, words),
      desk().resolve(id, SECOND, { code: 'NO_EFFECT', note: null }),
    ]);
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [byFirst] = race;
    const [user, said] = byFirst.status === 'fulfilled' ? [FIRST, words] : [SECOND, { code: 'NO_EFFECT', note: null }];

    const again = await desk().resolve(id, user, said);
    expect(again).toMatchObject({ resolution: { code: said.code, note: said.note }, closedAt: world.clock.now() });
    await expect(desk().resolve(id, user, { ...said, note: 'anders' })).rejects.toMatchObject({
      code: 'ConflictClosed',
    });
    await expect(desk().resolve('cas_999999999999' as ConflictId, FIRST, words)).rejects.toMatchObject({
      code: 'ConflictNotFound',
    });
    expect((await desk().list({ state: 'closed', limit: 9 })).counts).toEqual({ open: 0, closed: 1 });
  });
});
