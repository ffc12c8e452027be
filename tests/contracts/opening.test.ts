import type { OrderId } from '../../domain/brand';
import { DAY_MS } from '../../domain/time';
import {
  afterRefusal,
  confirmAtCarrier,
  giveUp,
  openAtCarrier,
  type Opening,
  type ProvisioningStep,
  provisioningStep,
  undoOpening,
} from '../../domain/use-cases/open-at-carrier';
import { command, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
const START_MS = storyClock().nowMs();
const AT_ONCE = { pausesMs: [], sleep: () => Promise.resolve() };

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 12 });
});
beforeEach(async () => {
  world.clock.set(START_MS);
  world.carrier.silent = false;
  await world.clear();
});
afterAll(() => world.close());

/** A verified order that is about to be opened. */
async function verified(): Promise<OrderId> {
  const answer = await world.accept(command(somebody()));
  if (answer.kind !== 'accepted' || !answer.orders[0]) throw new Error('the order was not accepted');
  const { id } = answer.orders[0];
  await world.pool.query(`update orders set stage = 'provisioning', status = 'opening' where public_id = $1`, [id]);
  return id;
}

const step = (orderId: OrderId) => provisioningStep(world)({ orderId, woke: null });
const open = (opening: Opening) => openAtCarrier(world)(opening, AT_ONCE);

function openingOf(said: ProvisioningStep): Opening {
  if (said.kind !== 'open' && said.kind !== 'refused') throw new Error(`not an opening: ${said.kind}`);
  return said.opening;
}

/** Accepted by the carrier, which then says a word that nobody knows. */
async function parked(id: OrderId): Promise<Opening> {
  const opening = openingOf(await step(id));
  await open(opening);
  world.carrier.move(opening.submitReference, '人工处理');
  await confirmAtCarrier(world)({ orderId: id });
  expect((await world.order(id)).state.status).toBe('parked');
  return opening;
}

describe('a reservation that lapsed at the carrier', () => {
  it('is made again for the same number, with new references', async () => {
    const id = await verified();
    const { number } = (await world.order(id)).state;
    const first = openingOf(await step(id));
    world.carrier.refuse('submit', '号码已预占超时,请重新选择');
    const said = await open(first);
    if (said.kind !== 'refused') throw new Error(`not refused: ${said.kind}`);
    await undoOpening(world)(first);

    const again = await afterRefusal(world)({ orderId: id, code: said.code, submitReference: first.submitReference });

    expect(openingOf(again).submitReference).not.toBe(first.submitReference);
    expect((await open(openingOf(again))).kind).toBe('wait');
    expect((await world.order(id)).state).toMatchObject({ status: 'awaiting-carrier', number });
  });
});
