import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { CONSENTS } from '../../domain/consents';
import type { ConfirmField } from '../../domain/ports/self-service';
import { describeReason } from '../../domain/texts/reasons';
import { uploadHint } from '../../domain/texts/self-service';
import { openBrowser, type Browser } from '../support/browser';
import { writePictureVideo } from '../support/camera';
import { ORDER } from '../api/fakes';
import { TOKEN, type FakeCase } from './phone/fake-case';
import { specimenPhoto } from './phone/specimens';
import { builtPages, openPhone, PHONE, type PhoneStage } from './phone/stage';
import { walk, type Walk } from './phone/walk';
import { watchedPage, type WatchedPage } from './phone/watched-page';

jest.setTimeout(120_000);

const ALL_CONSENTS = CONSENTS.map(({ kind, textHash }) => ({ kind, textHash }));
/** The one consent that may be declined. */
const CHOICE = CONSENTS.find(({ required }) => !required) ?? { title: { zh: '', en: '' }, textHash: '' };
const FIELDS: readonly ConfirmField[] = [
  { field: 'name', shown: '欧阳婷婷', editable: false, value: null },
  { field: 'idNumber', shown: '110***********0018', editable: false, value: null },
  { field: 'validTo', shown: '2041-03-09', editable: false, value: null },
  {
    field: 'address',
    shown: '样张省样张市示例区演示大街 12 号院 401 室',
    editable: true,
    value: '样张省样张市示例区演示大街 12 号院 401 室',
  },
];
const order = (stage: 'verifying' | 'active' | 'rejected', number: string | null = null) =>
  ({ id: ORDER, stage, status: 'ended', reasonCode: null, number }) as const;

let stage: PhoneStage | undefined;
let server: FakeCase;
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  stage = await openPhone();
  ({ server, browser } = stage);
});
afterAll(() => stage?.close());
beforeEach(async () => {
  await browser.context.clearCookies();
  server.reset();
  watched = await watchedPage(browser.context);
});
afterEach(async () => {
  await watched.page.close();
});

/** Past the agreements, where most stories begin. */
async function atDocuments(change: Parameters<FakeCase['reset']>[0] = {}): Promise<Walk> {
  server.reset({ consentsGiven: ALL_CONSENTS, ...change });
  const customer = walk(watched.page);
  await customer.open(server.link());
  return customer;
}

const hasFocus = async (control: Locator): Promise<boolean> =>
  (await control.and(watched.page.locator(':focus')).count()) > 0;

const lookAt = async (name: string): Promise<void> => {
  expect(await watched.findings(name)).toEqual([]);
};

describe('the whole way', () => {
  it.each([
    { language: 'zh-CN', scheme: 'light' },
    { language: 'en', scheme: 'dark' },
  ] as const)('goes from the link to the active number in $language, $scheme', async ({ language, scheme }) => {
    const name = (step: string): string => `${step}-${language}-${scheme}`;
    await watched.page.emulateMedia({ colorScheme: scheme });
    const customer = walk(watched.page, language);
    const { page, t } = customer;

    expect(await customer.open(server.link())).toBe('consents');
    expect(page.url()).not.toContain(TOKEN);
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await lookAt(name('1-consents'));
    await page.locator('footer .main').click();
    await lookAt(name('1-consent'));
    await page.goBack();
    await customer.agreeToAll();
    expect(server.facts.consentsGiven).toHaveLength(CONSENTS.length);

    await customer.until('front-intro');
    await lookAt(name('2-front'));
    await page.getByRole('button', { name: t.capture.open }).click();
    await page.locator('[data-hint="good"]').waitFor();
    await lookAt(name('2-front-camera'));
    await customer.photograph('front');
    await customer.photograph('back');
    await customer.until('selfie-intro');
    await lookAt(name('4-selfie'));
    await page.getByRole('button', { name: t.capture.open }).click();
    await page.locator('[data-hint="good"]').waitFor();
    await lookAt(name('4-selfie-camera'));
    await customer.photograph('selfie');

    await customer.until('overview');
    await lookAt(name('5-overview'));
    await customer.handIn();
    await customer.until('checking');
    await lookAt(name('6-checking'));

    server.become({ caseState: 'awaiting-documents', confirm: ['address'], fields: FIELDS, round: 2 });
    await customer.until('confirm');
    await lookAt(name('7-confirm'));
    await customer.confirm({ [language === 'en' ? 'Address' : '住址']: '样张省样张市示例区演示大街 12 号院 407 室' });
    expect(server.submissions).toEqual([{}, { address: '样张省样张市示例区演示大街 12 号院 407 室' }]);

    await customer.until('checking');
    server.become({ caseState: 'in-review' });
    expect(await customer.outcome()).toBe('in-review');
    await lookAt(name('8-in-review'));
    server.become({ caseState: 'passed' });
    await page.locator('[data-outcome="passed"]').waitFor();
    await lookAt(name('8-passed'));
    server.become({ orders: [order('active', '19200000888')] });
    await page.getByText('192 0000 0888').first().waitFor();
    expect(await customer.outcome()).toBe('active');
    await lookAt(name('8-active'));
    expect(watched.problems).toEqual([]);
  });

  it('sends JPEG pictures no longer than 1600 px, one a part, whatever the album holds', async () => {
    const customer = await atDocuments();

    await customer.fromAlbum('front', specimenPhoto('good', 4000, 3000));
    await customer.until('back-intro');

    const stored = await sharp(server.documents.get('front')).metadata();
    expect(stored).toMatchObject({ format: 'jpeg', width: 1600, height: 1200 });
  });

  it('keeps what a cheap phone has to load under 60 kB', () => {
    const folder = path.join(builtPages(), 'phone');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const loaded = files.map((file) => gzipSync(readFileSync(path.join(file.parentPath, file.name))).length);

    expect(loaded.length).toBeGreaterThan(2);
    expect(loaded.reduce((sum, bytes) => sum + bytes)).toBeLessThan(60_000);
  });
});

