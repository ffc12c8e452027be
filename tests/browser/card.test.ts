import { ORDER } from '../api/fakes';
import { seriousFindings, takePicture } from '../support/looks';
import { TOKEN } from './phone/fake-case';
import { openPhone, type PhoneStage } from './phone/stage';
import { type WatchedPage, watchedPage } from './phone/watched-page';

jest.setTimeout(120_000);

let stage: PhoneStage;
let watched: WatchedPage;

beforeAll(async () => {
  stage = await openPhone();
});
afterAll(() => (stage as PhoneStage | undefined)?.close());
beforeEach(async () => {
  const { browser, server } = stage;
  await browser.context.clearCookies();
  server.reset({
    caseState: 'passed',
    needed: [],
    orders: [{ id: ORDER, stage: 'shipping', status: 'in-transit', reasonCode: null, number: '19300000001' }],
  });
  watched = await watchedPage(browser.context);
});
afterEach(async () => {
  await watched.page.close();
});

describe('where is my card', () => {
  it('says it in plain words behind the link of the message, and takes a question', async () => {
    const { page } = watched;
    await page.goto(stage.server.link(TOKEN));
    await page.getByRole('heading', { name: '我的卡到哪了', level: 1 }).waitFor();

    await page.getByText('须由本人签收').waitFor();
    await page.getByText('SF0012345678').waitFor();
    await page.getByText('已办结。7 天内回复可重新打开。').waitFor();
    const send = page.getByRole('button', { name: '发送' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel('您的问题').fill('什么时候到？');
    await send.click();

    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    expect(await page.getByLabel('您的回复').count()).toBe(0);
  });

  it('sends words whose answer was lost again as the same words, and other words as others', async () => {
    const { page } = watched;
    const keys: string[] = [];
    await page.route('**/v1/self-service/tickets', (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      keys.push((route.request().postDataJSON() as { key: string }).key);
      return keys.length < 3 ? route.abort() : route.continue();
    });
    await page.goto(stage.server.link(TOKEN));
    const words = page.getByLabel('您的问题');
    const sendIt = async (): Promise<void> => {
      const lost = page.waitForEvent('requestfailed');
      await page.getByRole('button', { name: '发送' }).click();
      await lost;
      await page.getByRole('alert').waitFor();
    };
    await words.fill('什么时候到？');
    await sendIt();
    await sendIt();
    await words.fill('到底什么时候到？');
    await page.getByRole('button', { name: '发送' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    await words.fill('到底什么时候到？');
    await page.getByRole('button', { name: '发送' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');

    expect(keys).toHaveLength(4);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });

  it.each(['zh-CN', 'en'] as const)('has no serious finding in %s and fits the phone', async (language) => {
    const { page } = watched;
    await page.goto(stage.server.link(TOKEN).replace('/phone/', `/phone/?lang=${language}`));
    await page.locator('.standing').waitFor();
    await takePicture(page, `card-${language}`, { fullPage: true });

    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

    expect(await seriousFindings(page)).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
