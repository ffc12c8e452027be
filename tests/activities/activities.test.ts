import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { asActivityFailure } from '../../activities/activity-failure';
import { carrierActivities } from '../../activities/carrier.activities';
import { courierActivities } from '../../activities/courier.activities';
import { withHeartbeats } from '../../activities/heartbeats';
import { kycActivities } from '../../activities/kyc.activities';
import { orderActivities } from '../../activities/order.activities';
import { reviewActivities } from '../../activities/review.activities';
import type { OrderId } from '../../domain/brand';
import { DomainError, FAILURES, type FailureCode } from '../../domain/errors';
import { openAtCarrier } from '../../domain/use-cases/open-at-carrier';
import { provisioningStep } from '../../domain/use-cases/provisioning-step';
import { PATIENT_UNDOS } from '../../domain/use-cases/undo-opening';
import { judgeIdentity } from '../../domain/use-cases/judge-identity';
import { verifyingStep } from '../../domain/use-cases/verify-identity';
import { readIdentity } from '../../domain/use-cases/read-identity';
import { until } from '../support/until';
import { deliveredBy } from '../support/world/parcels';
import { somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 40 });
});
afterAll(() => world.close());
afterEach(() => {
  world.carrier.silent = false;
  world.carrier.onSubmit = null;
});

/** Runs one activity as the worker would, and keeps its heartbeats. */
async function run<T>(work: () => Promise<T>): Promise<{ result: T; beats: unknown[] }> {
  const env = new MockActivityEnvironment();
  const beats: unknown[] = [];
  env.on('heartbeat', (detail: unknown) => beats.push(detail));
  const result = (await env.run(work)) as T;
  return { result, beats };
}

async function checked(): Promise<{ id: OrderId; caseId: never; round: number }> {
  const person = somebody();
  const [id] = (await world.place(person, picturesOf(person))).ids;
  if (!id) throw new Error('one order');
  const step = await verifyingStep(world)({ orderId: id, woke: null });
  if (step.kind !== 'check') throw new Error('its documents are there');
  return { id, caseId: step.caseId as never, round: step.round };
}

async function opening() {
  const { id, caseId, round } = await checked();
  await readIdentity(world)({ caseId, round }, () => undefined);
  await judgeIdentity(world)({ orderId: id, caseId, round }, 'last');
  const step = await provisioningStep(world)({ orderId: id, woke: null });
  if (step.kind !== 'open') throw new Error('it is to be opened');
  return { id, opening: step.opening };
}

describe('a failure of ours', () => {
  it.each(Object.keys(FAILURES) as FailureCode[])(
    '%s keeps its code as type, and says whether retrying helps',
    async (code) => {
      const failed = asActivityFailure(() => Promise.reject(new DomainError(code, 'order ord_x')));

      const failure = await failed.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ApplicationFailure);
      expect(failure).toMatchObject({ type: code, message: 'order ord_x', nonRetryable: !FAILURES[code].retryable });
    },
  );

  it('that we do not know stays what it is, and is tried again', async () => {
    const unknown = new TypeError('boom');

    await expect(asActivityFailure(() => Promise.reject(unknown))).rejects.toBe(unknown);
  });

  it('reaches the workflow from every activity', async () => {
    const nobody = { orderId: 'ord_000000000000' as OrderId };
    const orders = orderActivities(world);
    const opened = { ...nobody, occupyReference: 'O', submitReference: 'S' };
    const round = { ...nobody, caseId: 'kyc_000000000000' as never, round: 1 };
    const all: [FailureCode, () => Promise<unknown>][] = [
      ['OrderNotFound', () => orders.verifyingStep({ ...nobody, woke: null })],
      ['CaseNotFound', () => orders.judgeIdentity(round)],
      ['CaseNotFound', () => orders.judgeIdentityPatiently(round)],
      ['OrderNotFound', () => orders.provisioningStep({ ...nobody, woke: null })],
      ['OrderNotFound', () => orders.afterRefusal({ ...nobody, code: 'CR_AGE', submitReference: 'S' })],
      ['OrderNotFound', () => orders.giveUp(nobody)],
      ['OrderNotFound', () => orders.confirmAtCarrier(nobody)],
      ['OrderNotFound', () => carrierActivities(world).openAtCarrier(opened)],
      ['OrderNotFound', () => carrierActivities(world).confirmAtCarrierPatiently(nobody)],
      ['CaseNotFound', () => kycActivities(world).readIdentity(round)],
      [
        'ReviewNotFound',
        () => reviewActivities(world).watchReview({ ...round, reviewId: 'rev_000000000000' as never, number: 1 }),
      ],
    ];

    for (const [type, work] of all) await expect(run(work)).rejects.toMatchObject({ type, nonRetryable: true });
  });

  it('an undo of what was never begun is done', async () => {
    const { result } = await run(() =>
      carrierActivities(world).undoOpening({
        orderId: 'ord_000000000000' as OrderId,
        occupyReference: 'O',
        submitReference: 'S',
      }),
    );

    expect(result).toEqual({ undone: true });
  });
});