describe('agreements', () => {
  it('names the next missing one on the main button and sends nothing before all are given', async () => {
    const customer = walk(watched.page);
    await customer.open(server.link());
    const main = watched.page.locator('footer .main');

    const first = CONSENTS[0]?.title.zh ?? '';
    expect(await main.textContent()).toBe(customer.t.consents.missing(CONSENTS.length, first));
    await watched.page.getByRole('checkbox', { name: first }).check({ force: true });

    expect(await main.textContent()).toBe(
      customer.t.consents.missing(CONSENTS.length - 1, CONSENTS[1]?.title.zh ?? ''),
    );
    expect(server.facts.consentsGiven).toEqual([]);
    await watched.page.getByText(customer.t.consents.declineText).waitFor();
    for (const name of [customer.t.consents.decline, customer.t.consents.accept(CHOICE.title.zh)]) {
      expect(await watched.page.getByRole('radio', { name }).isChecked()).toBe(false);
    }
  });

  it('can be given by keyboard alone', async () => {
    const customer = walk(watched.page);
    await customer.open(server.link());
    const { keyboard } = watched.page;

    const boxes = CONSENTS.filter(({ required }) => required).map((_, at) =>
      watched.page.getByRole('checkbox').nth(at),
    );
    for (const box of [...boxes, watched.page.getByRole('radio').first()]) {
      for (let tabs = 0; tabs < 20 && !(await hasFocus(box)); tabs++) await keyboard.press('Tab');
      await keyboard.press('Space');
    }
    const go = watched.page.getByRole('button', { name: customer.t.consents.go });
    for (let tabs = 0; tabs < 20 && !(await hasFocus(go)); tabs++) await keyboard.press('Tab');
    await keyboard.press('Enter');

    await customer.until('front-intro');
    expect(server.facts.consentsGiven).toHaveLength(CONSENTS.length);
  });

  it('let face recognition be declined, and the order goes on', async () => {
    const customer = walk(watched.page);
    await customer.open(server.link());
    for (const { required, title } of CONSENTS) {
      if (required) await watched.page.getByRole('checkbox', { name: title.zh }).check({ force: true });
    }
    const main = watched.page.locator('footer .main');
    expect(await main.textContent()).toBe(customer.t.consents.missing(1, CHOICE.title.zh));

    // From the text itself, where the same choice stands under it.
    await main.click();
    await customer.until('consent');
    await watched.page.getByRole('button', { name: customer.t.consents.decline }).click();
    await customer.until('consents');
    expect(await watched.page.getByRole('radio', { name: customer.t.consents.decline }).isChecked()).toBe(true);
    await main.click();

    await customer.until('front-intro');
    expect(server.facts.consentsGiven.map(({ kind }) => kind)).not.toContain('face');
    expect(server.facts.consentsDeclined).toEqual([{ kind: 'face', textHash: CHOICE.textHash }]);
  });
});

