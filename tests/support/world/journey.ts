import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { moveClock, postgresClock, type RunningClock } from '../../../adapters/clock/postgres-clock';
import type { OrderId } from '../../../domain/brand';
import { orderWorkflowId } from '../../../domain/references';
import { fromMs } from '../../../domain/time';
import type { OrderResult } from '../../../workflows/order.messages';
import { temporalAddress, workflowBundle } from '../temporal';
import { until } from '../until';
import { untilOver } from './skipping';
import { type Crew, type CrewSettings, quietly, runCrew, runPost } from './workers';
import { openWorld, realClock, type World } from './world';

/**
 * The product on a real Temporal server, in a namespace of its own: workers, outbox and use cases in this process,
 * partners that keep books. Time is real; what would take days is jumped as the sandbox does it, by moving the clock row.
 */
export async function openJourney(numbers = 60) {
  quietly();
  let followed: RunningClock | null = null;
  const clock = {
    nowMs: () => (followed ?? realClock).nowMs(),
    now: () => (followed ?? realClock).now(),
    realMs: () => Date.now(),
    reached: (generation: number) => followed?.reached(generation) ?? Promise.resolve(),
  };
  const world: World = await openWorld(clock, { numbers });
  const running = await postgresClock({ url: world.url, process: 'journey', onError: () => undefined });
  followed = running;
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const connection = await Connection.connect({ address: temporalAddress() });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const client = new Client({ connection, namespace, identity: 'product' });
  await until('the namespace', () =>
    client.workflow.count().then(
      () => true,
      () => false,
    ),
  );
  const native = await NativeConnection.connect({ address: temporalAddress() });
  const settings: CrewSettings = { world, connection: native, namespace, bundle: await workflowBundle() };
  let crew: Crew = await runCrew(settings);
  let post = runPost(world, client);

  return {
    world,
    client,
    history: (workflowId: string) => client.workflow.getHandle(workflowId).fetchHistory(),
    /** State transitions as the server counts them. */
    async transitions(workflowId: string): Promise<number> {
      const { raw } = await client.workflow.getHandle(workflowId).describe();
      return Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
    },
    reached: (id: OrderId, status: string) =>
      until(`${id} to be ${status}`, async () => (await world.order(id)).state.status === status),
    result: (id: OrderId) => client.workflow.getHandle(orderWorkflowId(id, 1)).result() as Promise<OrderResult>,
    async over(workflowIds: readonly string[]): Promise<unknown[]> {
      return untilOver(world, client, workflowIds, crew, async (atMs) => {
        await moveClock(world.pool, fromMs(Math.max(atMs + 5, clock.nowMs())));
      });
    },
    async jump(ms: number): Promise<void> {
      await moveClock(world.pool, fromMs(clock.nowMs() + ms));
    },
    stopPost: () => post.close(),
    startPost: (): void => {
      post = runPost(world, client);
    },
    stopCrew: () => crew.stop(),
    async startCrew(): Promise<void> {
      crew = await runCrew(settings);
    },
    async close(): Promise<void> {
      await post.close();
      await crew.stop();
      await running.close();
      await native.close();
      await connection.close();
      await world.close();
    },
  };
}

export type Journey = Awaited<ReturnType<typeof openJourney>>;
