import { activityInfo } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { CarrierActivities } from '../../activities/carrier.activities';
import type { OrderActivities } from '../../activities/order.activities';
import { newId } from '../../adapters/ids';
import { type OrderId, waitId } from '../../domain/brand';
import { DAY_MS, HOUR_MS } from '../../domain/time';
import { fact, type FactSignal, orderProgress, waitMoved } from '../../workflows/order.messages';
import { timeSkippingEnvironment, workflowBundle } from '../support/temporal';
import { until } from '../support/until';
import { quietly } from '../support/world/workers';

const DOCUMENTS = waitId('wai_documents000');
const ANSWER = waitId('wai_answer000000');

/** The rows of one order, as far as these stories need them. */
interface Desk {
  hasDocuments: boolean;
  isActive: boolean;
  /** How often each step looked at the rows. */
  readonly looks: Record<'verify' | 'open' | 'confirm' | 'elapsed', number>;
  /** Time left of the wait that a step writes. */
  dueInMs: number;
  /** Whose order it is; left out as in histories from before the rows said it to the story. */
  readonly carrier?: string;
  /** The carrier does not answer when it is asked briefly. */
  isSilent: boolean;
  /** Where the carrier's commands were carried out. */
  readonly queues: string[];
  /** Holds a step after it looked at the rows and before it answers. */
  hold: { readonly step: 'verify' | 'open'; readonly looked: Gate; readonly release: Gate } | null;
}

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}
function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const desks = new Map<OrderId, Desk>();
function desk(id: OrderId): Desk {
  const found = desks.get(id);
  if (!found) throw new Error(`no desk for ${id}`);
  return found;
}
async function held(one: Desk, step: 'verify' | 'open'): Promise<void> {
  const { hold } = one;
  if (hold?.step !== step) return;
  one.hold = null;
  hold.looked.open();
  await hold.release.opened;
}

function carrierOf(id: OrderId): { readonly carrier?: string } {
  const { carrier } = desk(id);
  return carrier === undefined ? {} : { carrier };
}

const activities: Partial<OrderActivities & CarrierActivities> = {
  async verifyingStep({ orderId, woke }) {
    const one = desk(orderId);
    one.looks.verify += 1;
    if (woke !== null) one.looks.elapsed += 1;
    const { hasDocuments, dueInMs } = one;
    await held(one, 'verify');
    return hasDocuments ? { kind: 'passed' } : { kind: 'wait', wait: { waitId: DOCUMENTS, dueInMs } };
  },
  provisioningStep: ({ orderId, woke }) => {
    if (woke !== null) desk(orderId).looks.elapsed += 1;
    return Promise.resolve(
      woke === null
        ? { kind: 'open', opening: { orderId, ...carrierOf(orderId), occupyReference: 'O1', submitReference: 'S1' } }
        : { kind: 'wait', wait: { waitId: ANSWER, dueInMs: desk(orderId).dueInMs }, ask: false },
    );
  },
  async openAtCarrier({ orderId }) {
    const one = desk(orderId);
    one.looks.open += 1;
    one.queues.push(activityInfo().taskQueue);
    const { dueInMs } = one;
    await held(one, 'open');
    return { kind: 'wait', wait: { waitId: ANSWER, dueInMs }, ask: false };
  },
  confirmAtCarrier: ({ orderId }) => {
    const one = desk(orderId);
    one.looks.confirm += 1;
    if (one.isSilent) return Promise.resolve({ kind: 'noAnswer', ...carrierOf(orderId) });
    return Promise.resolve(
      one.isActive
        ? { kind: 'ended', end: { stage: 'active', reasonCode: null } }
        : { kind: 'wait', wait: { waitId: ANSWER, dueInMs: one.dueInMs }, ask: false },
    );
  },
  confirmAtCarrierPatiently: ({ orderId }) => {
    desk(orderId).queues.push(activityInfo().taskQueue);
    return Promise.resolve({ kind: 'ended', end: { stage: 'active', reasonCode: null } });
  },
};

