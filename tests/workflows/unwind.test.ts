import type { OrderId } from '../../domain/brand';
import { stockOf } from '../support/world/catalogue';
import type { CarrierCommand } from '../support/world/carrier-twin';
import { everythingArrives, partnersForget } from '../support/world/customers';
import { somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openStory, type Story } from '../support/world/story';

const POOL = 120;
let story: Story;
beforeAll(async () => {
  story = await openStory({ numbers: POOL });
}, 60_000);
afterAll(() => story.close());
beforeEach(() => {
  partnersForget(story.world);
  everythingArrives(story.world);
});

const WHEN = ['before', 'after'] as const;
const eachWay = <Step extends string>(steps: readonly Step[]) =>
  steps.flatMap((step) => WHEN.map((when) => ({ step, when })));

async function place(): Promise<OrderId> {
  const person = somebody();
  const [id] = (await story.world.place(person, picturesOf(person))).ids;
  if (!id) throw new Error('one order');
  return id;
}

/** Loses the reply to the next call of this command. */
function loseNext(command: CarrierCommand, when: 'before' | 'after', times = 1): void {
  const { carrier } = story.world;
  carrier.lose(command, when, carrier.calls.filter((call) => call.command === command).length + 1, times);
}

/** What must hold after every one of these orders, ended well or not. */
async function nothingIsLeft(): Promise<void> {
  const stock = await stockOf(story.world.pool);
  expect(story.world.carrier.leftovers()).toEqual([]);
  expect(stock.held).toBe(0);
  expect(stock.free + stock.sold + stock.withdrawn).toBe(POOL);
  expect(story.world.carrier.standing()).toHaveLength(stock.sold);
}

describe('an order that goes well', () => {
  const STEPS = [
    'verifyingStep',
    'readIdentity',
    'judgeIdentity',
    'provisioningStep',
    'openAtCarrier',
    'confirmAtCarrier',
  ];

  it.each(eachWay(STEPS))(
    'ends active with one card opened when $step fails $when it took effect',
    async ({ step, when }) => {
      story.failures.push({ activity: step, when, left: 1 });
      const id = await place();

      const end = await story.end(id);

      expect(end.stage).toBe('active');
      const { number } = (await story.world.order(id)).state;
      expect(story.world.carrier.standing().filter((order) => order.number === number)).toHaveLength(1);
      await nothingIsLeft();
    },
  );

  it.each(eachWay(['occupy', 'submit', 'query'] as const))(
    'ends active with one card opened when the reply to $step is lost $when the carrier acted',
    async ({ step, when }) => {
      loseNext(step, when);
      const id = await place();

      const end = await story.end(id);

      expect(end.stage).toBe('active');
      const reference = await story.world.submitReference(id);
      expect(story.world.carrier.standing().filter((order) => order.reference === reference)).toHaveLength(1);
      await nothingIsLeft();
    },
  );
});

describe('an order that the carrier refuses', () => {
  it.each(eachWay(['openAtCarrier', 'undoOpening', 'afterRefusal']))(
    'leaves nothing behind when $step fails $when it took effect',
    async ({ step, when }) => {
      story.failures.push({ activity: step, when, left: 1 });
      story.world.carrier.refuse('submit', '该用户已满5户');
      const id = await place();

      const end = await story.end(id);

      expect(end).toEqual({ stage: 'rejected', reasonCode: 'CR_ONE_ID_FIVE' });
      await nothingIsLeft();
    },
  );

  it.each(eachWay(['occupy', 'submit', 'release', 'query'] as const))(
    'leaves nothing behind when the reply to $step is lost $when the carrier acted',
    async ({ step, when }) => {
      story.world.carrier.onSubmit = (reference) => {
        story.world.carrier.move(reference, '已拒绝', '客户未满16周岁');
      };
      loseNext(step, when);
      const id = await place();

      const end = await story.end(id);

      expect(end).toEqual({ stage: 'rejected', reasonCode: 'CR_AGE' });
      await nothingIsLeft();
    },
  );
});

describe('an order whose number the carrier gave away', () => {
  it.each(WHEN)('takes out that number only, also when judging the refusal fails %s it took effect', async (when) => {
    const withdrawn = (await stockOf(story.world.pool)).withdrawn;
    story.failures.push({ activity: 'afterRefusal', when, left: 1 });
    story.world.carrier.refuse('occupy', '号码已被占用');
    const id = await place();

    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect((await stockOf(story.world.pool)).withdrawn).toBe(withdrawn + 1);
    await nothingIsLeft();
  });
});

describe('an order that is given up', () => {
  it.each(eachWay(['undoOpening', 'giveUp']))(
    'leaves nothing behind when $step fails $when it took effect',
    async ({ step, when }) => {
      story.world.carrier.onSubmit = (reference) => {
        story.world.carrier.move(reference, '待人工');
      };
      story.failures.push({ activity: step, when, left: 1 });
      const id = await place();

      const end = await story.end(id);

      expect(end).toEqual({ stage: 'failed', reasonCode: 'CARRIER_WORD_UNKNOWN' });
      await nothingIsLeft();
    },
  );

  it.each(eachWay(['cancel', 'release', 'query'] as const))(
    'leaves nothing behind when the reply to $step is lost $when the carrier acted',
    async ({ step, when }) => {
      story.world.carrier.onSubmit = (reference) => {
        story.world.carrier.move(reference, '待人工');
      };
      const id = await place();
      await story.reached(id, 'awaiting-carrier');
      loseNext(step, when, 3);

      const end = await story.end(id);

      expect(end.stage).toBe('failed');
      await nothingIsLeft();
    },
  );

  it('keeps undoing for as long as the carrier refuses to withdraw', async () => {
    story.world.carrier.onSubmit = (reference) => {
      story.world.carrier.move(reference, '待人工');
    };
    story.world.carrier.refuse('cancel', '处理中不可撤单', 3);
    const id = await place();

    const end = await story.end(id);

    expect(end.stage).toBe('failed');
    await nothingIsLeft();
  });
});

it('every history of these is replayed by the code as it is', async () => {
  expect(await story.replay()).toEqual([]);
});
