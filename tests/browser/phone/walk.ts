import type { Page } from 'playwright-core';
import { en } from '../../../web/phone/src/texts/en';
import { zh } from '../../../web/phone/src/texts/zh';
import type { Language, Texts } from '../../../web/shared/i18n';

export type WalkedPart = 'front' | 'back' | 'selfie';
export type WalkedTexts = Texts<typeof zh>;

/**
 * A customer walking through the phone pages by what is written on them, for the tests here and for those against the
 * whole product. Every step waits for its screen, with Playwright's time limit, and leaves when the next one shows.
 */
export interface Walk {
  readonly page: Page;
  readonly t: WalkedTexts;
  /** Opens the link of the message in the walk's language; resolves with the first screen that is no skeleton. */
  open: (link: string) => Promise<string>;
  /** The name of the screen that shows, as in `data-screen`. */
  screen: () => Promise<string>;
  /** Waits until one of these screens shows and says which. */
  until: (...screens: string[]) => Promise<string>;
  /** Reads and agrees to one after another by the main button, then goes on. */
  agreeToAll: () => Promise<void>;
  /** Takes the part by the camera in the page; without `green` the shutter is pressed as soon as there is a picture. */
  photograph: (part: WalkedPart, options?: { green?: boolean }) => Promise<void>;
  /** Where the page doubts the photo before sending it: sends it all the same. Does nothing where it does not. */
  insist: (part: WalkedPart) => Promise<void>;
  /** Chooses a file for the part instead, from the first screen or over the camera picture. */
  fromAlbum: (part: WalkedPart, jpeg: Buffer) => Promise<void>;
  /** From the overview of the photos on. */
  handIn: () => Promise<void>;
  /** Types into the doubtful fields by their label and submits. */
  confirm: (typed?: Readonly<Record<string, string>>) => Promise<void>;
  /** Waits for the result and names its outcome. */
  outcome: () => Promise<string>;
}

export function walk(page: Page, language: Language = 'zh-CN'): Walk {
  const t: WalkedTexts = language === 'en' ? en : zh;
  const button = (name: string): ReturnType<Page['getByRole']> => page.getByRole('button', { name, exact: true });
  const screen = async (): Promise<string> =>
    (await page.locator('[data-screen]').first().getAttribute('data-screen')) ?? '';
  const until = async (...screens: string[]): Promise<string> => {
    await page.locator(screens.map((name) => `[data-screen="${name}"]`).join(', ')).waitFor();
    return screen();
  };
  const gone = (name: string): Promise<void> => page.locator(`[data-screen="${name}"]`).waitFor({ state: 'detached' });

  return {
    page,
    t,
    screen,
    until,
    open: async (link) => {
      const address = new URL(link);
      address.searchParams.set('lang', language);
      await page.goto(address.href);
      await page.locator('[data-screen]:not([data-screen="opening"])').waitFor();
      return screen();
    },
    agreeToAll: async () => {
      for (;;) {
        await until('consents');
        const main = page.locator('footer button.main');
        if ((await main.textContent()) === t.consents.go) break;
        await main.click();
        await until('consent');
        await button(t.consents.agree).click();
      }
      await button(t.consents.go).click();
      await gone('consents');
    },
    photograph: async (part, { green = true } = {}) => {
      if ((await until(`${part}-intro`, `${part}-camera`)) === `${part}-intro`) await button(t.capture.open).click();
      await until(`${part}-camera`);
      if (green) await page.locator(`[data-screen="${part}-camera"][data-hint="good"]`).waitFor();
      await button(t.camera.shutter).click();
      await gone(`${part}-camera`);
    },
    fromAlbum: async (part, jpeg) => {
      const from = await until(`${part}-intro`, `${part}-camera`);
      const label = from === `${part}-intro` ? t.capture.album : t.camera.album;
      const file = { name: `${part}.jpg`, mimeType: 'image/jpeg', buffer: jpeg };
      await page.getByLabel(label).setInputFiles(file);
      await gone(from);
    },
    insist: async (part) => {
      const doubted = page.locator(`[data-screen="${part}-photo"]`).getByRole('button', { name: t.photo.useAnyway });
      await doubted
        .or(page.locator(`[data-screen]:not([data-screen="${part}-photo"])`))
        .first()
        .waitFor();
      if (await doubted.isVisible()) await doubted.click();
    },
    handIn: async () => {
      await until('overview');
      await button(t.overview.submit).click();
      await gone('overview');
    },
    confirm: async (typed = {}) => {
      await until('confirm');
      for (const [label, value] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(value);
      await button(t.confirm.submit).click();
      await gone('confirm');
    },
    outcome: async () => {
      await until('result');
      return (await page.locator('[data-outcome]').getAttribute('data-outcome')) ?? '';
    },
  };
}
