import type { OrderId } from '../../domain/brand';
import { provisioningStep } from '../../domain/use-cases/provisioning-step';
import { requestNumbers } from '../../domain/use-cases/stock-numbers';
import type { Flows } from '../../adapters/temporal/flows';
import { outboxHandlers } from '../../workers/outbox-handlers';
import type { Parts } from '../../workers/parts';
import { command, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;

beforeEach(async () => {
  world = await openWorld(storyClock(), { numbers: 1 });
});
afterEach(() => world.close());

type Batch = Parameters<ReturnType<typeof requestNumbers>>[0];
const batches = async (): Promise<readonly Batch[]> =>
  (
    await world.pool.query<{ body: Batch }>(`select body from outbox where topic = 'request-numbers' order by id`)
  ).rows.map(({ body }) => body);

/** A verified order whose number lapsed and was sold to somebody else. */
async function withoutNumber(): Promise<OrderId> {
  const answer = await world.accept(command(somebody()));
  if (answer.kind !== 'accepted' || !answer.orders[0]) throw new Error('the order was not accepted');
  const { id } = answer.orders[0];
  await world.pool.query(`update orders set stage = 'provisioning', status = 'opening', msisdn = null`);
  await world.pool.query(`update numbers set state = 'withdrawn', order_id = null, held_until = null`);
  return id;
}

describe('an order that wants a number', () => {
  it('hears of the batch that brings some', async () => {
    const id = await withoutNumber();
    const step = await provisioningStep(world)({ orderId: id, woke: null });
    const [batch] = await batches();
    if (!batch) throw new Error('no batch was asked for');

    await requestNumbers(world)(batch);
    await requestNumbers(world)(batch);

    expect(step.kind).toBe('wait');
    const facts = await world.pool.query<{ kind: string }>('select kind from facts where dispatched_at is null');
    expect(facts.rows).toEqual([{ kind: 'carrier' }]);
    expect((await provisioningStep(world)({ orderId: id, woke: null })).kind).toBe('open');
  });
});

describe('an empty pool', () => {
  it('is filled by the carrier whose numbers it sells', async () => {
    await withoutNumber();
    const [batch] = await batches();
    const asked: string[] = [];
    const carrierOf = (code: string) => {
      asked.push(code);
      return world.carrier;
    };
    const handlers = outboxHandlers({ ...world, carrierOf } as unknown as Parts, {} as Flows);

    await handlers['request-numbers']?.({ ...batch, carrier: 'haixun' });

    expect(asked).toEqual(['haixun']);
    expect(batch?.carrier).toBe('xinglian');
  });

  it('asks its carrier for more, also when all it can do is refuse', async () => {
    await withoutNumber();
    await world.pool.query('delete from outbox');
    await world.pool.query('delete from number_batches where delivered_at is null');

    const answer = await world.accept(command(somebody()));

    expect(answer).toMatchObject({ kind: 'refused', reasons: [{ code: 'OUT_OF_STOCK' }] });
    expect(await batches()).toHaveLength(1);
  });
});