describe('a retry', () => {
  const retry = {
    consentsGiven: ALL_CONSENTS,
    needed: ['front'],
    received: ['back', 'selfie'],
    reasons: [{ code: 'RN_OCR_GLARE', part: 'front' }],
    documentRetries: 1,
    round: 2,
  } as const;

  it('gives the reason first, asks for that one part and keeps the others', async () => {
    const customer = await atDocuments(retry);

    expect(await customer.screen()).toBe('front-intro');
    await watched.page.getByRole('heading', { name: customer.t.capture.again.front }).waitFor();
    await watched.page.getByText(describeReason('RN_OCR_GLARE').text.zh, { exact: true }).waitFor();
    await watched.page.getByText(customer.t.capture.attempts(2)).waitFor();
    await lookAt('9-retry');
    await customer.photograph('front');
    await customer.handIn();

    await customer.until('checking');
    expect(server.uploads.map(({ part }) => part)).toEqual(['front']);
    expect(server.submissions).toEqual([{}]);
  });

  it('shows what the server found wrong with a picture and asks for the same part', async () => {
    const customer = await atDocuments();
    server.refusals.push('TOO_SMALL');

    await customer.photograph('front');
    await customer.until('front-intro');
    await watched.page.getByText(uploadHint('TOO_SMALL').zh).waitFor();
    await lookAt('9-hint');
    await customer.photograph('front');

    await customer.until('back-camera');
    expect([...server.documents.keys()]).toEqual(['front']);
  });

  it('photographs a side again when the number is wrong, and never offers to type it', async () => {
    const customer = await atDocuments({
      needed: [],
      received: ['front', 'back', 'selfie'],
      confirm: ['address'],
      fields: FIELDS,
    });
    await customer.until('confirm');
    expect(await watched.page.getByRole('textbox').count()).toBe(1);

    await watched.page.getByRole('button', { name: customer.t.confirm.retake(customer.t.shortParts.front) }).click();
    await customer.photograph('front');

    await customer.until('checking');
    expect(server.submissions).toEqual([{}]);
    expect([...server.documents.keys()]).toEqual(['front']);
  });

  it('refuses an empty doubtful field in words, beside it', async () => {
    const customer = await atDocuments({
      needed: [],
      received: ['front', 'back', 'selfie'],
      confirm: ['address'],
      fields: FIELDS,
    });
    await watched.page.getByLabel('住址').fill('  ');
    await watched.page.getByRole('button', { name: customer.t.confirm.submit }).click();

    await watched.page.getByText(customer.t.confirm.empty).waitFor();
    await lookAt('7-confirm-empty');
    expect(server.submissions).toEqual([]);
  });
});