describe('an undo that keeps failing', () => {
  it('is told once, as an error, by ids only', async () => {
    const { id, opening: opened } = await opening();
    const lines: { level: string; message: string; meta: unknown }[] = [];
    const logger = new DefaultLogger('ERROR', ({ level, message, meta }) => lines.push({ level, message, meta }));
    const undo = (attempt: number) =>
      new MockActivityEnvironment({ attempt }, { logger }).run(() => carrierActivities(world, []).undoOpening(opened));
    world.carrier.silent = true;

    for (const attempt of [PATIENT_UNDOS - 1, PATIENT_UNDOS, PATIENT_UNDOS + 1])
      await expect(undo(attempt)).rejects.toMatchObject({ type: 'PartnerDown', nonRetryable: false });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'ERROR', meta: { orderId: id, reference: opened.submitReference } });
    expect((await world.order(id)).state).toMatchObject({ status: 'parked', reasonCode: 'COMPENSATION_FAILED' });
  });
});

describe('heartbeats', () => {
  it('come while the work runs, not for what is done at once, and stop with it', async () => {
    const env = new MockActivityEnvironment();
    let beats = 0;
    env.on('heartbeat', () => (beats += 1));

    await env.run(() =>
      withHeartbeats(async () => {
        expect(beats).toBe(0);
        await until('more of them', () => beats >= 4, { everyMs: 5 });
      }, 5),
    );
    const atTheEnd = beats;
    await pause(40);

    expect(beats).toBe(atTheEnd);
  });

  it('stop also when the work fails', async () => {
    const env = new MockActivityEnvironment();
    let beats = 0;
    env.on('heartbeat', () => (beats += 1));

    await expect(env.run(() => withHeartbeats(() => Promise.reject(new Error('no')), 5))).rejects.toThrow('no');
    await pause(40);

    expect(beats).toBe(0);
  });

  it('of a reading name its stages', async () => {
    const { caseId, round } = await checked();

    const { result, beats } = await run(() => kycActivities(world, 0).readIdentity({ caseId, round }));

    expect(result).toEqual({ read: true });
    expect(beats).toEqual(['images', 'front']);
  });
});

describe('patience', () => {
  it('with a silent carrier ends after its pauses: the order then waits on a row', async () => {
    const { id, opening: opened } = await opening();
    world.carrier.silent = true;
    const before = world.carrier.calls.length;

    const { result } = await run(() => carrierActivities(world, [1, 1, 1]).openAtCarrier(opened));

    expect(result).toMatchObject({ kind: 'wait', ask: false });
    expect(world.carrier.calls.slice(before).map(({ command }) => command)).toEqual([
      'occupy',
      'query',
      'query',
      'query',
    ]);
    expect((await world.order(id)).state.status).toBe('carrier-down');
  });

  it('ends as soon as the carrier answers, and asks before it says anything again', async () => {
    const { id, opening: opened } = await opening();
    const nth = (command: string) => world.carrier.calls.filter((call) => call.command === command).length + 1;
    world.carrier.lose('submit', 'after', nth('submit'));
    const before = world.carrier.calls.length;

    const { result } = await run(() => carrierActivities(world, [1, 1, 1]).openAtCarrier(opened));

    expect(result).toMatchObject({ kind: 'wait' });
    expect(world.carrier.calls.slice(before).map(({ command }) => command)).toEqual(['occupy', 'submit', 'query']);
    expect((await world.order(id)).state.status).toBe('awaiting-carrier');
  });

  it('with a carrier that does not say how an order stands gives up without an answer, and takes one that comes', async () => {
    const { id, opening: opened } = await opening();
    await openAtCarrier(world)(opened, { pausesMs: [], sleep: () => Promise.resolve() });
    const ask = () => run(() => carrierActivities(world, [1, 1]).confirmAtCarrierPatiently({ orderId: id }));
    const nth = world.carrier.calls.filter((call) => call.command === 'query').length + 1;
    world.carrier.lose('query', 'before', nth, 4);

    const none = await ask();
    const late = await ask();

    expect(none.result).toEqual({ kind: 'noAnswer', carrier: 'xinglian' });
    expect(late.result).toMatchObject({ kind: 'wait' });
  });

  it('with the authority ends in a wait of its own, never in a mismatch', async () => {
    const { id, caseId, round } = await checked();
    await readIdentity(world)({ caseId, round }, () => undefined);
    const orders = orderActivities(world, [1, 1]);
    world.authority.next(...Array<string>(4).fill('down'));

    const brief = await run(() => orders.judgeIdentity({ orderId: id, caseId, round }));
    const patient = await run(() => orders.judgeIdentityPatiently({ orderId: id, caseId, round }));

    expect(brief.result).toEqual({ kind: 'noAnswer' });
    expect(patient.result).toMatchObject({ kind: 'wait' });
    expect((await world.order(id)).state).toMatchObject({ status: 'awaiting-source', reasonCode: 'RN_SOURCE_DOWN' });
  });
});

