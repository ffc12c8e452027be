import { ORDER } from '../api/fakes';
import { type FakeCase, TOKEN } from './phone/fake-case';
import { openPhone, type PhoneStage } from './phone/stage';
import { type WatchedPage, watchedPage } from './phone/watched-page';

jest.setTimeout(120_000);

let stage: PhoneStage;
let server: FakeCase;
let watched: WatchedPage;

beforeAll(async () => {
  stage = await openPhone();
  server = stage.server;
});
afterAll(() => (stage as PhoneStage | undefined)?.close());
beforeEach(async () => {
  const { browser } = stage;
  await browser.context.clearCookies();
  server.reset({
    caseState: 'passed',
    needed: [],
    orders: [{ id: ORDER, stage: 'provisioning', status: 'awaiting-number', reasonCode: 'NUMBER_TAKEN', number: null }],
  });
  watched = await watchedPage(browser.context);
  await watched.page.goto(server.link(TOKEN));
  await watched.page.getByRole('heading', { name: '请另选一个号码', level: 1 }).waitFor();
});
afterEach(() => watched.page.close());

const offered = async (): Promise<readonly string[]> => {
  const rows = watched.page.locator('.choice label');
  await rows.first().waitFor();
  return rows.allInnerTexts();
};
const tap = (name: string) => watched.page.getByRole('button', { name }).click();
const take = async (at: number): Promise<void> => {
  await offered();
  await watched.page.locator('.choice label').nth(at).click();
  await tap('就要这个号码');
};
const isOver = () => watched.page.getByRole('heading', { name: '实名核验已通过' }).waitFor();

describe('another number in the place of one that is gone', () => {
  it('is chosen from a handful, or from the next one', async () => {
    const first = await offered();
    expect(await watched.page.getByRole('button', { name: '就要这个号码' }).isDisabled()).toBe(true);

    await tap('换一批');
    await watched.page.getByText('193 0000 0016').waitFor();
    const second = await offered();
    await take(1);
    await isOver();

    expect([first.length, second.length]).toEqual([6, 6]);
    expect(second.some((number) => first.includes(number))).toBe(false);
    expect(server.choices).toEqual(['19300000017']);
  });

  it('that somebody else took first is said, and others are offered', async () => {
    await offered();
    server.shelf.splice(6, 6);

    await take(0);
    await watched.page.getByText('这个号码刚被别人选走，请再选一个。').waitFor();
    await watched.page.getByText('193 0000 0016').waitFor();
    await take(0);
    await isOver();

    expect(server.choices).toEqual(['19300000010', '19300000016']);
  });

  it('is one choice where its answer got lost', async () => {
    server.lostAnswers = 2;

    await take(2);
    await isOver();

    expect(server.choices).toEqual(Array(3).fill('19300000012'));
    expect(server.facts.orders).toMatchObject([{ status: 'opening', number: '19300000012' }]);
  });
});
