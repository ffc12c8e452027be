import { behave, CARRIER_BOOK, endings, inBook, isFree, page, person, send, times } from '../actions';
import type { Dice } from '../dice';
import { broken, commissionOf, inFen, makePayouts, paidAtBank, payOut, untilCommission } from '../money';
import { route, type Story } from '../story';
import { travelDays, travelUntil } from '../travel';

import type { World } from '../world';

async function sold(
  world: World,
  dice: Dice,
  where: ReturnType<typeof route>,
  habits: Record<string, unknown>,
): Promise<{ orderId: string; number: string }> {
  const who = await person(world, dice, 'ordinary');
  await behave(world, who.personId, habits);
  const { results } = await send(world, { ...where, personId: who.personId, agentCode: 'AG01' });
  const order = results[0]?.body.orders?.[0];
  if (!order) throw new Error(`the order was not taken: ${JSON.stringify(results[0])}`);
  return { orderId: order.id, number: order.number ?? '' };
}

const neverActivated: Story = {
  name: 'not activated in the window: nudged, then expired, number back at the carrier',
  isLong: true,
  async tell(world, dice) {
    const where = route(dice);
    const { orderId, number } = await sold(world, dice, where, { activates: 'never' });
    const ends = await endings(world, [orderId]);
    const free = await isFree(world, where.planCode, where.city, number);
    const { accruals, none } = await commissionOf(world, orderId);
    return {
      expected: 'expired NOT_ACTIVATED; 4 reminded; 已撤单, not for sale; 0 accruals, ENDED_WITHOUT_ACTIVATION',
      actual: `${ends}; ${await times(world, orderId, 'reminded')}; ${(await inBook(world, CARRIER_BOOK, [orderId])).join(' ')}, ${free ? 'for sale' : 'not for sale'}; ${String(accruals.length)} accruals, ${String(none?.code)}`,
    };
  },
};

const lateNews: Story = {
  name: 'activated in time, the news came late: restored, paid once',
  isLong: true,
  async tell(world, dice) {
    const newsLateDays = dice.between('newsLateDays', 33, 40);
    const where = route(dice);
    // So late that no other story's commission falls due on its day.
    await travelDays(world, 45);
    const { orderId } = await sold(world, dice, where, { activates: 'late-news', newsLateDays });
    const first = await endings(world, [orderId]);
    await travelUntil(world, async () => (await page(world, orderId)).order.stage === 'active');
    await untilCommission(world, orderId, 'settled');
    const payouts = await payOut(world, 'finance2', await makePayouts(world, 'finance1', orderId));
    return {
      expected: 'expired NOT_ACTIVATED; 1 restored, 1 activated; 8000 paid, 2000 paid; 1, 1 at the bank; 已激活',
      actual: `${first}; ${await times(world, orderId, 'restored', 'activated')}; ${inFen(await commissionOf(world, orderId))}; ${await paidAtBank(world, payouts)} at the bank; ${(await inBook(world, CARRIER_BOOK, [orderId])).join(' ')}`,
    };
  },
};

const wrongActivation: Story = {
  name: 'activated by somebody else or far away: active, not paid, and the page says why',
  isLong: true,
  async tell(world, dice) {
    const { activation, code } = dice.pick('habit', [
      { activation: { personMatches: false }, code: 'PERSON' },
      { activation: { province: '新疆维吾尔自治区', city: '喀什地区' }, code: 'PLACE' },
    ]);
    const where = route(dice);
    const { orderId } = await sold(world, dice, where, { activation });
    const ends = await endings(world, [orderId]);
    await untilCommission(world, orderId, 'refused', 'settled', 'held');
    const commission = await commissionOf(world, orderId);
    return {
      expected: `active; 8000 refused, 2000 refused; ${code} false`,
      actual: `${ends}; ${inFen(commission)}; ${broken(commission)}`,
    };
  },
};

export const ACTIVATION: readonly Story[] = [neverActivated, lateNews, wrongActivation];
