import type { Page } from 'playwright-core';
import { CONSENTS } from '../../domain/consents';
import type { ConfirmField, SelfServiceFacts } from '../../domain/ports/self-service';
import { uploadHint } from '../../domain/texts/self-service';
import { SCREENS, type ScreenName } from '../../web/phone/src/screens/names';
import { ORDER } from '../api/fakes';
import type { Browser } from '../support/browser';
import { seriousFindings, takePicture } from '../support/looks';
import type { FakeCase } from './phone/fake-case';
import { specimenPhoto } from './phone/specimens';
import { openPhone, type PhoneStage } from './phone/stage';
import { walk, type Walk, type WalkedPart } from './phone/walk';

jest.setTimeout(120_000);

const AGREED = { consentsGiven: CONSENTS.map(({ kind, textHash }) => ({ kind, textHash })) };
const HANDED_IN = { ...AGREED, needed: [], received: ['front', 'back', 'selfie'] } as const;
/** As long as names and addresses get. */
const FIELDS: readonly ConfirmField[] = [
  { field: 'name', shown: '买买提·吐尔逊·艾合买提', editable: true, value: '买买提·吐尔逊·艾合买提' },
  { field: 'idNumber', shown: '110***********0018', editable: false, value: null },
  { field: 'validTo', shown: '2041-03-09', editable: false, value: null },
  {
    field: 'address',
    shown: '样张省样张市示例区演示大街 12 号院 401 室',
    editable: true,
    value: '样张省样张市示例区演示大街 12 号院 401 室',
  },
];
const order = (
  stage: SelfServiceFacts['orders'][number]['stage'],
  number: string | null = null,
  reasonCode: string | null = null,
): SelfServiceFacts['orders'][number] => ({ id: ORDER, stage, status: 'ended', reasonCode, number });

const LOST: SelfServiceFacts['orders'][number] = {
  id: ORDER,
  stage: 'provisioning',
  status: 'awaiting-number',
  reasonCode: 'NUMBER_TAKEN',
  number: null,
};
const CHOOSES = { ...HANDED_IN, caseState: 'passed', orders: [LOST] } as const;

let stage: PhoneStage | undefined;
let server: FakeCase;
let browser: Browser;
let page: Page;
let customer: Walk;
let spoken: 'zh' | 'en';

beforeAll(async () => {
  stage = await openPhone();
  ({ server, browser } = stage);
});
afterAll(() => stage?.close());

/** One look at a screen: the case behind the link, and what is done until it shows. */
interface Look {
  readonly name: string;
  readonly facts?: Partial<SelfServiceFacts>;
  /** Where the link itself is not what is opened. */
  readonly link?: () => string;
  readonly then?: () => Promise<void>;
}

/** The browser's own way of saying that the net is back: the page asks again at once. */
const askAgain = (): Promise<void> => page.evaluate(() => void window.dispatchEvent(new Event('online')));
const loseTheState = (): Promise<unknown> => page.route('**/v1/self-service', (route) => route.abort());

/** Lets the page's patience run out without waiting for it. */
async function runUntil(shown: string): Promise<void> {
  const wanted = page.locator(shown);
  while (!(await wanted.isVisible())) await page.clock.runFor(1000);
}

const OTHERS = { front: ['back', 'selfie'], back: ['front', 'selfie'], selfie: ['front', 'back'] } as const;
const asked = (part: WalkedPart): Partial<SelfServiceFacts> => ({
  ...AGREED,
  needed: [part],
  received: OTHERS[part],
});
const again = (part: WalkedPart, code: string): Partial<SelfServiceFacts> => ({
  ...asked(part),
  round: 2,
  documentRetries: 2,
  reasons: [{ code, part }],
});

