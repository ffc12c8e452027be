import { randomInt } from 'node:crypto';
import { compareBooks } from '../../scripts/demo/books';
import { endings, fault, person, place, send } from '../../scripts/demo/actions';
import { dice } from '../../scripts/demo/dice';
import { untilQuiet } from '../../scripts/demo/travel';
import { borrowProduct, type Product } from './product';

const draws = dice(randomInt(1_000_000), 'books');
const CARRIER = 'carrier 星联';
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
      { partner: 'sms', differences: [] },
      { partner: 'authority', differences: [] },
    ]);
    expect(books[0]?.rows).toBeGreaterThanOrEqual(3);
    expect(books[2]?.rows).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['amount', /: amountFen is \d+ here and \d+ there$/],
    ['status', /: status is \S+ here and \S+ there$/],
    ['missing', /: only in our book$/],
    ['extra', /: only in their book$/],
  ])(
    'say which order differs and how when the difference is in %s, and agree once it is taken back',
    async (kind, sentence) => {
      const { world } = product;
      const path = `${world.sandbox}/carriers/xinglian/book/plant-difference`;

      await world.call(path, { kind });
      const [book] = await compareBooks(world, CARRIER);
      await world.call(path, undefined, 'DELETE');

      expect(book?.differences).toEqual([expect.stringMatching(sentence)]);
      expect((await compareBooks(world, CARRIER))[0]?.differences).toEqual([]);
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
