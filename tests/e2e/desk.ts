import type { Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { complaintsOf } from '../support/complaints';
import { borrowProduct, type Product } from './product';

/** The console of the shared product in a browser, while it is this file's turn. */
export interface Desk {
  readonly product: Product;
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: string[];
  at: (rest: string) => string;
  /** Signs somebody in by the form, whoever sat there before. */
  signIn: (login: string) => Promise<void>;
  /** In `afterAll` write `desk?.leave()`: it is unset when `beforeAll` failed. */
  leave: () => Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const product = await borrowProduct();
  const browser = await openBrowser().catch((error: unknown) => {
    product.giveBack();
    throw error;
  });
  const page = await browser.context.newPage();
  page.setDefaultTimeout(60_000);
  const at = (rest: string): string => `${product.world.api}/console${rest}`;
  return {
    product,
    page,
    complaints: complaintsOf(page, [401]), // Asking who is signed in, before anybody is.
    at,
    async signIn(login) {
      await page.context().clearCookies();
      await page.goto(at('/?lang=zh-CN'));
      await page.getByLabel('账号').fill(login);
      await page.getByLabel('密码').fill(product.passwordOf(login));
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '退出登录' }).waitFor();
    },
    async leave() {
      await browser.close();
      product.giveBack();
    },
  };
}