const intro = (part: WalkedPart, code: string): readonly Look[] => [
  { name: 'first', facts: asked(part) },
  { name: 'again', facts: again(part, code) },
];
const camera = (part: WalkedPart): readonly Look[] => [
  {
    name: 'good',
    facts: asked(part),
    then: async () => {
      await page.getByRole('button', { name: customer.t.capture.open }).click();
      await page.locator('[data-hint="good"]').waitFor();
    },
  },
];
const doubtful = (part: WalkedPart): Look => ({
  name: 'doubt',
  facts: asked(part),
  then: () => customer.fromAlbum(part, specimenPhoto('dark')),
});
const sent = (part: WalkedPart): Promise<void> => customer.fromAlbum(part, specimenPhoto());

/** What is looked at of each screen; the type leaves no screen of the phone pages out. */
const LOOKS: Readonly<Record<ScreenName, readonly Look[]>> = {
  opening: [
    {
      name: 'bones',
      link: () => server.url,
      then: () => page.locator('.bone-title').waitFor(),
    },
  ],
  consents: [
    { name: 'first' },
    {
      name: 'offline',
      then: async () => {
        await page.clock.install();
        await loseTheState();
        await askAgain();
        await runUntil('.banner');
      },
    },
  ],
  consent: [{ name: 'text', then: () => page.locator('footer .main').click() }],
  'front-intro': [
    ...intro('front', 'RN_OCR_GLARE'),
    {
      name: 'refused',
      facts: asked('front'),
      then: async () => {
        server.refusals.push('TOO_SMALL');
        const file = { name: 'front.jpg', mimeType: 'image/jpeg', buffer: specimenPhoto() };
        await page.getByLabel(customer.t.capture.album).setInputFiles(file);
        await page.getByText(uploadHint('TOO_SMALL')[spoken]).waitFor();
      },
    },
    {
      name: 'no-camera',
      facts: asked('front'),
      then: async () => {
        await page.evaluate(() => {
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
        });
        await page.getByRole('button', { name: customer.t.capture.open }).click();
        await page.getByText(customer.t.capture.refused).waitFor();
      },
    },
  ],
  'front-camera': camera('front'),
  'front-photo': [
    doubtful('front'),
    {
      name: 'sending',
      facts: asked('front'),
      then: async () => {
        await page.route('**/documents/front', () => undefined);
        await sent('front');
      },
    },
    {
      name: 'not-sent',
      facts: asked('front'),
      then: async () => {
        // Time stands still from here on, and what has not arrived yet would not.
        await customer.until('front-intro', 'front-camera');
        await page.clock.install();
        await page.route('**/documents/front', (route) => route.abort());
        await sent('front');
        await runUntil('[role="alert"]');
      },
    },
  ],
  'back-intro': intro('back', 'RN_OCR_WRONG_SIDE'),
  'back-camera': camera('back'),
  'back-photo': [doubtful('back')],
  'selfie-intro': intro('selfie', 'RN_OCR_BLURRED'),
  'selfie-camera': camera('selfie'),
  'selfie-photo': [doubtful('selfie')],
  overview: [{ name: 'photos', facts: HANDED_IN }],
  checking: [{ name: 'wait', facts: { ...HANDED_IN, caseState: 'submitted' } }],
  confirm: [
    { name: 'fields', facts: { ...HANDED_IN, confirm: ['name', 'address'], fields: FIELDS } },
    {
      name: 'empty',
      facts: { ...HANDED_IN, confirm: ['name', 'address'], fields: FIELDS },
      then: async () => {
        await page.getByRole('textbox').last().fill('  ');
        await page.getByRole('button', { name: customer.t.confirm.submit }).click();
        await page.getByText(customer.t.confirm.empty).waitFor();
      },
    },
  ],
  number: [
    {
      name: 'offers',
      facts: CHOOSES,
      then: () => page.getByRole('radio').nth(1).check({ force: true }),
    },
    {
      name: 'taken',
      facts: { ...CHOOSES, orders: [LOST, { ...LOST, id: ORDER.replace(/.$/, '9') }] },
      then: async () => {
        await page.getByRole('radio').first().check({ force: true });
        server.shelf.splice(6, 6);
        await page.getByRole('button', { name: customer.t.number.choose }).click();
        await page.getByText(customer.t.number.taken).waitFor();
        await page.getByRole('radio').first().waitFor();
      },
    },
    {
      name: 'none',
      facts: CHOOSES,
      then: async () => {
        await page.getByRole('radio').first().waitFor();
        server.shelf.length = 0;
        await page.getByRole('button', { name: customer.t.number.more }).click();
        await page.getByText(customer.t.number.none).waitFor();
      },
    },
  ],
  result: [
    { name: 'in-review', facts: { ...HANDED_IN, caseState: 'in-review' } },
    { name: 'passed', facts: { ...HANDED_IN, caseState: 'passed' } },
    {
      name: 'asked',
      facts: { ...HANDED_IN, caseState: 'in-review' },
      then: async () => {
        await page.getByRole('button', { name: customer.t.card.askSupport }).click();
        await page.getByLabel(customer.t.card.askLabel).waitFor();
      },
    },
    { name: 'active', facts: { ...HANDED_IN, caseState: 'passed', orders: [order('active', '19200000888')] } },
    {
      name: 'rejected',
      facts: {
        ...HANDED_IN,
        caseState: 'rejected',
        reasons: [{ code: 'RN_DOC_EXPIRED', part: 'front' }],
        orders: [order('rejected', null, 'RN_DOC_EXPIRED')],
      },
    },
    { name: 'expired', facts: { ...AGREED, caseState: 'abandoned', needed: [] } },
  ],
  card: [
    { name: 'on-its-way', facts: { ...HANDED_IN, caseState: 'passed', orders: [order('shipping', '19300000001')] } },
    {
      name: 'unreachable',
      facts: { ...HANDED_IN, caseState: 'passed', orders: [order('shipping', '19300000001')] },
      then: async () => {
        await page.clock.install();
        await page.route('**/v1/self-service/tickets', (route) => route.abort());
        await page.reload();
        await runUntil('.note');
      },
    },
  ],
  'link-closed': [{ name: 'spent', link: () => server.link('token-of-an-old-message') }],
  'no-session': [{ name: 'none', link: () => server.url }],
  over: [
    {
      name: 'ended',
      then: async () => {
        server.reset(); // The server knows this device no longer.
        await askAgain();
      },
    },
  ],
  trouble: [
    {
      name: 'away',
      then: async () => {
        await page.clock.install();
        await loseTheState();
        await page.reload();
        await runUntil('[data-screen="trouble"]');
      },
    },
  ],
};