describe('any step run twice', () => {
  /** Everything in the tables but counters of tries. */
  const rows = async (): Promise<unknown> => {
    const tables = [
      'orders',
      'journal',
      'waits',
      'facts',
      'numbers',
      'kyc_cases',
      'kyc_checks',
      'outbox',
      'notifications',
      'blobs',
      'shipments',
      'shipment_events',
      'accruals',
    ];
    const all: unknown[] = [];
    for (const table of tables) {
      const columns = table === 'outbox' ? 'topic, dedupe_key' : '*';
      const found = await world.pool.query(`select ${columns} from ${table} order by 1, 2`);
      all.push(
        found.rows.map((row: Record<string, unknown>) => ({ ...row, version: 0, changed_at: 0, decided_at: 0 })),
      );
    }
    const calls = await world.pool.query('select reference, state, outcome from partner_calls order by reference');
    return [...all, calls.rows];
  };

  it('equals once, from the first look to the active number', async () => {
    const person = somebody();
    const [id] = (await world.place(person, picturesOf(person))).ids;
    if (!id) throw new Error('one order');
    const orders = orderActivities(world, []);
    const carrier = carrierActivities(world, []);
    const twice = async <T>(work: () => Promise<T>): Promise<T> => {
      await run(work);
      const before = await rows();
      const { result } = await run(work);
      expect(await rows()).toEqual(before);
      return result;
    };

    const step = await twice(() => orders.verifyingStep({ orderId: id, woke: null }));
    if (step.kind !== 'check') throw new Error('to be checked');
    const round = { orderId: id, caseId: step.caseId, round: step.round };
    await twice(() => kycActivities(world).readIdentity(round));
    expect(await twice(() => orders.judgeIdentity(round))).toEqual({ kind: 'passed' });
    const next = await twice(() => orders.provisioningStep({ orderId: id, woke: null }));
    if (next.kind !== 'open') throw new Error('to be opened');
    expect(await twice(() => carrier.openAtCarrier(next.opening))).toMatchObject({ kind: 'wait' });
    world.carrier.move(next.opening.submitReference, '已开户');
    const opened = await twice(() => orders.confirmAtCarrier({ orderId: id }));
    if (opened.kind !== 'opened' || opened.shipping.kind !== 'dispatch') throw new Error('to be dispatched');
    const { dispatch } = opened.shipping;
    expect(await twice(() => courierActivities(world, []).dispatchParcel(dispatch))).toMatchObject({ kind: 'wait' });
    await twice(() => deliveredBy(world, dispatch.reference, '301'));
    expect(await twice(() => orders.shippingStep({ orderId: id, woke: null }))).toEqual({ kind: 'delivered' });
    expect(await twice(() => orders.activationStep({ orderId: id, woke: null }))).toMatchObject({ kind: 'wait' });
    world.carrier.activate(next.opening.submitReference, world.clock.now());
    expect(await twice(() => orders.confirmActivation({ orderId: id }))).toMatchObject({
      kind: 'ended',
      end: { stage: 'active' },
    });
    expect(world.courier.parcels.size).toBe(1);
    expect(await twice(() => orders.giveUp({ orderId: id }))).toMatchObject({
      kind: 'ended',
      end: { stage: 'active' },
    });
  });

  it('equals once after a refusal: one number is taken out, one other is drawn', async () => {
    const { id, opening: opened } = await opening();
    world.carrier.refuse('occupy', '号码已被占用');
    const carrier = carrierActivities(world, []);
    const orders = orderActivities(world, []);
    const refused = (await run(() => carrier.openAtCarrier(opened))).result;
    const again = (await run(() => carrier.openAtCarrier(opened))).result;
    if (refused.kind !== 'refused') throw new Error('it was refused');
    const judge = () =>
      orders.afterRefusal({ orderId: id, code: refused.code, submitReference: opened.submitReference });

    await run(() => carrier.undoOpening(opened));
    const first = (await run(judge)).result;
    const before = await rows();
    const second = (await run(judge)).result;

    expect(again).toEqual(refused);
    expect(second).toEqual(first);
    expect(await rows()).toEqual(before);
  });
});