let env: TestWorkflowEnvironment;
let client: Client;
let stop: () => Promise<void>;
const told: string[] = [];

beforeAll(async () => {
  quietly();
  env = await timeSkippingEnvironment();
  client = new Client({ connection: env.connection });
  const common = { connection: env.nativeConnection, activities: activities as Record<string, never> };
  const workers = [
    await Worker.create({ ...common, taskQueue: 'orders', workflowBundle: await workflowBundle() }),
    await Worker.create({ ...common, taskQueue: 'carrier-xinglian' }),
    await Worker.create({ ...common, taskQueue: 'carrier-haixun' }),
  ];
  const running = workers.map((worker) => worker.run());
  stop = async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  };
}, 60_000);
afterAll(async () => {
  await stop();
  await env.teardown();
});

async function begin(change: Partial<Desk> = {}, first?: FactSignal) {
  const id = newId('ord');
  const one: Desk = {
    hasDocuments: false,
    isActive: false,
    looks: { verify: 0, open: 0, confirm: 0, elapsed: 0 },
    dueInMs: 3 * DAY_MS,
    isSilent: false,
    queues: [],
    hold: null,
    ...change,
  };
  desks.set(id, one);
  const workflowId = `order/${id}/1`;
  told.push(workflowId);
  const start = { workflowId, taskQueue: 'orders', args: [{ orderId: id, attempt: 1 }] };
  if (first) await client.workflow.signalWithStart('order', { ...start, signal: fact, signalArgs: [first] });
  else await client.workflow.start('order', start);
  const handle = client.workflow.getHandle(workflowId);
  return {
    desk: one,
    handle,
    tell: (seq: number, kind: string) => handle.signal(fact, { seq, kind }),
    move: (wait: typeof DOCUMENTS, dueInMs: number) => handle.signal(waitMoved, { waitId: wait, dueInMs }),
    waitsFor: (wait: typeof DOCUMENTS) =>
      until(`the order to wait for ${wait}`, async () => (await handle.query(orderProgress)).waitId === wait),
    facts: async () => (await handle.query(orderProgress)).facts,
  };
}
type Begun = Awaited<ReturnType<typeof begin>>;

/** The rest of a story whose documents are there: the carrier activates and says so. */
async function finish(story: Begun, seq: number): Promise<unknown> {
  story.desk.isActive = true;
  await story.tell(seq, 'carrier');
  return story.handle.result();
}
const active = { stage: 'active', reasonCode: null };

describe('a fact', () => {
  it('that came before the order began is seen by its first look at the rows', async () => {
    const story = await begin({ hasDocuments: true }, { seq: 1, kind: 'identity' });
    await story.waitsFor(ANSWER);

    expect(await finish(story, 2)).toEqual(active);
    expect(story.desk.looks).toMatchObject({ verify: 1, confirm: 1, elapsed: 0 });
  });

  it('that comes while the order waits wakes it at once', async () => {
    const story = await begin();
    await story.waitsFor(DOCUMENTS);

    story.desk.hasDocuments = true;
    await story.tell(1, 'identity');
    await story.waitsFor(ANSWER);

    expect(await finish(story, 2)).toEqual(active);
    expect(story.desk.looks.verify).toBe(2);
  });

  it('that comes after a step looked at the rows and before it answered is not slept through', async () => {
    const hold = { step: 'verify', looked: gate(), release: gate() } as const;
    const story = await begin({ hold });
    await hold.looked.opened;

    story.desk.hasDocuments = true;
    await story.tell(1, 'identity');
    hold.release.open();
    await story.waitsFor(ANSWER);

    expect(await finish(story, 2)).toEqual(active);
  });

  it('that comes while the carrier is being spoken to makes us ask, though the answer was older', async () => {
    const hold = { step: 'open', looked: gate(), release: gate() } as const;
    const story = await begin({ hasDocuments: true, hold });
    await hold.looked.opened;

    story.desk.isActive = true;
    await story.tell(1, 'carrier');
    await until('the fact', async () => (await story.facts()) === 1);
    hold.release.open();

    expect(await story.handle.result()).toEqual(active);
    expect(story.desk.looks.confirm).toBe(1);
  });

  it('twice is once: by its sequence, also out of order', async () => {
    const story = await begin({ hasDocuments: true });
    await story.waitsFor(ANSWER);

    for (const seq of [3, 1, 3, 1]) await story.tell(seq, 'carrier');
    await until('the questions', async () => (await story.facts()) === 2);
    await story.waitsFor(ANSWER);

    expect(story.desk.looks.confirm).toBeLessThanOrEqual(2);
    expect(await finish(story, 2)).toEqual(active);
  });

  it('of another kind wakes nobody', async () => {
    const story = await begin();
    await story.waitsFor(DOCUMENTS);

    await story.tell(1, 'carrier');
    await until('the fact', async () => (await story.facts()) === 1);

    expect(story.desk.looks.verify).toBe(1);
    await story.handle.terminate();
    told.pop();
  });
});