/** What is wrong with the screen that shows, in light and in dark. */
async function findings(name: string): Promise<string[]> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const found = wider > 0 ? [`${name}: ${String(wider)} px wider than the phone`] : [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await takePicture(page, `phone-${name}-${colorScheme}`, { fullPage: true });
    const serious = await seriousFindings(page, colorScheme === 'dark' ? 'color-contrast' : undefined);
    found.push(...serious.map((finding) => `${name}-${colorScheme}: ${finding}`));
  }
  return found;
}

describe.each(['zh-CN', 'en'] as const)('in %s', (language) => {
  it.each(SCREENS)('the screen %s has no serious finding in light and dark, and fits the phone', async (screen) => {
    const found: string[] = [];
    for (const { name, facts, link, then } of LOOKS[screen]) {
      await browser.context.clearCookies();
      server.reset(facts);
      if (screen === 'link-closed') server.expire('token-of-an-old-message');
      page = await browser.context.newPage();
      try {
        await page.emulateMedia({ colorScheme: 'light' });
        // What is looked at is the first screen itself: its answer never comes.
        if (screen === 'opening') await page.route('**/v1/self-service', () => undefined);
        customer = walk(page, language);
        spoken = language === 'en' ? 'en' : 'zh';
        const address = new URL(link?.() ?? server.link());
        address.searchParams.set('lang', language);
        await page.goto(address.href);
        if (screen !== 'opening') await page.locator('[data-screen]:not([data-screen="opening"])').waitFor();
        await then?.();
        await customer.until(screen);
        found.push(...(await findings(`${screen}-${name}-${language}`)));
      } finally {
        await page.close();
      }
    }
    expect(found).toEqual([]);
  });
});
