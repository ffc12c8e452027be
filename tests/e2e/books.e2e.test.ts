import { randomInt } from 'node:crypto';
import { compareBooks, plantEverywhere } from '../../scripts/demo/books';
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
  const theirs = { [CARRIER]: 'carriers/xinglian', courier: 'couriers/kuaidi100', sms: 'sms', authority: 'authority' };
  it.each([
    [CARRIER, 'amount', here('amountFen')],
    [CARRIER, 'number', here('number')],
    [CARRIER, 'status', here('status')],
    [CARRIER, 'missing', /: only in our book$/],
    [CARRIER, 'extra', /: only in their book$/],
    [COURIER, 'number', here('number')],
    [COURIER, 'status', here('status')],
    [COURIER, 'missing', /: only in our book$/],
    [COURIER, 'extra', /: only in their book$/],
    ['sms', 'status', here('status')],
    ['sms', 'missing', /: only in our book$/],
    ['sms', 'extra', /: only in their book$/],
    ['authority', 'status', here('status')],
    ['authority', 'missing', /: only in our book$/],
    ['authority', 'extra', /: only in their book$/],
  ] as const)(
    '%s: %s is one difference, told of the row on the second page that it is about, and gone once it is taken back',
    async (partner, kind, sentence) => {
      const { world } = product;
      const book = `${world.sandbox}/${theirs[partner]}/book`;
      const { rows } = (await world.call<{ rows: { reference: string }[] }>(book)).body;

      expect((await world.call(`${book}/plant-difference`, { kind, row: 1 })).status).toBe(200);
      // A row a page: the second row is the second page.
      const [lied] = await compareBooks(world, partner, 1);
      await world.call(`${book}/plant-difference`, undefined, 'DELETE');

      const about = kind === 'extra' ? 'PLANTED' : (rows[1]?.reference ?? 'none');
      expect(lied?.differences).toEqual([expect.stringMatching(sentence)]);
      expect(lied?.differences[0]).toMatch(new RegExp(`^${about}`));
      expect((await compareBooks(world, partner, 1))[0]?.differences).toEqual([]);
    },
  );

  it('are told every lie there is by the demo, and each is found', async () => {
    const { world } = product;

    const planted = await plantEverywhere(world, 2);

    expect(planted.filter(({ found }) => !found)).toEqual([]);
    const told = planted
      .filter(({ partner }) => partner !== 'bank' && partner !== 'ledger')
      .map(({ partner, kind }) => `${partner} ${kind}`);
    expect(told).toEqual([
      ...['status', 'number', 'amount', 'missing', 'extra'].map((kind) => `${CARRIER} ${kind}`),
      ...['status', 'number', 'missing', 'extra'].map((kind) => `${COURIER} ${kind}`),
      ...['sms', 'authority'].flatMap((partner) => ['status', 'missing', 'extra'].map((kind) => `${partner} ${kind}`)),
    ]);
  });

  it('hold nothing of an order that was refused at the door', async () => {
    const { world } = product;
    const before = (await compareBooks(world)).map(({ rows }) => rows);
    const who = await person(world, draws, 'under-age');

    expect((await send(world, { personId: who.personId })).results[0]?.status).toBe(422);
    await untilQuiet(world);

    expect((await compareBooks(world)).map(({ rows }) => rows)).toEqual(before);
  });
});