describe('a carrier', () => {
  it.each([
    ['haixun', ['carrier-haixun', 'carrier-haixun']],
    // As in the histories of orders that began before the rows told it.
    [undefined, ['carrier-xinglian', 'carrier-xinglian']],
  ])('has its commands carried out on its own queue: %s', async (carrier, queues) => {
    const story = await begin({ hasDocuments: true, isSilent: true, ...(carrier === undefined ? {} : { carrier }) });
    await story.waitsFor(ANSWER);

    expect(await finish(story, 1)).toEqual(active);
    expect(story.desk.queues).toEqual(queues);
  });
});

describe('a wait that is moved', () => {
  it('ends when its new moment comes, not when the old one would', async () => {
    const story = await begin();
    await story.waitsFor(DOCUMENTS);

    await story.move(DOCUMENTS, HOUR_MS);
    await env.sleep(HOUR_MS + 1_000);

    await until('a look at the rows', () => story.desk.looks.elapsed === 1);
    await story.handle.terminate();
    told.pop();
  });

  it('further away does not end at its old moment', async () => {
    const story = await begin({ dueInMs: HOUR_MS });
    await story.waitsFor(DOCUMENTS);

    await story.move(DOCUMENTS, DAY_MS);
    await env.sleep(2 * HOUR_MS);
    await story.facts();

    expect(story.desk.looks.elapsed).toBe(0);
    await story.handle.terminate();
    told.pop();
  });

  it('is moved also when the news came before the step that opened it has answered', async () => {
    const hold = { step: 'open', looked: gate(), release: gate() } as const;
    const story = await begin({ hasDocuments: true, hold });
    await hold.looked.opened;

    await story.move(ANSWER, HOUR_MS);
    await story.facts();
    hold.release.open();
    await story.waitsFor(ANSWER);
    await env.sleep(HOUR_MS + 1_000);

    await until('a look at the rows', () => story.desk.looks.elapsed === 1);
    expect(await finish(story, 1)).toEqual(active);
  });

  it('of another order or of an earlier step moves nothing', async () => {
    const story = await begin({ hasDocuments: true });
    await story.waitsFor(ANSWER);

    await story.move(DOCUMENTS, 1);
    await env.sleep(10_000);
    await story.facts();

    expect(story.desk.looks.elapsed).toBe(0);
    expect(await finish(story, 1)).toEqual(active);
  });
});

it('every history of these is replayed by the code as it is', async () => {
  const histories = await Promise.all(
    told.map(async (workflowId) => ({
      workflowId,
      history: await client.workflow.getHandle(workflowId).fetchHistory(),
    })),
  );
  const broken: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle: await workflowBundle() },
    histories,
  )) {
    if (error) broken.push(workflowId);
  }

  expect(histories.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});
