import { Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { CaseId, OrderId, TicketId } from '../../../domain/brand';
import { orderWorkflowId, reviewWorkflowId, ticketWorkflowId } from '../../../domain/references';
import type { OrderResult } from '../../../workflows/order.messages';
import { timeSkippingEnvironment, workflowBundle } from '../temporal';
import { until } from '../until';
import type { CatalogueSeed } from './catalogue';
import { isWhole, untilOver, untilQuiet } from './skipping';
import { quietly, runCrew, runPost } from './workers';
import { openWorld, type StoryClock, storyClock, type World } from './world';

/** Lets one activity fail: `before` it acts, or `after`, when its reply is what is lost. */
export interface Failure {
  readonly activity: string;
  readonly when: 'before' | 'after';
  left: number;
  /** The code of a failure that no retry helps; without it the failure is retried. */
  readonly forGood?: string;
}

/**
 * The product's stories on a server that skips time: real workflows, real use cases and a real database, partners that
 * keep books. Business time is the server's, so a wait of three days takes as long as its rows.
 */
export async function openStory(seed: CatalogueSeed = { numbers: 60 }) {
  quietly();
  const env: TestWorkflowEnvironment = await timeSkippingEnvironment();
  const bundle = await workflowBundle();
  const world: World<StoryClock> = await openWorld(storyClock(await env.currentTimeMs()), seed);
  const failures: Failure[] = [];
  const told: string[] = [];
  const follow = async (): Promise<void> => {
    world.clock.set(Math.max(world.clock.nowMs(), await env.currentTimeMs()));
  };
  const crew = await runCrew({
    world,
    connection: env.nativeConnection,
    namespace: 'default',
    bundle,
    before: follow,
    async around(activity, run) {
      const failure = failures.find((one) => one.activity === activity && one.left > 0);
      if (!failure) return run();
      failure.left -= 1;
      if (failure.when === 'after') await run();
      const message = `${activity} failed ${failure.when} it took effect`;
      if (failure.forGood === undefined) throw new Error(message);
      throw ApplicationFailure.nonRetryable(message, failure.forGood);
    },
  });
  // Not the environment's own client: asking it for a result lets the server skip ten years once a workflow is over.
  const client = new Client({ connection: env.connection });
  const post = runPost(world, client);

  const skipUntilOver = async (workflowIds: readonly string[]): Promise<unknown[]> => {
    told.push(...workflowIds);
    return untilOver(world, client, workflowIds, crew, async (atMs) => {
      await follow();
      await env.sleep(Math.max(1_000, atMs - world.clock.nowMs() + 100));
      await follow();
    });
  };

  const story = {
    env,
    client,
    world,
    /** As `end`, for workflows of any kind by their ids. */
    over: skipUntilOver,
    follow,
    failures,
    /** Everything that is due until the order ends happens, however long that takes in its own time. */
    end: async (id: OrderId): Promise<OrderResult> => (await skipUntilOver([orderWorkflowId(id, 1)]))[0] as OrderResult,
    ends: async (ids: readonly OrderId[]): Promise<readonly OrderResult[]> =>
      (await skipUntilOver(ids.map((id) => orderWorkflowId(id, 1)))) as OrderResult[],
    reviewEnd: async (kyc: CaseId, number = 1): Promise<unknown> =>
      (await skipUntilOver([reviewWorkflowId(kyc, number)]))[0],
    ticketEnd: async (id: TicketId, round = 1): Promise<unknown> =>
      (await skipUntilOver([ticketWorkflowId(id, round)]))[0],
    /** Waits, without skipping time, until the order says so. */
    reached: (id: OrderId, status: string) =>
      until(`${id} to be ${status}`, async () => (await world.order(id)).state.status === status),
    /** No activity runs right now. */
    idle: (): boolean => crew.begun() !== null,
    historyLength: async (id: TicketId, round = 1): Promise<number> =>
      (await client.workflow.getHandle(ticketWorkflowId(id, round)).describe()).historyLength,
    async advance(ms: number): Promise<void> {
      await untilQuiet(world, client, crew);
      await env.sleep(ms);
      await follow();
    },
    /** Replays every history told so far against today's code. */
    async replay(): Promise<readonly string[]> {
      const broken: string[] = [];
      const histories = await Promise.all(
        told.map(async (workflowId) => ({ workflowId, history: await wholeHistory(client, workflowId) })),
      );
      for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle }, histories)) {
        if (error) broken.push(`${workflowId}: ${error.message}`);
      }
      return broken;
    },
    async close(): Promise<void> {
      await post.close();
      await crew.stop();
      await env.teardown();
      await world.close();
    },
  };
  return story;
}

/**
 * A history with no workflow task in hand. The replay panics, and then hangs, at a signal that came while one was: an
 * open workflow may get one at any moment.
 */
async function wholeHistory(
  client: Client,
  workflowId: string,
): Promise<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>> {
  let history: Awaited<ReturnType<WorkflowHandle['fetchHistory']>> | undefined;
  await until(`${workflowId} to have no task in hand`, async () => {
    const found = await client.workflow.getHandle(workflowId).fetchHistory();
    const closed = found.events?.at(-1)?.workflowExecutionTerminatedEventAttributes;
    if (!closed && !isWhole(found.events ?? [])) return false;
    history = found;
    return true;
  });
  if (!history) throw new Error(`no history of ${workflowId}`);
  return history;
}

export type Story = Awaited<ReturnType<typeof openStory>>;
