import type { Page } from 'playwright-core';
import { type FakeWorld, USERS } from '../../web/console/dev/fake-world';
import { PATHS, type PagePath } from '../../web/console/src/paths';
import { PICTURES, takePicture } from '../support/looks';
import { consoleStage } from './console/stage';

// Nobody is signed in at first; two pages are refusals.
const stage = consoleStage({ refusals: [401, 403, 404], patienceMs: 10_000 });
const { address, signIn } = stage;
let world: FakeWorld;
let page: Page;

beforeEach(() => {
  ({ world, page } = stage);
});

/** One look at a page: as whom, where, what shows that it is there, and what is opened on it first. */
interface Look {
  readonly name: string;
  readonly login: string;
  readonly at: string;
  readonly ready: string;
  readonly open?: () => Promise<void>;
}

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

function orderWhere(test: (order: FakeWorld['orders'][number], index: number) => boolean): string {
  const found = world.orders.find(test);
  if (found === undefined) throw new Error('no such order');
  return found.id;
}

/** An active order with an agent; the fake tells another story of each fourth one: open, held, refused, paid. */
const commissionOf = (story: number): string =>
  orderWhere(({ stage, agentCode }, index) => stage === 'active' && agentCode !== null && index % 4 === story);

const reviewAt = (index: number): string => world.reviews[index]?.row.id ?? '';
const statementAt = (index: number): string => world.money.statements[index]?.id ?? '';

function payoutToRelease(): string {
  const maker = USERS.find(({ login }) => login === 'finance1');
  const waiting = world.money.payouts.find(({ state }) => state === 'created');
  if (maker === undefined) throw new Error('no maker');
  return (waiting ?? world.money.make([statementAt(0)], maker)[0])?.id ?? '';
}

