import type { Client } from '@temporalio/client';
import {
  DefaultLogger,
  type NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { bankActivities } from '../../../activities/bank.activities';
import { carrierActivities } from '../../../activities/carrier.activities';
import { courierActivities } from '../../../activities/courier.activities';
import { kycActivities } from '../../../activities/kyc.activities';
import { orderActivities } from '../../../activities/order.activities';
import { payoutActivities } from '../../../activities/payout.activities';
import { reviewActivities } from '../../../activities/review.activities';
import { settlementActivities } from '../../../activities/settlement.activities';
import { ticketActivities, ticketCourierActivities } from '../../../activities/ticket.activities';
import { type OutboxRunner, runOutbox } from '../../../adapters/postgres/outbox-runner';
import { temporalFlows } from '../../../adapters/temporal/flows';
import { orderId } from '../../../domain/brand';
import { outboxHandlers } from '../../../workers/outbox-handlers';
import type { Parts } from '../../../workers/parts';
import type { World } from './world';

/** A partner that is away is given up on at once: nobody waits half a minute in a test. */
const SHORT_PAUSES_MS = [10, 10];
/** Small, so that a handful of accruals makes several batches. */
const SETTLE_BATCH = 4;

type Activities = Record<string, (input: never) => Promise<unknown>>;

export interface Crew {
  /** Lets running activities end, then stops. */
  readonly stop: () => Promise<void>;
  /** How many activities began so far; null while one runs. */
  readonly begun: () => number | null;
}

export interface CrewSettings {
  readonly world: World;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly bundle: WorkflowBundleWithSourceMap;
  /** Before every activity, such as to read the time of a skipping server. */
  readonly before?: () => Promise<void>;
  /** Changes what an activity does, such as to let it fail. */
  readonly around?: (name: string, run: () => Promise<unknown>) => Promise<unknown>;
}

let isQuiet = false;

/** The SDK's own log is for operators; a test says what it expects. Before anything else of the SDK. */
export function quietly(): void {
  if (!isQuiet)
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
    });
  isQuiet = true;
}

/** The product's workers and queues with the world's partners, in this process. */
export async function runCrew({ world, connection, namespace, bundle, before, around }: CrewSettings): Promise<Crew> {
  const steps = { begun: 0, running: 0 };
  const wrap = (activities: object): Activities =>
    Object.fromEntries(
      Object.entries(activities as Activities).map(([name, run]) => [
        name,
        async (input: never) => {
          steps.begun += 1;
          steps.running += 1;
          try {
            await before?.();
            return await (around ? around(name, () => run(input)) : run(input));
          } finally {
            steps.running -= 1;
          }
        },
      ]),
    );
  // A name of our own: the SDK's default carries the machine's, and histories are kept in git.
  const common = { connection, namespace, identity: 'worker', shutdownGraceTime: '2 seconds' } as const;
  const orders = orderActivities(world, SHORT_PAUSES_MS);
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: 'orders',
      workflowBundle: bundle,
      activities: wrap({
        ...orders,
        ...reviewActivities(world),
        ...ticketActivities(world),
        ...settlementActivities(world, SETTLE_BATCH),
        ...payoutActivities(world),
      }),
      maxCachedWorkflows: 50,
    }),
    Worker.create({
      ...common,
      taskQueue: 'carrier-xinglian',
      activities: wrap(carrierActivities(world, SHORT_PAUSES_MS)),
    }),
    Worker.create({
      ...common,
      taskQueue: 'courier-kuaidi100',
      activities: wrap({
        ...courierActivities(world, SHORT_PAUSES_MS),
        ...ticketCourierActivities(world, SHORT_PAUSES_MS),
      }),
    }),
    Worker.create({ ...common, taskQueue: 'bank', activities: wrap(bankActivities(world, SHORT_PAUSES_MS)) }),
    Worker.create({ ...common, taskQueue: 'authority', activities: wrap(orders) }),
    Worker.create({ ...common, taskQueue: 'kyc', activities: wrap(kycActivities(world)) }),
  ]);
  const running = workers.map((worker) => worker.run());
  return {
    begun: () => (steps.running === 0 ? steps.begun : null),
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
    },
  };
}

/** The product's outbox with its own handlers; what fails is tried again, and `errors` keeps the topics. */
export function runPost(world: World, client: Client, errors: string[] = []): OutboxRunner {
  const flows = temporalFlows(client);
  return runOutbox({
    url: world.url,
    pool: world.pool,
    clock: world.clock,
    // The handlers use work, carrier, sealing, links and sms of the parts, nothing of the process.
    handlers: outboxHandlers(world as unknown as Parts, flows),
    deliver: (fact) =>
      flows.tellOrder({ orderId: orderId(fact.orderId), attempt: fact.attempt, seq: fact.seq, kind: fact.kind }),
    onError: (topic) => errors.push(topic),
  });
}
