import {
  COURIER_BOOK,
  CARRIER_BOOK,
  endings,
  fault,
  inBook,
  isFree,
  openedAtCarrier,
  page,
  person,
  place,
  send,
  struck,
  times,
  untilStatus,
} from '../actions';
import type { Dice } from '../dice';
import { commissionOf } from '../money';
import { route, type Story } from '../story';
import { expectStatus, type World } from '../world';

/** Somebody in order, whose card is on its way, with what she will do at the door. */
async function sold(
  world: World,
  dice: Dice,
  habits: { door?: string; activates?: string } = {},
): Promise<{ orderId: string; personId: string; number: string; where: Where }> {
  const who = await person(world, dice, 'ordinary');
  const where = route(dice);
  const { results } = await send(world, { ...where, personId: who.personId, agentCode: 'AG01', ...habits });
  const order = results[0]?.body.orders?.[0];
  if (!order) throw new Error(`the order was not taken: ${JSON.stringify(results[0])}`);
  return {
    orderId: order.id,
    personId: who.personId,
    number: order.number ?? '',
    where,
  };
}

type Where = ReturnType<typeof route>;

/** A number that was opened goes back to the carrier: its order is withdrawn there, and nobody buys it from us. */
async function numberBack(world: World, { planCode, city }: Where, orderId: string, number: string): Promise<string> {
  const statuses = await inBook(world, CARRIER_BOOK, [orderId]);
  return `${statuses.join(' ')}, ${(await isFree(world, planCode, city, number)) ? 'for sale' : 'not for sale'}`;
}

const refusedAtDoor: Story = {
  name: 'parcel refused and returned: number back at the carrier, no commission',
  isLong: true,
  async tell(world, dice) {
    const { orderId, number, where } = await sold(world, dice, { door: 'refuses' });
    const ends = await endings(world, [orderId]);
    const { accruals, none } = await commissionOf(world, orderId);
    return {
      expected: 'returned PARCEL_RETURNED; 已撤单, not for sale; 0 accruals, ENDED_WITHOUT_ACTIVATION',
      actual: `${ends}; ${await numberBack(world, where, orderId, number)}; ${String(accruals.length)} accruals, ${String(none?.code)}`,
    };
  },
};

async function decideHandover(world: World, login: string, orderId: string, decision: string, reasonCode: string) {
  const officer = await world.staff(login);
  return expectStatus(
    await officer.post<{ stage: string; status: string }>(`/v1/orders/${orderId}/handover-decision`, {
      decision,
      reasonCode,
    }),
    200,
    'decide on a handover',
  );
}

/** The officers' risk cases about an order. */
async function riskCase(world: World, orderId: string): Promise<string> {
  const officer = await world.staff('officer1');
  const count = async (state: 'open' | 'closed'): Promise<string> => {
    const path = `/v1/conflict-cases?state=${state}&limit=200`;
    const { rows } = expectStatus(
      await officer.get<{ rows: { kind: string; orders: { id: string }[] }[] }>(path),
      200,
      'conflict cases',
    );
    const about = rows.filter(({ kind, orders }) => kind === 'handed-to-another' && orders[0]?.id === orderId);
    return String(about.length);
  };
  return `${await count('open')} open, ${await count('closed')} settled risk cases`;
}

const signedByAnother: Story = {
  name: 'signed by another: activation held, the officer clears it',
  isLong: true,
  async tell(world, dice) {
    const door = dice.pick('door', ['other', 'locker']);
    const { orderId } = await sold(world, dice, { door });
    await untilStatus(world, orderId, 'activation-held');
    const { order } = await page(world, orderId);
    const opened = await riskCase(world, orderId);
    const officer = dice.pick('officer', ['officer1', 'officer2']);
    const { status } = await decideHandover(world, officer, orderId, 'clear', 'HOUSEHOLD_CONFIRMED');
    return {
      expected:
        'held SIGNED_BY_ANOTHER; 1 open, 0 settled risk cases; 0 open, 1 settled risk cases; awaiting-activation; active; 1 card at the carrier',
      actual: `held ${String(order.reasonCode)}; ${opened}; ${await riskCase(world, orderId)}; ${status}; ${await endings(world, [orderId])}; ${String(await openedAtCarrier(world, [orderId]))} card at the carrier`,
    };
  },
};

const holderDenies: Story = {
  name: 'signed by another, and the holder knows nothing of it: stopped, number back at the carrier',
  isLong: true,
  async tell(world, dice) {
    const { orderId, number, where } = await sold(world, dice, { door: 'other', activates: 'never' });
    await untilStatus(world, orderId, 'activation-held');
    await decideHandover(world, 'officer1', orderId, 'stop', 'HOLDER_DENIES');
    const officer = await world.staff('officer2');
    const second = await officer.post<{ code?: string }>(`/v1/orders/${orderId}/handover-decision`, {
      decision: 'clear',
      reasonCode: 'HOLDER_CONFIRMED',
    });
    const ends = await endings(world, [orderId]);
    return {
      expected: 'the second is told StateConflict; failed SIGNED_BY_ANOTHER; 已撤单, not for sale',
      actual: `the second is told ${String(second.body.code)}; ${ends}; ${await numberBack(world, where, orderId, number)}`,
    };
  },
};

const pushesGoWild: Story = {
  name: 'pushes five times each and out of order: one end',
  isLong: true,
  async tell(world, dice) {
    const { orderId, personId } = await sold(world, dice);
    const match = { command: 'push', personId };
    const repeated = await fault(world, { partner: 'courier', match, effect: 'answer-twice', times: 20 });
    const howOften = dice.between('overtaken', 1, 3);
    const overtaken = await fault(world, {
      partner: 'courier',
      match,
      effect: 'out-of-order',
      nth: dice.between('firstOvertaken', 1, 3),
      times: howOften,
    });
    const ends = await endings(world, [orderId]);
    return {
      expected:
        'repeated: the fault came; overtaken: the fault came; active; 1 dispatched, 1 signed, 1 activated; 1 parcel, 301',
      actual: `repeated: ${await struck(world, repeated)}; overtaken: ${await struck(world, overtaken)}; ${ends}; ${await times(world, orderId, 'dispatched', 'signed', 'activated')}; ${await parcels(world, orderId)}`,
    };
  },
};

async function parcels(world: World, orderId: string): Promise<string> {
  const statuses = await inBook(world, COURIER_BOOK, [orderId]);
  return `${String(statuses.length)} parcel, ${statuses.join(' ')}`;
}

const lostDispatch: Story = {
  name: 'courier times out after taking the card: exactly one parcel in its book',
  isLong: true,
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const effect = dice.pick('effect', ['timeout-after-acting', 'timeout-before', 'down']);
    const howOften = dice.between('howOften', 1, 2);
    const planted = await fault(world, {
      partner: 'courier',
      match: { command: 'bOrder', personId: who.personId },
      effect,
      times: howOften,
    });
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId });
    const ends = await endings(world, ids);
    return {
      expected: 'the fault came; active; 1 dispatched; 1 parcel, 301',
      actual: `${await struck(world, planted)}; ${ends}; ${await times(world, ids[0] ?? '', 'dispatched')}; ${await parcels(world, ids[0] ?? '')}`,
    };
  },
};

export const PARCELS: readonly Story[] = [refusedAtDoor, signedByAnother, holderDenies, pushesGoWild, lostDispatch];
