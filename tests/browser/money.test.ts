import type { Page } from 'playwright-core';
import { type FakeWorld, USERS } from '../../web/console/dev/fake-world';
import { consoleStage } from './console/stage';

const stage = consoleStage({ refusals: [401, 403, 409] });
const { address, open } = stage;
let world: FakeWorld;
let page: Page;

beforeEach(() => {
  ({ world, page } = stage);
});

function user(login: string) {
  const found = USERS.find((each) => each.login === login);
  if (found === undefined) throw new Error(`no user ${login}`);
  return found;
}

const statement = (index: number): string => world.money.statements[index]?.id ?? '';
const made = (login: string): string => world.money.make([statement(0)], user(login))[0]?.id ?? '';

/** An active order with an agent; the fake tells another story of each fourth one: open, held, refused, paid. */
function orderWith(story: number): string {
  const found = world.orders.find(
    ({ stage, agentCode }, index) => stage === 'active' && agentCode !== null && index % 4 === story,
  );
  if (found === undefined) throw new Error(`no order with story ${String(story)}`);
  return found.id;
}

describe('finance, by two persons', () => {
  it('a maker makes payouts of statements, a checker sees payee and amount and lets the money go', async () => {
    await open('finance1');
    await page.waitForURL(/statements\?state=ready/);
    await page.getByLabel(`选中结算单 ${statement(0)}`).check();
    await page.getByLabel(`选中结算单 ${statement(3)}`).check();
    const bar = page.getByRole('region', { name: '建付款批次' });
    await bar.getByText('已选 2 张').waitFor();
    await bar.getByText(/将建 1 个付款批次，共 ¥1,840\.00/).waitFor();
    await bar.getByRole('button', { name: '建 1 个付款批次' }).click();

    await page.waitForURL(/payouts\/pay_/);
    await page.getByText('第二个人放款').waitFor();
    expect(await page.getByRole('button', { name: '放款', exact: true }).count()).toBe(0);
    const [payout] = world.money.payouts;
    expect(payout).toMatchObject({ state: 'created', maker: { id: user('finance1').id }, amountFen: 184_000 });

    await open('finance2');
    await page.waitForURL(/payouts\?state=created/);
    await page.getByRole('link', { name: payout?.id ?? '' }).click();
    await page.getByRole('button', { name: '放款', exact: true }).click();
    const confirm = page.getByRole('region', { name: '确认放款' });
    await confirm.getByText('粤东通讯').waitFor();
    await confirm.getByText('¥1,840.00', { exact: true }).waitFor();
    // Enter alone lets nothing go: the focus is on the button that does not.
    await page.keyboard.press('Enter');
    await confirm.waitFor({ state: 'hidden' });
    expect(payout?.state).toBe('created');

    await page.getByRole('button', { name: '放款', exact: true }).click();
    await confirm.getByRole('button', { name: '确认放款 ¥1,840.00' }).click();
    await page.getByText('已放款 ¥1,840.00，等银行入账。').waitFor();
    expect(payout).toMatchObject({ state: 'released', checker: { id: user('finance2').id } });

    world.money.bankPays(payout?.id ?? '');
    await page.getByText('银行已入账').waitFor();
    await page.getByText('B0000009001').waitFor();
  });

  it('nobody releases their own payout, whatever their roles, and the page says why', async () => {
    const own = made('finance3');
    await open('finance3', `/payouts/${own}`);

    await page.getByText('这批是你建的，需要另一位财务复核放款。').waitFor();
    expect(await page.getByRole('button', { name: '放款', exact: true }).isDisabled()).toBe(true);
    const session = await page.request.get(address('/').replace('/console/', '/v1/session'));
    const { csrf } = (await session.json()) as { csrf: string };
    const forced = await page.request.post(address('/').replace('/console/', `/v1/payouts/${own}/release`), {
      headers: { 'x-csrf-token': csrf },
      data: { amountFen: world.money.payouts[0]?.amountFen },
    });
    expect(forced.status()).toBe(403);
    expect(world.money.payouts[0]).toMatchObject({ state: 'created', checker: null });
  });

  it('says that a colleague was quicker, and shows how it stands', async () => {
    const payout = made('finance1');
    await open('finance2', `/payouts/${payout}`);
    await page.getByRole('button', { name: '放款', exact: true }).click();
    const confirm = page.getByRole('region', { name: '确认放款' });
    await confirm.waitFor();

    await page.route('**/release', (route) => {
      world.money.release(payout, user('finance3'), world.money.payouts[0]?.amountFen ?? 0);
      return route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'PayoutClosed', status: 409, title: 'decided before' }),
      });
    });
    await confirm.getByRole('button', { name: /^确认放款/ }).click();

    await page.getByText('这批刚被别人放款、撤销或已结束，页面已更新。').waitFor();
    await page.getByText('银行入账').first().waitFor();
  });
});

