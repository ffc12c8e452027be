import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { courierCall, type Fields } from './courier';
import { answerJson, jump, planned, runReceiver, runSandbox, type Running, settled } from './support';

/** What one seed decides: who the people are, how long everybody takes with them, and which numbers there are. */
interface Drawn {
  readonly people: readonly Fields[];
  readonly delays: readonly Fields[];
  readonly numbers: readonly string[];
  /** Milliseconds from each order of each person until the carrier meant to open it, by the carrier's own book. */
  readonly booked: readonly (readonly number[])[];
}

const DAY_MS = 24 * 3_600_000;

let product: Awaited<ReturnType<typeof runReceiver>>;

beforeAll(async () => {
  product = await runReceiver(({ url }, response) => {
    if (url.includes('self-service')) answerJson(response, 410, { code: 'LinkSpent' });
    else answerJson(response, 200, url.includes('couriers') ? { result: true, returnCode: '200' } : { code: '0' });
  });
});
afterAll(() => product.close());

const now = async (sandbox: Running): Promise<number> =>
  Date.parse(String((await sandbox.get('/control/clock')).body['businessNow']));

async function stepToTheEnd(sandbox: Running): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await settled(sandbox);
    const next = await planned(sandbox);
    if (!next) return;
    await jump(sandbox, Math.max(0, Date.parse(next.at) - (await now(sandbox))));
  }
  throw new Error('the sandbox goes round in circles');
}

/** Has the carrier take an order of this person; resolves to its reference, which is another in every run. */
async function order(sandbox: Running, number: string, { name, idNumber, phone }: Fields): Promise<string> {
  const reference = randomUUID();
  const place = { number, planCode: 'XL29' };
  const occupyReference = `O-${reference}`;
  await sandbox.carrier('/numbers/occupy', { ...place, reference: occupyReference, minutes: 60 });
  const callbackUrl = `${product.url}/callbacks/carriers/xinglian`;
  const holder = { name, idNumber, phone };
  const submission = { ...place, reference, occupyReference, firstMonthFen: 2900, holder, callbackUrl };
  expect((await sandbox.carrier('/orders/submit', submission)).body['code']).toBe('0');
  return reference;
}

async function dispatch(sandbox: Running, reference: string, { name, phone }: Fields): Promise<void> {
  const { iccid } = (await sandbox.carrier('/orders/query', { reference })).body['order'] as Fields;
  const { body } = await courierCall(sandbox, 'bOrder', {
    kuaidicom: 'shunfeng',
    recMan: { name, mobile: phone, printAddr: '四川省成都市武侯区人民南路1号' },
    thirdOrderId: randomUUID(),
    iccid,
    callBackUrl: `${product.url}/callbacks/couriers/kuaidi100`,
  });
  expect(body['result']).toBe(true);
}

async function sendLink(sandbox: Running, phone: unknown): Promise<void> {
  const message = { reference: randomUUID(), phone, text: `https://example.test/phone/#t=${randomUUID()}` };
  const { body } = await sandbox.post('/sms/send', message, { authorization: 'Bearer sms-token' });
  expect(body['code']).toBe('0');
}

interface Submitted {
  readonly t: string;
  readonly submission: { readonly holder: { readonly idNumber: string } };
  readonly at: number;
  readonly dueAt: number;
}

function bookedFor({ dataDir }: Running, idNumber: unknown): number[] {
  const lines = readFileSync(join(dataDir, 'carrier-xinglian.jsonl'), 'utf8').trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Submitted)
    .filter(({ t, submission }) => t === 'submitted' && submission.holder.idNumber === idNumber)
    .map(({ at, dueAt }) => dueAt - at);
}

/**
 * A run in a sandbox of its own: three people, two cards each, a link by SMS, to the end. `shift` is what differs from run
 * to run although the seed does not: when it happens and who is first.
 */
async function run(seed: number, shift: number): Promise<Drawn> {
  const sandbox = await runSandbox({ seed, apiUrl: product.url });
  try {
    await jump(sandbox, shift * 9 * DAY_MS);
    const draw = (k: number): Promise<Fields> =>
      sandbox
        .post('/people', { seed: `story-${String(seed)}`, k, day: '2026-03-10', images: false })
        .then(({ body }) => body);
    const people = [await draw(0), await draw(1), await draw(2)];
    const batch = { reference: randomUUID(), planCode: 'XL29', city: '0755', count: 6 };
    const numbers = (await sandbox.carrier('/numbers/batch', batch)).body['numbers'] as string[];

    const orders: { reference: string; who: Fields }[] = [];
    for (let at = 0; at < 6; at += 1) {
      const who = people[(at + shift) % people.length] ?? {};
      orders.push({ reference: await order(sandbox, numbers[at] ?? '', who), who });
    }
    await stepToTheEnd(sandbox);
    for (const { reference, who } of orders) await dispatch(sandbox, reference, who);
    for (const { who } of orders) await sendLink(sandbox, who['phone']);
    await stepToTheEnd(sandbox);

    const delays = await Promise.all(
      people.map(async ({ personId }) => (await sandbox.get(`/people/${String(personId)}/delays`)).body),
    );
    return { people, delays, numbers, booked: people.map(({ idNumber }) => bookedFor(sandbox, idNumber)) };
  } finally {
    await sandbox.close();
  }
}

it('one seed repeats people, numbers and every delay, whatever the references, the day and who is first; another differs', async () => {
  const [once, again, other] = await Promise.all([run(4711, 0), run(4711, 1), run(4712, 0)]);

  expect(again).toEqual(once);
  const delays = once.delays.map((hers) => Object.keys(hers));
  const stages = ['city', 'door', 'line', 'out', 'pickup'].flatMap((stage) => [
    `courier ${stage} 1`,
    `courier ${stage} 2`,
  ]);
  const all = ['activates 1', 'activates 2', 'carrier 1', 'carrier 2', ...stages, 'opens 1', 'opens 2'];
  expect(delays).toEqual([all, all, all]);
  for (const [at, hers] of once.delays.entries())
    expect(once.booked[at]).toEqual([hers['carrier 1'], hers['carrier 2']]);

  // Nothing that the seed decides is the same for another.
  const values = ({ delays: drawn }: Drawn): unknown[] => drawn.flatMap((hers) => Object.values(hers));
  const same = values(other).filter((value) => values(once).includes(value));
  expect(same).toEqual([]);
  for (const field of ['personId', 'idNumber', 'phone'])
    expect(other.people.map((who) => who[field])).not.toEqual(once.people.map((who) => who[field]));
  expect(other.numbers).not.toEqual(once.numbers);
});
