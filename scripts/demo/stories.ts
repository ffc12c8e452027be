import {
  conflictAbout,
  decide,
  endings,
  fault,
  inbox,
  isFree,
  openedAtCarrier,
  page,
  person,
  place,
  reviewOf,
  send,
} from './actions';
import type { Dice } from './dice';
import { untilQuiet } from './travel';
import { expectStatus, pause, type World } from './world';

export interface Outcome {
  /** What the dice drew: person, plan, delays, faults. */
  readonly drawn: Record<string, unknown>;
  readonly expected: string;
  readonly actual: string;
}

export interface Story {
  readonly name: string;
  readonly tell: (world: World, dice: Dice) => Promise<Outcome>;
}

/** Plan and pool, and how the carrier's callbacks go astray: drawn for every order that reaches the carrier. */
function route(dice: Dice): { planCode: string; city: string } {
  return { planCode: dice.pick(['XL29', 'XL59']), city: dice.pick(['0755', '0571']) };
}

async function callbackWeather(world: World, dice: Dice, planCode: string): Promise<string> {
  const weather = dice.pick(['calm', 'answer-twice', 'answer-late', 'out-of-order']);
  if (weather === 'calm') return weather;
  const match = { command: 'callback', planCode };
  await fault(world, {
    partner: 'carrier',
    match,
    effect: weather,
    ...(weather === 'answer-late' ? { delayMs: dice.between(60, 7_200) * 1_000 } : {}),
  });
  return weather;
}

const happy: Story = {
  name: 'happy to active',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const weather = await callbackWeather(world, dice, where.planCode);
    const ids = await place(world, { ...where, personId: who.personId });
    return {
      drawn: { person: who.personId, ...where, weather },
      expected: 'active',
      actual: await endings(world, ids),
    };
  },
};

const three: Story = {
  name: 'three cards at once: three orders, one verification',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId, quantity: 3 });
    const ends = await endings(world, ids);
    const cases = new Set(await Promise.all(ids.map(async (id) => (await page(world, id)).kyc?.caseId)));
    return {
      drawn: { person: who.personId, ...where },
      expected: 'active, active, active; 1 verification',
      actual: `${ends}; ${String(cases.size)} verification`,
    };
  },
};

const fiveTimes: Story = {
  name: 'sent five times at once: one order',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const { results } = await send(world, { ...where, personId: who.personId, copies: 5 });
    const statuses = results.map((r) => r.status).sort();
    const purchases = new Set(results.map((r) => r.body.purchaseId));
    const ids = [...new Set(results.flatMap((r) => (r.body.orders ?? []).map((o) => o.id)))];
    const ends = await endings(world, ids);
    return {
      drawn: { person: who.personId, ...where },
      expected: '200 200 200 200 202; 1 purchase; active; 1 card at the carrier',
      actual: `${statuses.join(' ')}; ${String(purchases.size)} purchase; ${ends}; ${String(await openedAtCarrier(world, ids))} card at the carrier`,
    };
  },
};

const otherBody: Story = {
  name: 'same reference, other body: conflict case',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const first = { planCode: 'XL29', city: dice.pick(['0755', '0571']), personId: who.personId };
    const externalRef = `DEMO-${String(dice.below(1_000_000_000))}`;
    const ids = await place(world, { ...first, externalRef });
    const { results } = await send(world, { ...first, planCode: 'XL59', externalRef });
    const second = results[0];
    return {
      drawn: { person: who.personId, ...first, externalRef },
      expected: '409 ReferenceConflict; listed as a conflict case, plan differs; active',
      actual: `${String(second?.status)} ${String(second?.body.code)}; ${await conflictAbout(world, externalRef)}; ${await endings(world, ids)}`,
    };
  },
};

const badWire: Story = {
  name: 'bad signature, stale timestamp, replayed nonce: refused',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const tampers = dice.shuffled(['bad-signature', 'stale', 'replayed-nonce']);
    const said: string[] = [];
    for (const tamper of tampers) {
      const { results } = await send(world, { personId: who.personId, tamper, withImages: false, behaviour: 'silent' });
      said.push(`${tamper} ${String(results.at(-1)?.status)} ${String(results.at(-1)?.body.code)}`);
    }
    return {
      drawn: { person: who.personId, order: tampers },
      expected: 'bad-signature 401 SignatureInvalid, replayed-nonce 401 NonceReplayed, stale 401 SignatureStale',
      actual: said.sort().join(', '),
    };
  },
};

const underAge: Story = {
  name: 'under age: refused with an alternative',
  async tell(world, dice) {
    const who = await person(world, dice, 'under-age');
    const { results } = await send(world, { personId: who.personId, ...route(dice) });
    const answer = results[0];
    const codes = (answer?.body.reasons ?? []).map((r) => r.code).join(' ');
    const offered = (answer?.body.alternatives ?? []).length > 0 ? 'with an alternative' : 'without an alternative';
    return {
      drawn: { person: who.personId },
      expected: '422 UNDER_AGE with an alternative',
      actual: `${String(answer?.status)} ${codes} ${offered}`,
    };
  },
};

