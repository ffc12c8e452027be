// npm run bench -- order [--json FILE] [--orders 30] [--at-once CORES]
//
// What does one order cost from the signed request over parcel and activation to the confirmed active number with its
// commission accrued, images and all? CPU-seconds of the product's processes (database and Temporal among them, the
// partners not), read from /proc, over warm orders that run without jumps and with partners that answer at once: parcels
// and customers take no time. The headline is raw: idle work done meanwhile counts.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Customer, drawCustomer, placeOrder } from './support/channel';
import { type Traces, traceOf, workflowEnd } from './support/history';
import { type OrderEnds, watchOrderEnds } from './support/order-ends';
import { cpuSeconds, machineCpuSeconds } from './support/processes';
import { highest, median, publish, rounded } from './support/report';
import { openStack, type Stack } from './support/stack';

/** Both reading threads have then read half a dozen people, and V8 has compiled what is hot. */
const WARM_UP = 12;
const ORDER_WITHIN_MS = 120_000;
const LEAST_HAPPY = 0.8;
/** Idle work comes in beats of up to a minute; shorter looks would miss some. */
const IDLE_MS = 20_000;
/** Orchestration and database: everything that is neither reading pictures nor taking and re-encoding them. */
const ORCHESTRATION = ['postgres', 'temporal', 'worker-orders'];

interface Told {
  readonly orderId: string;
  /** False where the card was read with a doubt, so that the order waits for its customer. */
  readonly isHappy: boolean;
  readonly seconds: number;
}

/** What the activities that call a partner say to it. The rows of partner_calls have to agree. */
const SAID: Readonly<Record<string, readonly { readonly partner: string; readonly command: string }[]>> = {
  readIdentity: [{ partner: 'kyc', command: 'read' }],
  judgeIdentity: [{ partner: 'authority', command: 'verify' }],
  judgeIdentityPatiently: [{ partner: 'authority', command: 'verify' }],
  openAtCarrier: [
    { partner: 'xinglian', command: 'occupy' },
    { partner: 'xinglian', command: 'submit' },
  ],
  confirmAtCarrier: [{ partner: 'xinglian', command: 'query' }],
  confirmAtCarrierPatiently: [{ partner: 'xinglian', command: 'query' }],
  dispatchParcel: [{ partner: 'kuaidi100', command: 'dispatch' }],
  confirmActivation: [{ partner: 'xinglian', command: 'query' }],
  confirmActivationPatiently: [{ partner: 'xinglian', command: 'query' }],
};

async function tell(stack: Stack, ends: OrderEnds, customer: Customer): Promise<Told> {
  const began = performance.now();
  const orderId = await placeOrder(stack, customer);
  const end = await ends.of(orderId, ORDER_WITHIN_MS);
  if (end !== 'active' && end !== 'strayed') throw new Error(`order ${orderId} of a customer in order ended ${end}`);
  return { orderId, isHappy: end === 'active', seconds: (performance.now() - began) / 1000 };
}

/**
 * Runs the orders, so many at once, until their workflows have closed. About one drawn card in fifty is read with a doubt
 * and goes to confirmation: what such an order cost is counted, but it counts for no order.
 */