describe('a bad picture', () => {
  it.each(['dark', 'blurred', 'glare'] as const)('is told before it is sent: %s', async (look) => {
    const customer = await atDocuments();

    await customer.fromAlbum('front', specimenPhoto(look));
    await watched.page.getByText(customer.t.photo.doubt[look]).waitFor();
    await lookAt(`3-${look}`);
    expect(server.uploads).toEqual([]);

    await customer.insist('front');
    await customer.until('back-intro');
    expect(server.uploads).toHaveLength(1);
  });

  it('is no picture at all', async () => {
    const customer = await atDocuments();
    const file = { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };

    await watched.page.getByLabel(customer.t.capture.album).setInputFiles(file);

    await watched.page.getByText(customer.t.capture.unreadable).waitFor();
  });

  it('gets its advice in the camera view while it can still be helped', async () => {
    const camera = path.join(stage?.home ?? '', 'dark.mjpeg');
    writePictureVideo(camera, [specimenPhoto('dark')]);
    const other = await openBrowser({ ...PHONE, camera, permissions: ['camera'] });
    try {
      server.reset({ consentsGiven: ALL_CONSENTS });
      const inTheDark = await watchedPage(other.context);
      const customer = walk(inTheDark.page);
      await customer.open(server.link());
      await inTheDark.page.getByRole('button', { name: customer.t.capture.open }).click();
      await inTheDark.page.locator('[data-hint="dark"]').waitFor();
      await inTheDark.page.getByText(customer.t.camera.hints.dark).waitFor();
      expect(await inTheDark.findings('2-front-camera-dark-room')).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe('a camera that cannot be had', () => {
  it('leaves the album and the camera app of the phone', async () => {
    await watched.page.addInitScript(
      'navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"))',
    );
    const customer = await atDocuments();

    await watched.page.getByRole('button', { name: customer.t.capture.open }).click();
    await watched.page.getByText(customer.t.capture.refused).waitFor();
    await lookAt('2-front-no-camera');
    await customer.fromAlbum('front', specimenPhoto());

    await customer.until('back-intro');
  });
});

describe('a weak network', () => {
  it('sends a picture again when the answer was lost, and the server has one document', async () => {
    const customer = await atDocuments();
    server.lostAnswers = 1;

    await customer.photograph('front');
    await customer.until('back-camera');

    expect(server.uploads.map(({ part }) => part)).toEqual(['front', 'front']);
    expect(server.uploads[0]?.bytes).toEqual(server.uploads[1]?.bytes);
    expect([...server.documents.keys()]).toEqual(['front']);
  });

  it('keeps the picture when nothing gets through, and sends it on one tap', async () => {
    const customer = await atDocuments();
    await watched.page.clock.install();
    server.lostAnswers = Infinity;

    await customer.fromAlbum('front', specimenPhoto());
    const failed = watched.page.getByText(customer.t.photo.failedText);
    while (!(await failed.isVisible())) await watched.page.clock.runFor(1000);
    await lookAt('3-not-sent');
    server.lostAnswers = 0;
    await watched.page.getByRole('button', { name: customer.t.photo.sendAgain }).click();

    await customer.until('back-intro');
    expect(server.uploads).toHaveLength(5);
    expect(server.documents.size).toBe(1);
  });

  it('asks slowly by itself while the stream of changes cannot be had', async () => {
    await watched.page.route('**/v1/self-service/events', (route) => route.abort());
    const customer = await atDocuments({ caseState: 'submitted', needed: [], received: ['front', 'back', 'selfie'] });
    await customer.until('checking');
    await watched.page.clock.install();
    await watched.page.reload();
    await customer.until('checking');

    server.become({ caseState: 'passed' });
    const result = watched.page.locator('[data-outcome="passed"]');
    for (let seconds = 0; seconds < 60 && !(await result.isVisible()); seconds += 5) {
      await watched.page.clock.runFor(5000);
    }

    expect(await customer.outcome()).toBe('passed');
  });

  it('says that the phone is offline and goes on when it is back', async () => {
    const customer = await atDocuments();
    await watched.page.route('**/v1/self-service', (route) => route.abort());
    await watched.page.clock.install();
    await watched.page.reload();
    const trouble = watched.page.locator('[data-screen="trouble"]');
    while (!(await trouble.isVisible())) await watched.page.clock.runFor(1000);
    await lookAt('0-trouble');
    await watched.page.unroute('**/v1/self-service');

    await watched.page.getByRole('button', { name: customer.t.retryNow }).click();

    await customer.until('front-intro');
  });
});

describe('the link', () => {
  it('continues at the same step after leaving, without the token', async () => {
    const customer = await atDocuments();
    await customer.fromAlbum('front', specimenPhoto());
    await customer.until('back-intro');

    await watched.page.goto('about:blank');
    expect(await customer.open(server.url)).toBe('back-intro');
  });

  it('opens again from the same message on the same phone', async () => {
    const customer = await atDocuments();
    await watched.page.goto('about:blank');

    expect(await customer.open(server.link())).toBe('front-intro');
  });

  it.each(['zh-CN', 'en'] as const)(
    'says in plain words that it was used on another phone, and whom to ask (%s)',
    async (language) => {
      await atDocuments();
      await browser.context.clearCookies();
      await watched.page.goto('about:blank');

      const customer = walk(watched.page, language);
      expect(await customer.open(server.link())).toBe('link-closed');
      await watched.page.getByText(customer.t.closed.askNew).waitFor();
      await lookAt(`0-link-closed-${language}`);
      expect(watched.page.url()).not.toContain(TOKEN);
    },
  );

  it('says the same of an expired one', async () => {
    server.expire('token-of-an-old-message');
    const customer = walk(watched.page);

    expect(await customer.open(server.link('token-of-an-old-message'))).toBe('link-closed');
  });

  it('asks for the message when there is none', async () => {
    expect(await walk(watched.page).open(server.url)).toBe('no-session');
    await lookAt('0-no-session');
  });
});

describe('an end', () => {
  it('names reason, remedy and the way to object when it was refused', async () => {
    const customer = await atDocuments({
      caseState: 'rejected',
      needed: [],
      received: ['front', 'back', 'selfie'],
      reasons: [{ code: 'RN_DOC_EXPIRED', part: 'front' }],
      orders: [{ ...order('rejected'), reasonCode: 'RN_DOC_EXPIRED' }],
    });

    expect(await customer.outcome()).toBe('rejected');
    await watched.page.getByText(describeReason('RN_DOC_EXPIRED').text.zh).waitFor();
    await watched.page.getByText(customer.t.result.appeal).waitFor();
    await watched.page.getByText(customer.t.result.helpText).waitFor();
    await lookAt('8-rejected');
  });

  it('says what became of the order when time ran out', async () => {
    const customer = await atDocuments({ caseState: 'abandoned', needed: [] });

    expect(await customer.outcome()).toBe('expired');
    await lookAt('8-expired');
  });
});
