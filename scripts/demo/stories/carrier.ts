import { endings, fault, isFree, openedAtCarrier, person, place, send, struck } from '../actions';
import { route, type Story } from '../story';
import { expectStatus, pause, type World } from '../world';

const lostReply: Story = {
  name: 'carrier times out after opening: exactly one card in its books',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const times = dice.between('times', 1, 2);
    const planted = await fault(world, {
      partner: 'carrier',
      match: { command: 'submit', personId: who.personId },
      effect: 'timeout-after-acting',
      times,
    });
    const ids = await place(world, { ...where, personId: who.personId });
    const ends = await endings(world, ids);
    return {
      expected: 'the fault came; active; 1 card at the carrier',
      actual: `${await struck(world, planted)}; ${ends}; ${String(await openedAtCarrier(world, ids))} card at the carrier`,
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
    const [text, code] = dice.pick('refusal', REFUSALS);
    const command = dice.pick('command', ['submit', 'process']);
    await fault(world, { partner: 'carrier', match: { command, personId: who.personId }, effect: 'refuse', text });
    const { results } = await send(world, { ...where, personId: who.personId });
    const orders = results[0]?.body.orders ?? [];
    const number = orders[0]?.number ?? '';
    const ends = await endings(
      world,
      orders.map((o) => o.id),
    );
    return {
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
    const act = dice.pick('act', ['before', 'after']);
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

export const CARRIER: readonly Story[] = [lostReply, carrierRefuses, killed];