async function tellAll(stack: Stack, ends: OrderEnds, customers: readonly Customer[], atOnce: number): Promise<Told[]> {
  const told: Told[] = [];
  const left = [...customers];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) told.push(await tell(stack, ends, next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const last = told.slice(-atOnce).filter(({ isHappy }) => isHappy);
  await Promise.all(last.map(({ orderId }) => workflowEnd(stack, orderId)));
  return told;
}

interface Measured<T> {
  readonly result: T;
  readonly cpu: Readonly<Record<string, number>>;
  /** CPU-seconds of everything that ran on this machine meanwhile: where others keep it busy, our own take longer. */
  readonly machine: number;
  readonly seconds: number;
}

async function measured<T>(stack: Stack, work: () => Promise<T>): Promise<Measured<T>> {
  const before = cpuSeconds(stack.pids);
  const machineBefore = machineCpuSeconds();
  const began = performance.now();
  const result = await work();
  const after = cpuSeconds(stack.pids);
  const machine = machineCpuSeconds() - machineBefore;
  const cpu = Object.fromEntries(Object.keys(before).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
  return { result, cpu, machine, seconds: (performance.now() - began) / 1000 };
}

const sum = (cpu: Readonly<Record<string, number>>, names = Object.keys(cpu)): number =>
  names.reduce((total, name) => total + (cpu[name] ?? 0), 0);

async function commandsOf(stack: Stack, orderId: string): Promise<string[]> {
  const { rows } = await stack.database.query<{ said: string }>(
    `select c.partner || ' ' || c.command as said from partner_calls c join orders o
       on o.id = c.order_id or (c.order_id is null and c.purchase_id = o.purchase_id)
     where o.public_id = $1 order by c.id`,
    [orderId],
  );
  return rows.map(({ said }) => said);
}

async function partnerCalls(stack: Stack, orderId: string, { activities }: Traces) {
  const calls = activities.flatMap(({ activity, ran }) =>
    (SAID[activity] ?? []).map((said) => ({ ...said, activity, ran })),
  );
  const booked = await commandsOf(stack, orderId);
  const known = new Set(calls.map(({ partner, command }) => `${partner} ${command}`));
  const missing = booked.filter((said) => !known.has(said));
  if (missing.length > 0) throw new Error(`partner calls without an activity that makes them: ${missing.join(', ')}`);
  return calls;
}

async function answerAtOnce({ sandbox }: Stack, whose: string): Promise<void> {
  const answer = await fetch(`${sandbox}/control/${whose}-delay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ delayMs: [0, 0] }),
  });
  if (!answer.ok) throw new Error(`${whose}-delay: HTTP ${String(answer.status)}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      orders: { type: 'string', default: '30' },
      'at-once': { type: 'string', default: String(availableParallelism()) },
    },
  });
  const wanted = Number(values.orders);
  const atOnce = Number(values['at-once']);
  const stack = await openStack();
  const ends = await watchOrderEnds(stack.database);
  for (const whose of ['carrier', 'courier', 'activation']) await answerAtOnce(stack, whose);

  const customers: Customer[] = [];
  for (let drawn = 0; drawn < WARM_UP + wanted; drawn += 1) customers.push(await drawCustomer(stack));
  await tellAll(stack, ends, customers.slice(0, WARM_UP), 2);
  const idle = await measured(stack, () => new Promise<void>((resolve) => setTimeout(resolve, IDLE_MS)));
  const run = await measured(stack, () => tellAll(stack, ends, customers.slice(WARM_UP), atOnce));

  const happy = run.result.filter(({ isHappy }) => isHappy);
  const orders = happy.length;
  if (orders < wanted * LEAST_HAPPY) throw new Error(`only ${orders} of ${wanted} orders went through without a doubt`);
  const traces = await Promise.all(happy.map(({ orderId }) => traceOf(stack, orderId)));
  const first = happy[0];
  const firstTrace = traces[0];
  if (!first || !firstTrace) throw new Error('no order was measured');
  const perOrder = (seconds: number): number => rounded(seconds / orders);
  const idleMeanwhile = (names?: string[]): number => (sum(idle.cpu, names) / idle.seconds) * run.seconds;
  publish({
    name: 'order',
    metrics: {
      cpuSecondsPerOrder: perOrder(sum(run.cpu)),
      cpuSecondsPerOrderWithoutIdle: perOrder(sum(run.cpu) - idleMeanwhile()),
      orchestrationCpuSeconds: perOrder(sum(run.cpu, ORCHESTRATION)),
      orchestrationCpuSecondsWithoutIdle: perOrder(sum(run.cpu, ORCHESTRATION) - idleMeanwhile(ORCHESTRATION)),
      cpuSecondsByProcess: Object.fromEntries(Object.entries(run.cpu).map(([name, cpu]) => [name, perOrder(cpu)])),
      idleCpuShare: rounded(sum(idle.cpu) / idle.seconds),
      idleCpuShareByProcess: Object.fromEntries(
        Object.entries(idle.cpu).map(([name, cpu]) => [name, rounded(cpu / idle.seconds)]),
      ),
      stateTransitionsPerOrder: median(traces.map((trace) => trace.stateTransitions)),
      stateTransitionsHighest: highest(traces.map((trace) => trace.stateTransitions)),
      eventsPerOrder: median(traces.map((trace) => trace.events)),
      eventsHighest: highest(traces.map((trace) => trace.events)),
      eventTypes: firstTrace.eventTypes,
      activities: firstTrace.activities,
      partnerCalls: await partnerCalls(stack, first.orderId, firstTrace),
      orders,
      ordersThatStrayed: wanted - orders,
      cpuShareOfOthersMeanwhile: rounded((run.machine - sum(run.cpu)) / run.seconds, 2),
      ordersAtOnce: atOnce,
      ordersPerSecond: rounded(orders / run.seconds),
      secondsPerOrderMedian: rounded(median(happy.map(({ seconds }) => seconds)), 2),
    },
  });
  await stack.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'the bench failed'}\n`);
    process.exit(1);
  },
);
