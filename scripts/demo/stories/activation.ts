import { behave, CARRIER_BOOK, endings, inBook, isFree, page, person, send, times } from '../actions';
import type { Dice } from '../dice';
import { broken, commissionOf, inFen, untilCommission } from '../money';
import { route, type Story } from '../story';
import { travelUntil } from '../travel';

import type { World } from '../world';

async function sold(
  world: World,
  dice: Dice,
  where: ReturnType<typeof route>,
  habits: Record<string, unknown>,
): Promise<{ orderId: string; number: string; drawn: Record<string, unknown> }> {
  const who = await person(world, dice, 'ordinary');
  await behave(world, who.personId, habits);
  const { results } = await send(world, { ...where, personId: who.personId, agentCode: 'AG01' });
  const order = results[0]?.body.orders?.[0];
  if (!order) throw new Error(`the order was not taken: ${JSON.stringify(results[0])}`);
  return { orderId: order.id, number: order.number ?? '', drawn: { person: who.personId, ...where, ...habits } };
}

const neverActivated: Story = {
  name: 'not activated in the window: nudged, then expired, number back at the carrier',
  isLong: true,
  async tell(world, dice) {
    const where = route(dice);
    const { orderId, number, drawn } = await sold(world, dice, where, { activates: 'never' });
    const ends = await endings(world, [orderId]);
    const free = await isFree(world, where.planCode, where.city, number);
    return {
      drawn,
      expected: 'expired NOT_ACTIVATED; 4 reminded; 已撤单, not for sale',
      actual: `${ends}; ${await times(world, orderId, 'reminded')}; ${(await inBook(world, CARRIER_BOOK, [orderId])).join(' ')}, ${free ? 'for sale' : 'not for sale'}`,
    };
  },
};

const lateNews: Story = {
  name: 'activated in time, the news came late: restored, settled once',
  isLong: true,
  async tell(world, dice) {
    const newsLateDays = dice.between(33, 40);
    const where = route(dice);
    const { orderId, drawn } = await sold(world, dice, where, { activates: 'late-news', newsLateDays });
    const first = await endings(world, [orderId]);
    await travelUntil(world, async () => (await page(world, orderId)).order.stage === 'active');
    await untilCommission(world, orderId, 'settled', 'paid');
    const commission = await commissionOf(world, orderId);
    return {
      drawn,
      expected: 'expired NOT_ACTIVATED; 1 restored, 1 activated; 2 shares; 已激活',
      actual: `${first}; ${await times(world, orderId, 'restored', 'activated')}; ${String(commission.accruals.length)} shares; ${(await inBook(world, CARRIER_BOOK, [orderId])).join(' ')}`,
    };
  },
};

const wrongActivation: Story = {
  name: 'activated by somebody else or far away: active, not paid, and the page says why',
  isLong: true,
  async tell(world, dice) {
    const { activation, code } = dice.pick([
      { activation: { personMatches: false }, code: 'PERSON' },
      { activation: { province: '新疆维吾尔自治区', city: '喀什地区' }, code: 'PLACE' },
    ]);
    const where = route(dice);
    const { orderId, drawn } = await sold(world, dice, where, { activation });
    const ends = await endings(world, [orderId]);
    await untilCommission(world, orderId, 'refused', 'settled', 'held');
    const commission = await commissionOf(world, orderId);
    return {
      drawn,
      expected: `active; 8000 refused, 2000 refused; ${code} false`,
      actual: `${ends}; ${inFen(commission)}; ${broken(commission)}`,
    };
  },
};

export const ACTIVATION: readonly Story[] = [neverActivated, lateNews, wrongActivation];