/** What is looked at of each page; the type leaves no page of the console out. */
const LOOKS: Readonly<Record<PagePath, () => readonly Look[]>> = {
  orders: () => [
    { name: 'orders', login: 'operator1', at: '/orders', ready: '[data-row]' },
    { name: 'orders-channel', login: 'channel1', at: '/orders', ready: '[data-row]' },
    { name: 'orders-empty', login: 'operator1', at: '/orders?q=none', ready: '.blank' },
    {
      name: 'orders-demo',
      login: 'operator1',
      at: '/orders?stage=failed',
      ready: '[data-row]',
      open: () => page.locator('.demo .clock').click(),
    },
    {
      name: 'orders-keys',
      login: 'operator1',
      at: '/orders?stage=failed',
      ready: '[data-row]',
      open: async () => {
        await press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
  ],
  'orders/:id': () => {
    const failed = orderWhere(({ stage }) => stage === 'failed');
    const theirs = orderWhere(({ channel, wait }) => channel === 'demo' && wait !== null);
    const held = orderWhere(({ status }) => status === 'activation-held');
    return [
      { name: 'order-failed', login: 'officer1', at: `/orders/${failed}`, ready: '.tl li' },
      { name: 'order-raw', login: 'operator1', at: `/orders/${failed}?tab=raw`, ready: '.tbl td' },
      { name: 'order-held', login: 'officer1', at: `/orders/${held}`, ready: '.handover' },
      { name: 'order-active', login: 'operator1', at: `/orders/${commissionOf(0)}`, ready: '.tl li' },
      {
        name: 'commission-open',
        login: 'finance1',
        at: `/orders/${commissionOf(0)}?tab=commission`,
        ready: '.m-verdict',
      },
      {
        name: 'commission-held',
        login: 'support1',
        at: `/orders/${commissionOf(1)}?tab=commission`,
        ready: '.m-outlook',
      },
      {
        name: 'commission-refused',
        login: 'finance1',
        at: `/orders/${commissionOf(2)}?tab=commission`,
        ready: '.m-verdict',
      },
      { name: 'order-channel', login: 'channel1', at: `/orders/${theirs}`, ready: '.tl li' },
      { name: 'order-missing', login: 'operator1', at: '/orders/ord_000000000000', ready: '.blank' },
    ];
  },
  conflicts: () => [
    { name: 'conflicts', login: 'operator1', at: '/conflicts', ready: '[data-row]' },
    {
      name: 'conflict',
      login: 'operator1',
      at: '/conflicts',
      ready: '[data-row]',
      open: async () => {
        await press('j', 'Enter');
        await page.getByRole('dialog').waitFor();
      },
    },
  ],
  reviews: () => [{ name: 'queue', login: 'officer1', at: '/reviews', ready: '[data-row]' }],
  'reviews/:id': () => [
    {
      name: 'case',
      login: 'officer1',
      at: `/reviews/${reviewAt(0)}`,
      ready: '.shot img',
      open: () => press('r', '1'),
    },
    { name: 'case-locked', login: 'officer1', at: `/reviews/${reviewAt(1)}`, ready: '.locked' },
  ],
  tickets: () => [{ name: 'tickets', login: 'support1', at: '/tickets', ready: '.tk' }],
  'tickets/:id': () => [{ name: 'ticket', login: 'support1', at: '/tickets/tkt_000000000001', ready: '.msg' }],
  commissions: () => [
    { name: 'commissions', login: 'finance1', at: '/commissions?state=held', ready: '[data-row]' },
    { name: 'commissions-none', login: 'finance1', at: '/commissions?state=due', ready: '.blank' },
  ],
  statements: () => [
    {
      name: 'statements',
      login: 'finance1',
      at: '/statements?state=ready',
      ready: 'input[type=checkbox]',
      open: () => page.locator('input[type=checkbox]').first().check(),
    },
  ],
  'statements/:id': () => [
    { name: 'statement', login: 'finance1', at: `/statements/${statementAt(1)}`, ready: '.m-sums' },
  ],
  payouts: () => [{ name: 'payouts', login: 'finance2', at: '/payouts?state=refused', ready: '[data-row]' }],
  'payouts/:id': () => [
    {
      name: 'payout',
      login: 'finance2',
      at: `/payouts/${payoutToRelease()}`,
      ready: '.m-act button',
      open: async () => {
        await page.getByRole('button', { name: /^(撤销批次|Cancel payout)$/ }).click();
        await page.locator('.m-act button').first().click();
      },
    },
  ],
  audit: () => [
    { name: 'trace-empty', login: 'auditor1', at: '/audit', ready: '.trace-find' },
    { name: 'trace', login: 'auditor1', at: `/audit?q=${commissionOf(0)}`, ready: '.chain li' },
    { name: 'trace-forbidden', login: 'officer1', at: '/audit', ready: '.blank' },
    { name: 'nowhere', login: 'officer1', at: '/nowhere', ready: '.blank' },
  ],
};

/** A picture of what shows, and what is wrong with it. */
async function findings(name: string, rule?: string): Promise<string[]> {
  const found = await stage.findings(rule);
  await takePicture(page, name);
  return found.map((finding) => `${name}: ${finding}`);
}

/** How far the page runs out of the window. */
async function overflow(name: string): Promise<string[]> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wider > 0 ? [`${name}: ${String(wider)} px wider than the window`] : [];
}

/** The console follows the system until somebody chooses; so what is open on a page stays open. */
async function inScheme(colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-theme="${colorScheme}"]`).waitFor();
}

describe.each([
  ['zh-CN', 1440],
  ['en', 1440],
  ['zh-CN', 390],
] as const)('in %s at %d px', (language, width) => {
  let found: string[];

  beforeEach(async () => {
    found = [];
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(address(`/?lang=${language}`));
    await page.evaluate((spoken) => {
      localStorage.removeItem('theme');
      localStorage.setItem('language', spoken);
    }, language);
    await page.reload();
    await page.locator('form').waitFor();
  });
  afterEach(() =>
    page.evaluate(() => {
      localStorage.removeItem('language');
    }),
  );

  const look = async (name: string): Promise<void> => {
    const where = `${name}-${language}-${String(width)}`;
    found.push(...(await overflow(where)), ...(await findings(`${where}-light`)));
    if (width === 390 && PICTURES === undefined) return; // The colours are those of the wide window.
    await inScheme('dark');
    found.push(...(await findings(`${where}-dark`, 'color-contrast')));
    await inScheme('light');
  };

  it('signing in has no serious finding, light and dark', async () => {
    await look('sign-in');

    expect(found).toEqual([]);
  });

  it.each(PATHS)('/%s has no serious finding, light and dark', async (pagePath) => {
    world.takeOver(reviewAt(0), 'officer1');
    for (const { name, login, at, ready, open } of LOOKS[pagePath]()) {
      await signIn(login);
      await page.goto(address(at));
      await page.locator(ready).first().waitFor();
      await open?.();
      await look(name);
    }

    expect(found).toEqual([]);
  });
});
