import { randomInt } from 'node:crypto';
import { compareBooks } from '../../scripts/demo/books';
import { endings, fault, person, place, send } from '../../scripts/demo/actions';
import { dice } from '../../scripts/demo/dice';
import { untilQuiet } from '../../scripts/demo/travel';
import { borrowProduct, type Product } from './product';

const draws = dice(randomInt(1_000_000), 'books');
const CARRIER = 'carrier 星联';
const COURIER = 'courier';
let product: Product;

beforeAll(async () => {
  product = await borrowProduct();
});
afterAll(() => {
  (product as Product | undefined)?.giveBack();
});

describe('the books of both sides', () => {
  it('are equal line by line after an activation, a refusal and a lost reply', async () => {
    const { world } = product;
    const planCode = 'XL29';
    const [happy, refused, lost] = [
      await person(world, draws, 'ordinary'),
      await person(world, draws, 'ordinary'),
      await person(world, draws, 'ordinary'),
    ];
    const submitOf = (personId: string) => ({ partner: 'carrier', match: { command: 'submit', personId } });
    await fault(world, { ...submitOf(refused.personId), effect: 'refuse', text: '客户名下有历史欠费' });
    await fault(world, { ...submitOf(lost.personId), effect: 'timeout-after-acting', times: 1 });
    const ids: string[] = [];
    for (const who of [happy, refused, lost]) ids.push(...(await place(world, { planCode, personId: who.personId })));
    expect(await endings(world, ids)).toBe('active, rejected CR_ARREARS, active');
    await untilQuiet(world);

    const books = await compareBooks(world);

    expect(books.map(({ partner, differences }) => ({ partner, differences }))).toEqual([
      { partner: CARRIER, differences: [] },
      { partner: COURIER, differences: [] },
      { partner: 'bank', differences: [] },
      { partner: 'sms', differences: [] },
      { partner: 'authority', differences: [] },
    ]);
    const rowsOf = (wanted: string): number => books.find(({ partner }) => partner === wanted)?.rows ?? 0;
    expect(rowsOf(CARRIER)).toBeGreaterThanOrEqual(3);
    expect(rowsOf(COURIER)).toBeGreaterThanOrEqual(2);
    expect(rowsOf('authority')).toBeGreaterThanOrEqual(3);
  });

  const here = (column: string): RegExp => new RegExp(`: ${column} is \\S+ here and \\S+ there$`);
  it.each([
    [CARRIER, '/carriers/xinglian/book', 'amount', here('amountFen')],
    [CARRIER, '/carriers/xinglian/book', 'status', here('status')],
    [CARRIER, '/carriers/xinglian/book', 'missing', /: only in our book$/],
    [CARRIER, '/carriers/xinglian/book', 'extra', /: only in their book$/],
    [COURIER, '/couriers/kuaidi100/book', 'status', here('status')],
    [COURIER, '/couriers/kuaidi100/book', 'missing', /: only in our book$/],
    ['bank', '/bank/book', 'extra', /: only in their book$/],
    ['sms', '/sms/book', 'status', here('status')],
    ['sms', '/sms/book', 'missing', /: only in our book$/],
    ['sms', '/sms/book', 'extra', /: only in their book$/],
  ])(
    '%s: %s says which row differs and how when the difference is in %s, and agrees once it is taken back',
    async (partner, at, kind, sentence) => {
      const { world } = product;
      const path = `${world.sandbox}${at}/plant-difference`;

      expect((await world.call(path, { kind })).status).toBe(200);
      const [book] = await compareBooks(world, partner);
      await world.call(path, undefined, 'DELETE');

      expect(book?.differences).toEqual([expect.stringMatching(sentence)]);
      expect((await compareBooks(world, partner))[0]?.differences).toEqual([]);
    },
  );

  it('hold nothing of an order that was refused at the door', async () => {
    const { world } = product;
    const before = (await compareBooks(world)).map(({ rows }) => rows);
    const who = await person(world, draws, 'under-age');

    expect((await send(world, { personId: who.personId })).results[0]?.status).toBe(422);
    await untilQuiet(world);

    expect((await compareBooks(world)).map(({ rows }) => rows)).toEqual(before);
  });
});
