import { conflictAbout, endings, openedAtCarrier, page, person, place, send, struck } from '../actions';
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
    const cases = new Set(await Promise.all(ids.map(async (id) => (await page(world, id)).kyc?.caseId)));
    return {
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
      expected: '200 200 200 200 202; 1 purchase; active; 1 card at the carrier',
      actual: `${statuses.join(' ')}; ${String(purchases.size)} purchase; ${ends}; ${String(await openedAtCarrier(world, ids))} card at the carrier`,
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
      expected: '409 ReferenceConflict; listed as a conflict case, plan differs; active',
      actual: `${String(second?.status)} ${String(second?.body.code)}; ${await conflictAbout(world, externalRef)}; ${await endings(world, ids)}`,
    };
  },
};

const badWire: Story = {
  name: 'bad signature, stale timestamp, replayed nonce: refused',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const tampers = dice.shuffled('order', ['bad-signature', 'stale', 'replayed-nonce']);
    const said: string[] = [];
    for (const tamper of tampers) {
      const { results } = await send(world, { personId: who.personId, tamper, withImages: false, behaviour: 'silent' });
      said.push(`${tamper} ${String(results.at(-1)?.status)} ${String(results.at(-1)?.body.code)}`);
    }
    return {
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
      expected: '422 UNDER_AGE with an alternative',
      actual: `${String(answer?.status)} ${codes} ${offered}`,
    };
  },
};

export const INTAKE: readonly Story[] = [happy, three, fiveTimes, otherBody, badWire, underAge];