const blurred: Story = {
  name: 'blurred card: SMS link, then active',
  async tell(world, dice) {
    const who = await person(world, dice, 'blurred');
    const where = route(dice);
    const delayMs = dice.between(30, 5_400) * 1_000;
    const ids = await place(world, { ...where, personId: who.personId, behaviour: 'honest', delayMs });
    const ends = await endings(world, ids);
    const links = (await inbox(world, who.phone)).filter((text) => text.includes('/phone/#t=')).length;
    return {
      drawn: { person: who.personId, ...where, delayMs },
      expected: 'a link by SMS; active',
      actual: `${links > 0 ? 'a link by SMS' : 'no link'}; ${ends}`,
    };
  },
};

async function inReview(
  world: World,
  dice: Dice,
): Promise<{ ids: readonly string[]; reviewId: string; phone: string; drawn: Record<string, unknown> }> {
  const who = await person(world, dice, 'review-band');
  const where = route(dice);
  const ids = await place(world, { ...where, personId: who.personId });
  const reviewId = await reviewOf(world, ids[0] ?? '');
  if (reviewId === null)
    throw new Error(`no review was opened: ${JSON.stringify((await page(world, ids[0] ?? '')).order)}`);
  return { ids, reviewId, phone: who.phone, drawn: { person: who.personId, ...where } };
}

const bandApproved: Story = {
  name: 'face in the review band: officer approves',
  async tell(world, dice) {
    const { ids, reviewId, drawn } = await inReview(world, dice);
    const officer = dice.pick(['officer1', 'officer2']);
    const decided = await decide(world, officer, reviewId, 'approve', 'SAME_PERSON');
    return {
      drawn: { ...drawn, officer },
      expected: '1 of 1 approve; active',
      actual: `${String(decided.body.approvals)} of ${String(decided.body.approvalsNeeded)} ${String(decided.body.outcome)}; ${await endings(world, ids)}`,
    };
  },
};

const bandRejected: Story = {
  name: 'face in the review band: officer rejects, the customer reads why',
  async tell(world, dice) {
    const { ids, reviewId, phone, drawn } = await inReview(world, dice);
    const officer = dice.pick(['officer1', 'officer2']);
    await decide(world, officer, reviewId, 'reject', 'RN_FACE_REFUSED');
    const ends = await endings(world, ids);
    await untilQuiet(world);
    const told = (await inbox(world, phone)).some((text) => text.includes('未通过'));
    return {
      drawn: { ...drawn, officer },
      expected: 'rejected RN_FACE_REFUSED; told why',
      actual: `${ends}; ${told ? 'told why' : 'not told'}`,
    };
  },
};

const declinesFace: Story = {
  name: 'customer declines face recognition: an officer compares and approves',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId, withImages: false, behaviour: 'declines-face' });
    const orderId = ids[0] ?? '';
    const reviewId = await reviewOf(world, orderId);
    if (reviewId === null)
      throw new Error(`no review was opened: ${JSON.stringify((await page(world, orderId)).order)}`);
    const { kyc } = await page(world, orderId);
    const why = (kyc?.reasons ?? []).map(({ code }) => code).join(' ');
    const measured = kyc?.faceDistance === null ? 'no face measured' : 'a face was measured';
    const officer = dice.pick(['officer1', 'officer2']);
    const decided = await decide(world, officer, reviewId, 'approve', 'SAME_PERSON');
    return {
      drawn: { person: who.personId, ...where, officer },
      expected: 'RN_FACE_DECLINED, no face measured; 1 of 1 approve; active',
      actual: `${why}, ${measured}; ${String(decided.body.approvals)} of ${String(decided.body.approvalsNeeded)} ${String(decided.body.outcome)}; ${await endings(world, ids)}`,
    };
  },
};

const swapped: Story = {
  name: 'swapped selfie: retries, then two officers, the second refuses',
  async tell(world, dice) {
    const who = await person(world, dice, 'swapped-selfie');
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId });
    const orderId = ids[0] ?? '';
    const reviewId = await reviewOf(world, orderId);
    if (reviewId === null)
      throw new Error(`no review was opened: ${JSON.stringify((await page(world, orderId)).order)}`);
    const retries = (await page(world, orderId)).entries.filter((e) => e.event === 'documentsAsked').length;
    const [first, second] = dice.shuffled(['officer1', 'officer2']);
    const approved = await decide(world, first ?? '', reviewId, 'approve', 'SAME_PERSON');
    await decide(world, second ?? '', reviewId, 'reject', 'RN_FACE_REFUSED');
    return {
      drawn: { person: who.personId, ...where, first },
      expected: '3 retries; 1 of 2, open; rejected RN_FACE_REFUSED',
      actual: `${String(retries)} retries; ${String(approved.body.approvals)} of ${String(approved.body.approvalsNeeded)}, ${approved.body.outcome === null ? 'open' : approved.body.outcome}; ${await endings(world, ids)}`,
    };
  },
};