describe('a payout that waits', () => {
  it('asks again when a clawback lowers it under the checker’s eyes', async () => {
    const payout = made('finance1');
    const before = world.money.payouts[0]?.amountFen ?? 0;
    await open('finance2', `/payouts/${payout}`);
    await page.getByRole('button', { name: '放款', exact: true }).click();
    const confirm = page.getByRole('region', { name: '确认放款' });
    await confirm.waitFor();

    world.money.clawBack(payout, 8_000);

    await page.getByText(/有佣金刚被追回，金额变了/).waitFor();
    await confirm.waitFor({ state: 'hidden' });
    expect(world.money.payouts[0]?.state).toBe('created');
    await page.getByRole('button', { name: '放款', exact: true }).click();
    await confirm.getByRole('button', { name: /^确认放款/ }).click();
    await page
      .getByText(/已放款/)
      .first()
      .waitFor();
    expect(world.money.payouts[0]).toMatchObject({ state: 'released', amountFen: before - 8_000 });
  });

  it('is taken back by its maker with a reason, and its statement can be paid again', async () => {
    const payout = made('finance1');
    await open('finance1', `/payouts/${payout}`);
    await page.getByRole('button', { name: '撤销批次' }).click();
    const panel = page.getByRole('region', { name: '撤销批次' });
    expect(await panel.getByRole('button', { name: '撤销批次' }).isDisabled()).toBe(true);
    await panel.getByLabel('撤销原因').fill('代理换了账户');
    await panel.getByRole('button', { name: '撤销批次' }).click();

    await page.getByText('放款前撤销，结算单可以重新付款').waitFor();
    await page.getByText('代理换了账户').waitFor();
    expect(world.money.payouts[0]).toMatchObject({ state: 'cancelled', cancelledBy: { id: user('finance1').id } });
    expect(world.money.statements[0]).toMatchObject({ state: 'ready', payoutId: null });
  });
});

describe('money lists', () => {
  it('keep state and agent in the address and page by key', async () => {
    await open('auditor1', '/payouts');
    await page.getByText('本页 50 批').waitFor();
    await page.getByRole('button', { name: '更早的' }).click();
    await page.waitForURL(/after=pay_/);
    await page.getByText('本页 11 批').waitFor();

    await page.getByLabel('代理编码').fill('AG01');
    await page.keyboard.press('Enter');
    await page.waitForURL(/agent=AG01/);
    expect(page.url()).not.toContain('after=');
    await page
      .getByRole('group', { name: '按状态筛选' })
      .getByRole('button', { name: /待放款/ })
      .click();
    await page.waitForURL(/state=created/);
    await page.reload();
    await page.getByText('没有符合条件的。').waitFor();

    await page.getByRole('button', { name: '清除筛选' }).first().click();
    await page.getByText('本页 50 批').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
  });

  it('lead from a payout to its statement, its orders and back to why, by keyboard', async () => {
    await open('finance1', '/payouts/pay_000000000890');
    await page.getByText('银行已入账').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/statements\/stm_000000000890/);
    await page.getByText('期初 + 计提 − 追回 − 暂缓 − 已付 = 期末').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/orders\/ord_.*tab=commission/);
  });

  it('say what a payout leaves out because of a case, on the statement and on the payout', async () => {
    const statement = world.money.statements[4]?.id ?? '';
    await open('finance1', `/statements/${statement}`);
    await page.getByText('1 笔因案件暂缓，共 ¥80.00').waitFor();
    await page.getByText('因案件暂缓', { exact: true }).waitFor();
    await page.getByRole('button', { name: '建付款批次' }).click();
    await page.waitForURL(/payouts\/pay_/);
    await page.getByText('1 笔因案件暂缓，共 ¥80.00').waitFor();
  });

  it('are not for officers', async () => {
    await open('officer1', '/payouts');
    await page.getByText('你的角色不能看这里').waitFor();
    await page.goto(address(`/orders/${orderWith(0)}`));
    await page.getByRole('tab', { name: '概览' }).waitFor();
    expect(await page.getByRole('tab', { name: '佣金' }).count()).toBe(0);
  });
});

