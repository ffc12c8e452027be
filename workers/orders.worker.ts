import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { bankActivities } from '../activities/bank.activities';
import { carrierActivities } from '../activities/carrier.activities';
import { courierActivities } from '../activities/courier.activities';
import { orderActivities } from '../activities/order.activities';
import { payoutActivities } from '../activities/payout.activities';
import { reviewActivities } from '../activities/review.activities';
import { settlementActivities } from '../activities/settlement.activities';
import { ticketActivities, ticketCourierActivities } from '../activities/ticket.activities';
import { watchDays } from '../adapters/clock/day-watch';
import { watchHolds } from '../adapters/postgres/hold-watch';
import { HOUSEKEEPING_EVERY_MS, keepHouse } from '../adapters/postgres/housekeeping';
import { runOutbox } from '../adapters/postgres/outbox-runner';
import { whenToldToStop } from '../adapters/process/told-to-stop';
import { ORDERS_QUEUE, temporalFlows } from '../adapters/temporal/flows';
import { settlementSchedule } from '../adapters/temporal/settlement-schedule';
import { parseConfig } from '../config/config';
import { orderId } from '../domain/brand';
import { carrierQueue } from '../domain/references';
import { releaseLapsedHolds } from '../domain/use-cases/release-lapsed-holds';
import { restock } from '../domain/use-cases/stock-numbers';
import { outboxHandlers } from './outbox-handlers';
import { buildParts, type Parts } from './parts';

/** How many calls to one partner run at once; a hanging partner holds up no more than these. */
const PARTNER_SLOTS = 20;

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const parts = await buildParts(config, 'worker-orders');
  const { logger, pool, clock } = parts;
  const native = await parts.connect();
  const connection = await Connection.connect({ address: config.temporal.address });
  const { namespace } = config.temporal;
  const client = new Client({ connection, namespace, dataConverter: parts.dataConverter });
  const flows = temporalFlows(client);

  const orders = orderActivities(parts);
  const carrier = carrierActivities(parts);
  const common = {
    connection: native,
    namespace,
    dataConverter: parts.dataConverter,
    shutdownGraceTime: '5 seconds',
  } as const;
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: ORDERS_QUEUE,
      // Bundled by the build; bundling here would cost every start two seconds and the process a third of its memory.
      workflowBundle: { codePath: path.join(__dirname, '../workflows.bundle.js') },
      activities: {
        ...orders,
        ...reviewActivities(parts),
        ...ticketActivities(parts),
        ...settlementActivities(parts),
        ...payoutActivities(parts),
      },
      // Most orders wait days for a parcel, and a cached one holds a quarter of a megabyte: those at work fit, and the memory
      // is level within half an hour. One that was let go is replayed from at most 50 events when news comes.
      maxCachedWorkflows: 100,
    }),
    ...parts.carrierCodes.map((code) =>
      Worker.create({
        ...common,
        taskQueue: carrierQueue(code),
        activities: carrier,
        maxConcurrentActivityTaskExecutions: PARTNER_SLOTS,
      }),
    ),
    Worker.create({
      ...common,
      taskQueue: 'courier-kuaidi100',
      activities: { ...courierActivities(parts), ...ticketCourierActivities(parts) },
      maxConcurrentActivityTaskExecutions: PARTNER_SLOTS,
    }),
    Worker.create({
      ...common,
      taskQueue: 'bank',
      activities: bankActivities(parts),
      maxConcurrentActivityTaskExecutions: PARTNER_SLOTS,
    }),
    Worker.create({
      ...common,
      taskQueue: 'authority',
      activities: orders,
      maxConcurrentActivityTaskExecutions: PARTNER_SLOTS,
    }),
  ]);

  const onError = (topic: string, error: unknown): void => {
    logger.warn({ err: error, topic }, 'outbox row will be tried again');
  };
  const outbox = runOutbox({
    url: config.databaseUrl,
    pool,
    clock,
    handlers: outboxHandlers(parts, flows),
    deliver: (fact) =>
      flows.tellOrder({ orderId: orderId(fact.orderId), attempt: fact.attempt, seq: fact.seq, kind: fact.kind }),
    onError,
  });
  const holds = watchHolds({
    pool,
    clock,
    release: releaseLapsedHolds(parts),
    onError: (error) => {
      logger.warn({ err: error }, 'holds could not be looked at');
    },
  });
  clock.onMove(holds.nudge);
  const schedule = settlementSchedule(client);
  await schedule.ensure();
  // Only a business clock that is ahead of the real one needs more than the schedule, which goes by the real one.
  const days = config.mode === 'sandbox' ? watchingDays(parts, schedule.trigger) : null;
  const house = keepingHouse(parts);
  await parts.work.inTransaction((tx) => restock(tx, null));

  whenToldToStop(process, config, () => {
    for (const worker of workers) worker.shutdown();
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  logger.info('ready');
  await running;
  clearInterval(house);
  await Promise.allSettled([outbox.close(), holds.close(), days?.close()]);
  await connection.close();
  await native.close();
  await parts.close();
}

function watchingDays(parts: Parts, onDay: () => Promise<void>): ReturnType<typeof watchDays> {
  const days = watchDays({
    clock: parts.clock,
    onDay,
    onError: (error) => {
      parts.logger.warn({ err: error }, 'the settlement could not be started');
    },
  });
  parts.clock.onMove(days.nudge);
  return days;
}

/** Once at the start and then every hour; a failure is noted and the next hour tries again. */
function keepingHouse(parts: Parts): NodeJS.Timeout {
  const keep = (): void => {
    keepHouse(parts).then(
      (removed) => {
        parts.logger.info({ count: Object.values(removed).reduce((a, b) => a + b, 0) }, 'kept house');
      },
      (error: unknown) => {
        parts.logger.warn({ err: error }, 'could not keep house');
      },
    );
  };
  keep();
  return setInterval(keep, HOUSEKEEPING_EVERY_MS);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `${JSON.stringify({ level: 'fatal', msg: error instanceof Error ? error.message : 'failed' })}\n`,
    );
    process.exit(1);
  },
);