const digitChanged: Story = {
  name: 'a digit changed on the card: not passed',
  async tell(world, dice) {
    const who = await person(world, dice, dice.pick(['digit-changed', 'digit-changed-valid']));
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId });
    const orderId = ids[0] ?? '';
    const reviewId = await reviewOf(world, orderId);
    if (reviewId !== null) await decide(world, 'officer1', reviewId, 'reject', 'RN_OCR_PS');
    const ends = await endings(world, ids);
    const passed = (await page(world, orderId)).entries.some((e) => e.event === 'identityPassed');
    return {
      drawn: { person: who.personId, kind: who.kind, ...where },
      expected: 'never passed; rejected RN_OCR_PS',
      actual: `${passed ? 'passed' : 'never passed'}; ${ends}`,
    };
  },
};

const lostReply: Story = {
  name: 'carrier times out after opening: exactly one card in its books',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const times = dice.between(1, 2);
    await fault(world, {
      partner: 'carrier',
      match: { command: 'submit', personId: who.personId },
      effect: 'timeout-after-acting',
      times,
    });
    const ids = await place(world, { ...where, personId: who.personId });
    const ends = await endings(world, ids);
    return {
      drawn: { person: who.personId, ...where, times },
      expected: 'active; 1 card at the carrier',
      actual: `${ends}; ${String(await openedAtCarrier(world, ids))} card at the carrier`,
    };
  },
};

/** Real texts of `DOMAIN.md` 4.3 whose meaning ends the order. */
const REFUSALS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['该用户已满5户', 'CR_ONE_ID_FIVE'],
  ['客户名下有历史欠费', 'CR_ARREARS'],
  ['30天内重复下单', 'CR_DUPLICATE_30D'],
  ['国政通校验不通过', 'CR_INFO_MISMATCH'],
  ['收货地址属于禁发区域', 'CR_AREA_BAN'],
  ['套餐下架', 'CR_PRODUCT_OFF'],
];

const carrierRefuses: Story = {
  name: 'carrier refuses with a real text: mapped reason, number back in the pool',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const [text, code] = dice.pick(REFUSALS);
    const command = dice.pick(['submit', 'process']);
    await fault(world, { partner: 'carrier', match: { command, personId: who.personId }, effect: 'refuse', text });
    const { results } = await send(world, { ...where, personId: who.personId });
    const orders = results[0]?.body.orders ?? [];
    const number = orders[0]?.number ?? '';
    const ends = await endings(
      world,
      orders.map((o) => o.id),
    );
    return {
      drawn: { person: who.personId, ...where, text, command },
      expected: `rejected ${code}; number free`,
      actual: `${ends}; number ${(await isFree(world, where.planCode, where.city, number)) ? 'free' : 'not free'}`,
    };
  },
};

const killed: Story = {
  name: 'worker killed with -9 while the carrier holds its reply: same end, nothing doubled',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const act = dice.pick(['before', 'after']);
    await fault(world, {
      partner: 'carrier',
      match: { command: 'submit', personId: who.personId },
      effect: 'hold',
      act,
    });
    const ids = await place(world, { ...where, personId: who.personId });
    await held(world);
    const worker = world.run().children.find((child) => child.name === 'worker-orders');
    if (!worker) throw new Error('no worker-orders in run.json');
    process.kill(worker.pid, 'SIGKILL');
    await world.call(`${world.sandbox}/control/release`, {});
    const ends = await endings(world, ids);
    return {
      drawn: { person: who.personId, ...where, act },
      expected: 'active; 1 card at the carrier',
      actual: `${ends}; ${String(await openedAtCarrier(world, ids))} card at the carrier`,
    };
  },
};

/** The carrier has the request and keeps the answer. */
async function held(world: World): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = expectStatus(
      await world.call<{ held: unknown[] }>(`${world.sandbox}/control/held`),
      200,
      'held replies',
    );
    if (answer.held.length > 0) return;
    await pause(100);
  }
  throw new Error('the carrier never got the request');
}

const nobodySends: Story = {
  name: 'nobody sends the documents: reminders, then ended, number back',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const { results } = await send(world, { ...where, personId: who.personId, withImages: false, behaviour: 'silent' });
    const order = results[0]?.body.orders?.[0];
    if (!order) throw new Error(`the order was not taken: ${JSON.stringify(results)}`);
    const ends = await endings(world, [order.id]);
    const reminders = (await page(world, order.id)).entries.filter((e) => e.event === 'reminded').length;
    const free = await isFree(world, where.planCode, where.city, order.number ?? '');
    return {
      drawn: { person: who.personId, ...where },
      expected: '3 reminders; expired DOCUMENTS_NOT_SENT; number free',
      actual: `${String(reminders)} reminders; ${ends}; number ${free ? 'free' : 'not free'}`,
    };
  },
};

export const STORIES: readonly Story[] = [
  happy,
  three,
  fiveTimes,
  otherBody,
  badWire,
  underAge,
  blurred,
  bandApproved,
  bandRejected,
  declinesFace,
  swapped,
  digitChanged,
  lostReply,
  carrierRefuses,
  killed,
  nobodySends,
];