describe('commission that is due or held', () => {
  it('is listed with what is open and who ends it, filtered in the address, and leads to why', async () => {
    await open('finance1');
    await page.getByRole('link', { name: /应付与暂缓/ }).click();
    await page.getByRole('heading', { name: '应付与暂缓' }).waitFor();
    const row = page
      .getByRole('row')
      .filter({ has: page.locator('[data-row]') })
      .first();
    expect(await row.textContent()).toMatch(/粤东通讯.*¥80\.00.*暂缓.*未知激活地或收货地不明自.*财务 截止/);

    await page
      .getByRole('group', { name: '按状态筛选' })
      .getByRole('button', { name: /已到期/ })
      .click();
    await page.waitForURL(/commissions\?state=due/);
    await page.getByText('没有到期未结的佣金。').waitFor();
    await page.getByRole('button', { name: '清除筛选' }).first().click();

    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/orders\/ord_.*tab=commission.*accrual=acc_/);
  });

  it('says so in English, and is reached by keyboard', async () => {
    await open('finance2', '/payouts?lang=en');
    await page.getByRole('heading', { name: 'Payouts' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByRole('heading', { name: 'Due and held' }).waitFor();
    await page.getByText('Where it was activated or delivered is not known').first().waitFor();
  });
});

describe('held commission that finance decides', () => {
  it('is proposed with a reason by one person and confirmed by another, who reads what it does first', async () => {
    const order = `/orders/${orderWith(1)}?tab=commission`;
    await open('finance1', order);
    await page.getByText('等什么：财务核定运营商没有说明的条件').waitFor();
    await page.getByRole('button', { name: '核定…' }).click();
    await page.getByText('未知：激活地与收货地同省。').waitFor();
    expect(await page.getByRole('button', { name: '提出' }).isDisabled()).toBe(true);
    await page.getByLabel('认可，放行').check();
    await page.getByLabel('理由').fill('代理提供了激活地证明');
    await page.getByRole('button', { name: '提出' }).click();
    await page.getByText('这是你提出的，需要另一位财务确认。').waitFor();
    expect(await page.getByRole('button', { name: '确认放行' }).count()).toBe(0);

    await open('finance2', order);
    await page.getByText('理由：代理提供了激活地证明').waitFor();
    await page.getByRole('button', { name: '确认放行' }).click();
    await page.getByText(/未知的条件算作成立/).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('先不');
    await page.getByRole('button', { name: '确认放行' }).click();
    await page.getByText('核定记录').waitFor();
    await page.getByText(/提出 .*确认 /).waitFor();
    expect(await page.getByText('等什么：').count()).toBe(0);
  });

  it('is taken back with a reason, and can be proposed again', async () => {
    await open('finance1', `/orders/${orderWith(1)}?tab=commission&lang=en`);
    await page.getByRole('button', { name: 'Decide…' }).click();
    await page.getByLabel('Do not accept, refuse').check();
    await page.getByLabel('Reason').fill('nobody answers');
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByLabel('Reason').fill('they answered');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('they answered').waitFor();
    await page.getByRole('button', { name: 'Decide…' }).waitFor();
  });

  it('is not for support to decide', async () => {
    await open('support1', `/orders/${orderWith(1)}?tab=commission`);
    await page.getByText('等什么：财务核定运营商没有说明的条件').waitFor();
    expect(await page.getByRole('button', { name: '核定…' }).count()).toBe(0);
  });
});

describe('why an order is not paid', () => {
  it('says what is unknown first, what it rests on and what happens then', async () => {
    await open('finance1', `/orders/${orderWith(1)}`);
    await page.getByRole('tab', { name: '佣金' }).click();
    await page.waitForURL(/tab=commission/);
    await page.getByText('现在不能付：激活地或收货地不明。').waitFor();
    await page.getByText('7 项条件：6 项成立，0 项不成立，1 项未知。').waitFor();
    const first = page.getByRole('region', { name: '条件' }).getByRole('row').nth(1);
    expect(await first.textContent()).toMatch(/未知.*激活地与收货地同省/);
    await page.getByText('暂缓，每个结算日重查').waitFor();

    await page.getByRole('button', { name: /星联总代/ }).click();
    await page.waitForURL(/accrual=acc_/);
    await page.getByText('¥20.00').first().waitFor();
  });

  it('says so in English, and links what is paid to its statement and payout', async () => {
    await open('finance2', `/orders/${orderWith(3)}?tab=commission&lang=en`);
    await page.getByText('Paid: every condition was met.').waitFor();
    await page.getByRole('link', { name: 'pay_000000000890' }).click();
    await page.waitForURL(/payouts\/pay_000000000890/);
  });

  it('says why there is none', async () => {
    const order = world.orders.find(({ agentCode }) => agentCode === null);
    await open('operator1', `/orders/${order?.id ?? ''}?tab=commission`);
    await page.getByText('订单没有代理').waitFor();
  });
});
