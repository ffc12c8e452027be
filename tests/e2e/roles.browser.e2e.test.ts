import { randomInt } from 'node:crypto';
import type { Page } from 'playwright-core';
import { endings, inbox, page as orderPage, person, send, untilStatus } from '../../scripts/demo/actions';
import { dice } from '../../scripts/demo/dice';
import { commissionOf, inFen, untilCommission } from '../../scripts/demo/money';
import { ask, customerPage, duty, phoneOf, untilTicket } from '../../scripts/demo/tickets';
import { type Desk, openDesk } from './desk';
import type { Product } from './product';

/**
 * One card from its customer's question to its agent's money, each thing done by the person whose task it is, in the
 * console of the real product. What the console does with answers that this card never gets is told in tests/browser.
 */
const draws = dice(randomInt(1_000_000), 'roles');
const QUESTION = '我的卡到哪了？';
const ANSWER = '您的卡已在路上，预计两天内送达。';
let desk: Desk;
let product: Product;
let page: Page;
let orderId: string;
let externalRef: string;
let phone: string;

beforeAll(async () => {
  desk = await openDesk();
  ({ product, page } = desk);
  await onTheWay();
});
afterAll(() => (desk as Desk | undefined)?.leave());
afterEach(() => {
  expect(desk.complaints.splice(0)).toEqual([]);
});

/** A card sold by an agent, with its parcel under way. */
async function onTheWay(): Promise<void> {
  const { world } = product;
  const who = await person(world, draws, 'ordinary');
  const sent = await send(world, { personId: who.personId, behaviour: 'silent', door: 'takes', agentCode: 'AG01' });
  ({ phone } = who);
  ({ externalRef } = sent);
  orderId = sent.results[0]?.body.orders?.[0]?.id ?? '';
  await untilStatus(world, orderId, 'in-transit');
}

it('support answers the question that was routed to it and closes the ticket; the customer reads the answer', async () => {
  const { world } = product;
  await duty(world, 'support1', true);
  const device = await phoneOf(world, phone);
  await ask(device, QUESTION);
  const { id } = await untilTicket(world, 'support1', orderId, (one) => one.assignee?.mine === true);

  await desk.signIn('support1');
  await page.getByRole('heading', { name: '工单', level: 1 }).waitFor();
  await page.goto(desk.at(`/tickets/${id}`));
  await page.getByText(QUESTION).waitFor();
  await page.keyboard.press('r');
  await page.getByLabel('写给客户的答复').fill(ANSWER);
  await page.keyboard.press('Control+Enter');
  await page.locator('.msg.out', { hasText: ANSWER }).waitFor();
  await page.getByRole('button', { name: /^关闭/ }).click();
  await page.getByRole('menuitem', { name: '已解决', exact: true }).click();
  await page.locator('.tk-hd .pill', { hasText: '已关闭' }).waitFor();

  const [ticket] = (await customerPage(device)).tickets;
  expect(ticket).toMatchObject({ id, state: 'closed' });
  expect(ticket?.entries.map(({ words }) => words)).toEqual(expect.arrayContaining([QUESTION, ANSWER]));
  expect((await inbox(world, phone)).some((text) => text.includes('/phone/#t='))).toBe(true);
  await duty(world, 'support1', false);
});

it('the channel’s person finds the order by its reference and reads what it waits for', async () => {
  await desk.signIn('channel1');
  await page.getByRole('heading', { name: '订单' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(externalRef);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: externalRef }).click();

  await page.waitForURL(`**/orders/${orderId}`);
  await page.getByText('包裹').first().waitFor();
  await page.getByRole('tab', { name: '佣金' }).click();
  await page.getByRole('tabpanel').getByText('号码还没有激活').first().waitFor();
});

it('finance pays what is right by two persons: one makes the payout, the other lets it go, the bank has it', async () => {
  const { world } = product;
  expect(await endings(world, [orderId])).toBe('active');
  await untilCommission(world, orderId, 'settled');
  const [share] = (await commissionOf(world, orderId)).accruals;
  const statement = share?.statementId ?? '';

  await desk.signIn('finance1');
  await page.waitForURL(/statements\?state=ready/);
  await page.goto(desk.at(`/statements?state=ready&agent=${share?.agent.code ?? ''}`));
  await page.getByLabel(`选中结算单 ${statement}`).check();
  await page.getByRole('button', { name: '建 1 个付款批次' }).click();
  await page.waitForURL(/payouts\/pay_/);
  await page.getByText('第二个人放款').waitFor();
  expect(await page.getByRole('button', { name: '放款', exact: true }).count()).toBe(0);
  const payout = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  await desk.signIn('finance2');
  await page.waitForURL(/payouts\?state=created/);
  await page.getByRole('link', { name: payout }).click();
  await page.getByRole('button', { name: '放款', exact: true }).click();
  await page
    .getByRole('region', { name: '确认放款' })
    .getByRole('button', { name: /^确认放款 ¥/ })
    .click();
  await page.getByText('银行已入账').waitFor();

  const { accruals } = await commissionOf(world, orderId);
  expect(accruals.find(({ id }) => id === share?.id)).toMatchObject({ state: 'paid', payoutId: payout });
});

it('the auditor follows the card by its number to the money, and sees its holder for a reason', async () => {
  const { world } = product;
  const number = (await orderPage(world, orderId)).order.number ?? '';
  await desk.signIn('auditor1');
  await page.getByRole('heading', { name: '查号卡' }).waitFor();
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '一张卡的来去' }).waitFor();

  const chain = page.getByRole('region', { name: '链条' });
  await chain.getByText(/包裹已于 .+ 由本人签收/).waitFor();
  await chain.getByRole('button', { name: '钱' }).click();
  await chain.getByText('佣金入账').first().waitFor();
  const holder = page.getByRole('region', { name: '客户明文' });
  await holder.getByLabel('理由').fill('抽查 26-118');
  await page.keyboard.press('Enter');
  await holder.getByText(phone.replace(/^(\d{3})(\d{4})/, '$1 $2 ')).waitFor();
  await page.getByRole('region', { name: '谁看过' }).getByText('抽查 26-118').waitFor();
  expect(inFen(await commissionOf(world, orderId))).toMatch(/^8000 paid/);
});
