import type { Page } from 'playwright-core';
import { PASSWORD } from '../../../web/console/dev/fake-api';
import { FakeWorld } from '../../../web/console/dev/fake-world';
import { serveConsole } from '../../../web/console/dev/serve';
import { type Browser, openBrowser } from '../../support/browser';
import { complaintsOf } from '../../support/complaints';
import { seriousFindings, takePicture } from '../../support/looks';

export interface ConsoleStage {
  /** Of this test: both are new for each. */
  readonly world: FakeWorld;
  readonly page: Page;
  /** What the browser complained about; whatever is left of it fails the test. */
  readonly complaints: string[];
  address: (rest: string) => string;
  /** Signs somebody in without the form. */
  signIn: (login: string) => Promise<void>;
  /** Signs somebody in and goes there. */
  open: (login: string, rest?: string, language?: string) => Promise<void>;
  /** Ends the session, as by its time. */
  loseSession: () => Promise<void>;
  /** Axe's serious and critical findings on what shows once it stands still; of one rule where one is named. */
  findings: (rule?: string) => Promise<string[]>;
  lookAt: (name: string) => Promise<void>;
}

export interface StageOptions {
  /** Statuses of answers that the stories of this file are about. */
  readonly refusals?: readonly number[];
  /** How long a page has for what a story waits for. */
  readonly patienceMs?: number;
}

/**
 * The built console in a browser with a fake behind it, for the tests of one file: one browser for all, an API and a page of
 * its own for each. Registers the hooks itself.
 */
export function consoleStage({ refusals = [], patienceMs = 30_000 }: StageOptions = {}): ConsoleStage {
  let browser: Browser | undefined;
  let server: Awaited<ReturnType<typeof serveConsole>> | undefined;
  const current: { world?: FakeWorld; page?: Page; complaints: string[] } = { complaints: [] };
  const address = (rest: string): string => `${server?.url ?? ''}${rest}`;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    if (browser === undefined) throw new Error('no browser');
    current.world = new FakeWorld();
    server = await serveConsole(builtConsole(), current.world);
    await browser.context.clearCookies();
    current.page = await browser.context.newPage();
    current.page.setDefaultTimeout(patienceMs);
    current.complaints = complaintsOf(current.page, refusals);
  });
  afterEach(async () => {
    await current.page?.close();
    await server?.close();
    expect(current.complaints).toEqual([]);
  });

  const stage: ConsoleStage = {
    get world() {
      return there(current.world);
    },
    get page() {
      return there(current.page);
    },
    get complaints() {
      return current.complaints;
    },
    address,
    async signIn(login) {
      const session = address('/').replace('/console/', '/v1/session');
      await stage.page.request.post(session, { data: { login, password: PASSWORD } });
    },
    async open(login, rest = '/', language = 'zh-CN') {
      await stage.page.goto(address(`/?lang=${language}`));
      await stage.signIn(login);
      await stage.page.goto(address(rest));
    },
    loseSession: async () => browser?.context.clearCookies(),
    async findings(rule) {
      await standStill(stage.page);
      return seriousFindings(stage.page, rule);
    },
    lookAt: (name) => takePicture(stage.page, `console-${name}`),
  };
  return stage;
}

/**
 * Colours are judged once they have settled: half-way through a transition they have the contrast of neither state. A
 * dialog that comes is dressed for it before its animation runs.
 */
async function standStill(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[class*="-appear"], [class*="-enter"]') === null);
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
}

/** The folder of the console that complains aloud. */
export function builtConsole(): string {
  const folder = process.env['CARDFLOW_TEST_CONSOLE'];
  if (folder === undefined) throw new Error('CARDFLOW_TEST_CONSOLE is not set: see jest.config.cjs');
  return folder;
}

function there<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('only inside of a test');
  return thing;
}
