import {
  conflictAbout,
  endings,
  openedAtCarrier,
  ordersUnder,
  page,
  person,
  place,
  send,
  struck,
  times,
} from '../actions';
import { callbackWeather, route, type Story } from '../story';

const happy: Story = {
  name: 'happy to active',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const weather = await callbackWeather(world, dice, where.planCode);
    const ids = await place(world, { ...where, personId: who.personId });
    const ends = await endings(world, ids);
    return {
      expected: weather === null ? 'active' : 'the fault came; active',
      actual: weather === null ? ends : `${await struck(world, weather)}; ${ends}`,
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
    const cases = await Promise.all(ids.map(async (id) => (await page(world, id)).kyc?.caseId ?? 'no verification'));
    const passed = await Promise.all(ids.map((id) => times(world, id, 'identityPassed')));
    const verified = new Set(cases).size === 1 && !cases.includes('no verification') ? 'one' : cases.join(', ');
    return {
      expected: 'active, active, active; 3 cards at the carrier; verified by one, 1 identityPassed each',
      actual: `${ends}; ${String(await openedAtCarrier(world, ids))} cards at the carrier; verified by ${verified}, ${[...new Set(passed)].join(' or ')} each`,
    };
  },
};

const fiveTimes: Story = {
  name: 'sent five times at once: one order',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const { results, externalRef } = await send(world, { ...where, personId: who.personId, copies: 5 });
    const statuses = results.map((r) => r.status).sort();
    const purchases = new Set(results.map((r) => r.body.purchaseId ?? 'no purchase'));
    const ids = [...new Set(results.flatMap((r) => (r.body.orders ?? []).map((o) => o.id)))];
    const ends = await endings(world, ids);
    return {
      expected: '200 200 200 200 202; 1 purchase, 1 order; active; 1 card at the carrier',
      actual: `${statuses.join(' ')}; ${String(purchases.size)} purchase, ${String(await ordersUnder(world, externalRef))} order; ${ends}; ${String(await openedAtCarrier(world, ids))} card at the carrier`,
    };
  },
};

const otherBody: Story = {
  name: 'same reference, other body: conflict case',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const first = { planCode: 'XL29', city: dice.pick('city', ['0755', '0571']), personId: who.personId };
    const externalRef = `DEMO-${String(dice.below('reference', 1_000_000_000))}`;
    const ids = await place(world, { ...first, externalRef });
    const { results } = await send(world, { ...first, planCode: 'XL59', externalRef });
    const second = results[0];
    return {
      expected: '409 ReferenceConflict; listed as a conflict case, plan differs; active, the only order',
      actual: `${String(second?.status)} ${String(second?.body.code)}; ${await conflictAbout(world, externalRef)}; ${await endings(world, ids)}, ${(await ordersUnder(world, externalRef)) === 1 ? 'the only order' : 'not the only order'}`,
    };
  },
};

const badWire: Story = {
  name: 'bad signature, stale timestamp, replayed nonce: refused, and no order comes of it',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const tampers = dice.shuffled('order', ['bad-signature', 'stale', 'replayed-nonce']);
    const said: string[] = [];
    for (const tamper of tampers) {
      const wish = { personId: who.personId, tamper, withImages: false, behaviour: 'silent' };
      const { results, externalRef } = await send(world, wish);
      const orders = `${String(await ordersUnder(world, externalRef))} orders`;
      said.push(`${tamper} ${String(results.at(-1)?.status)} ${String(results.at(-1)?.body.code)} ${orders}`);
    }
    return {
      // What is replayed was taken the first time.
      expected:
        'bad-signature 401 SignatureInvalid 0 orders, replayed-nonce 401 NonceReplayed 1 orders, stale 401 SignatureStale 0 orders',
      actual: said.sort().join(', '),
    };
  },
};

const underAge: Story = {
  name: 'under age: refused with an alternative',
  async tell(world, dice) {
    const who = await person(world, dice, 'under-age');
    const { results, externalRef } = await send(world, { personId: who.personId, ...route(dice) });
    const answer = results[0];
    const codes = (answer?.body.reasons ?? []).map((r) => r.code).join(' ');
    const offered = (answer?.body.alternatives ?? []).length > 0 ? 'with an alternative' : 'without an alternative';
    return {
      expected: '422 UNDER_AGE with an alternative; 0 orders',
      actual: `${String(answer?.status)} ${codes} ${offered}; ${String(await ordersUnder(world, externalRef))} orders`,
    };
  },
};

export const INTAKE: readonly Story[] = [happy, three, fiveTimes, otherBody, badWire, underAge];
