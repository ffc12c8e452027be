import { createHash } from 'node:crypto';
import { type ServerResponse } from 'node:http';

import {
  answerJson,
  jump,
  planned,
  type Received,
  runReceiver,
  runSandbox,
  type Running,
  settled,
  until,
} from './support';

// Photos are rendered for real, which takes seconds where the machine is busy.
jest.setTimeout(60_000);

/** A product with one page: it says what step it is at and notes what the customer does. */
interface Page {
  step: string;
  needed: string[];
  received: string[];
  consentsGiven: boolean;
  fields: { field: string; editable: boolean }[];
  log: string[];
  photos: { part: string; digest: string }[];
  submissions: unknown[];
  /** Her conversation with support, as the page shows it. */
  talk: { from: string; words: string }[];
  /** The next reply to a question is lost on the way, after it was taken. */
  losesReply: boolean;
  streams: Set<ServerResponse>;
  exchanges: number;
  /** The page asks to look everything over before a set is handed in. */
  looksOver: boolean;
  /** Decides what follows a submission. */
  afterSubmission: (page: Page) => void;
  broken: boolean;
}

let page: Page;
let product: Awaited<ReturnType<typeof runReceiver>>;
let sandbox: Running;
let person: { personId: string; phone: string; name: string; address: string };
let reference = 0;

beforeEach(async () => {
  page = {
    step: 'consents',
    needed: ['front', 'selfie'],
    received: [],
    consentsGiven: false,
    fields: [],
    log: [],
    photos: [],
    submissions: [],
    talk: [],
    losesReply: false,
    streams: new Set(),
    exchanges: 0,
    looksOver: false,
    broken: false,
    afterSubmission: (current) => {
      current.step = 'done';
    },
  };
  product = await runReceiver(serve);
  sandbox = await runSandbox({ apiUrl: product.url });
  person = (await sandbox.post('/people', { face: 0, images: false })).body as unknown as typeof person;
});

afterEach(async () => {
  await sandbox.close();
  await product.close();
});

function changed(): void {
  for (const stream of page.streams) stream.write('event: changed\ndata: {}\n\n');
}

function serve(call: Received, response: ServerResponse): void {
  const path = call.url.replace('/v1/self-service', '');
  if (page.broken) {
    answerJson(response, 503, {});
    return;
  }
  if (path === '/session') {
    const { token } = JSON.parse(call.raw.toString()) as { token: string };
    page.exchanges += 1;
    page.log.push(`token ${token}`);
    if (token.startsWith('used')) answerJson(response, 410, { code: 'LinkUsed' });
    else response.writeHead(204, { 'set-cookie': ['device=abc; Path=/; HttpOnly', 'other=1'] }).end();
    return;
  }
  if (call.headers.cookie !== 'device=abc; other=1') {
    answerJson(response, 401, { code: 'SignInRequired' });
    return;
  }
  if (path === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': here\n\n');
    page.streams.add(response);
    response.on('close', () => page.streams.delete(response));
    return;
  }
  change(call, path, response);
}

function change(call: Received, path: string, response: ServerResponse): void {
  if (path.startsWith('/tickets')) {
    if (call.method === 'POST') {
      page.talk.push({ from: 'customer', words: (JSON.parse(call.raw.toString()) as { text: string }).text });
      if (page.losesReply) {
        page.losesReply = false;
        answerJson(response, 503, {});
        return;
      }
    }
    const tickets = page.talk.length > 0 ? [{ id: 'tkt_1', state: 'open', entries: page.talk }] : [];
    answerJson(response, call.method === 'POST' ? 201 : 200, { tickets });
    return;
  }
  if (call.method !== 'GET') page.log.push(`${call.method} ${path}`);
  if (path === '/consents') {
    page.consentsGiven = true;
    page.step = 'documents';
  } else if (path.startsWith('/documents/')) {
    const part = path.slice('/documents/'.length);
    page.photos.push({ part, digest: createHash('sha256').update(call.raw).digest('hex') });
    page.received.push(part);
    if (page.looksOver && page.needed.every((needed) => page.received.includes(needed))) page.step = 'confirm';
    answerJson(response, 200, { accepted: true, hints: [] });
    return;
  } else if (path === '/submission') {
    page.submissions.push(JSON.parse(call.raw.toString()));
    page.afterSubmission(page);
  }
  const consents = [{ kind: 'face', textHash: 'f'.repeat(64), given: page.consentsGiven }];
  const { step, needed, received, fields } = page;
  answerJson(response, 200, { step, needed, received, consents, fields });
}

function retake(parts: string[]): void {
  page.step = 'documents';
  page.needed = parts;
  page.received = [];
}

async function text(token: string, phone = person.phone): Promise<void> {
  const body = {
    reference: `M${String((reference += 1))}`,
    phone,
    text: `请点击 http://127.0.0.1:22100/phone/#t=${token} 办理`,
  };
  await sandbox.post('/sms/send', body, { authorization: 'Bearer sms-token' });
}

async function digestOf(part: string, look: string, take: number): Promise<string> {
  const response = await fetch(
    `${sandbox.url}/people/${person.personId}/images/${part}?variant=${look}&take=${String(take)}`,
  );
  return createHash('sha256')
    .update(Buffer.from(await response.arrayBuffer()))
    .digest('hex');
}

const ended = async (): Promise<unknown> => (await sandbox.get('/customers/visits')).body['ended'];

describe('an honest customer', () => {
  it('opens the link some time after it came and does what the page asks for, in order', async () => {
    await text('tok-1');
    expect(await planned(sandbox)).toMatchObject({ what: 'customer acts on visit 1' });
    expect(page.log).toEqual([]);

    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(page.log).toEqual([
      'token tok-1',
      'POST /consents',
      'PUT /documents/front',
      'PUT /documents/selfie',
      'POST /submission',
    ]);
    expect(page.photos[0]?.digest).toBe(await digestOf('front', 'good', 1));
    expect(await ended()).toEqual([{ seq: 1, how: 'done' }]);
  });

  it('waits for the verdict without keeping anybody busy, and corrects a doubtful field with what is printed', async () => {
    page.afterSubmission = (current) => {
      current.step = current.submissions.length === 1 ? 'checking' : 'done';
    };
    await text('tok-1');
    await jump(sandbox, 60_000);
    await until('she listens', () => page.streams.size === 1);
    await settled(sandbox);

    page.step = 'confirm';
    page.fields = [
      { field: 'name', editable: true },
      { field: 'idNumber', editable: false },
    ];
    changed();
    await until('she confirmed', () => page.submissions.length === 2);
    await settled(sandbox);

    expect(page.submissions[1]).toEqual({ confirmed: { name: person.name } });
    await until('she no longer listens', () => page.streams.size === 0);
  });

  it('hands in once where the page lets her look everything over first', async () => {
    page.looksOver = true;
    page.fields = [{ field: 'address', editable: true }];
    await text('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(page.submissions).toEqual([{ confirmed: { address: person.address } }]);
  });

  it('takes a photo again although an older one was received', async () => {
    page.received = ['front', 'back', 'selfie'];
    page.needed = ['front'];
    await text('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(page.photos.map(({ part }) => part)).toEqual(['front']);
  });

  it('takes again only what is asked for, with another photo', async () => {
    page.afterSubmission = (current) => {
      if (current.submissions.length === 1) retake(['front']);
      else current.step = 'done';
    };
    await text('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(page.photos.map(({ part }) => part)).toEqual(['front', 'selfie', 'front']);
    expect(page.photos[2]?.digest).not.toBe(page.photos[0]?.digest);
  });

  it('goes on after the sandbox was restarted, on the cookie she has', async () => {
    page.afterSubmission = (current) => {
      current.step = current.submissions.length === 1 ? 'checking' : 'done';
    };
    await text('tok-1');
    await sandbox.restart();
    await jump(sandbox, 60_000);
    await until('she listens', () => page.streams.size === 1);
    await sandbox.restart();
    await until('she listens again', () => page.streams.size === 1);
    page.step = 'confirm';
    changed();
    await until('she confirmed', () => page.submissions.length === 2);

    expect(page.exchanges).toBe(1);
  });

  it('tries again when the product is not there', async () => {
    page.broken = true;
    await text('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);
    page.broken = false;
    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(await ended()).toEqual([{ seq: 1, how: 'done' }]);
  });

  it('gives up on a link that was used, and takes the next one', async () => {
    await text('used-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);
    expect(await ended()).toEqual([{ seq: 1, how: 'refused 410 LinkUsed' }]);

    await text('tok-2');
    await jump(sandbox, 60_000);
    await settled(sandbox);
    expect(await ended()).toEqual(expect.arrayContaining([{ seq: 2, how: 'done' }]));
  });

  it('follows the newer of two links only', async () => {
    await text('tok-1');
    await text('tok-2');
    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(page.log.filter((line) => line.startsWith('token'))).toEqual(['token tok-2']);
  });
});

describe('other behaviours', () => {
  const behave = (behaviour: string, delayMs?: number): ReturnType<Running['post']> =>
    sandbox.post('/customers/behaviour', {
      personId: person.personId,
      behaviour,
      ...(delayMs !== undefined && { delayMs }),
    });

  it('asks once, also where the reply is lost, and thanks once for the answer', async () => {
    const link = async (token: string): Promise<void> => {
      await text(token);
      await jump(sandbox, 60_000);
      await settled(sandbox);
    };
    await sandbox.post('/customers/behaviour', { personId: person.personId, asks: '我的卡到哪了？' });
    page.step = 'done';
    page.losesReply = true;
    await link('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);
    expect(page.talk).toEqual([{ from: 'customer', words: '我的卡到哪了？' }]);

    page.talk.push({ from: 'support', words: '明天送到' });
    await link('tok-2');
    await link('tok-3');

    expect(page.talk.slice(2)).toEqual([{ from: 'customer', words: '好的，谢谢' }]);
    const keys = product.received.flatMap(({ method, url, raw }) =>
      method === 'POST' && url.includes('/tickets') ? [(JSON.parse(raw.toString()) as { key: string }).key] : [],
    );
    expect(new Set(keys).size).toBe(2);
    expect(keys.every((key) => /^[0-9A-Za-z-]{8,64}$/.test(key))).toBe(true);
  });

  it('asks nothing where nobody told her to', async () => {
    page.step = 'done';
    await text('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(product.received.some(({ url }) => url.includes('/tickets'))).toBe(false);
    expect(await ended()).toEqual([{ seq: 1, how: 'done' }]);
  });

  it('silent: never opens anything', async () => {
    await behave('silent');
    await text('tok-1');
    await jump(sandbox, 86_400_000);
    await settled(sandbox);

    expect(product.received).toEqual([]);
    expect(await planned(sandbox)).toBeNull();
  });

  it('opens the link after as long as she was told', async () => {
    await behave('honest', 7_200_000);
    await text('tok-1');
    await jump(sandbox, 7_100_000);
    await settled(sandbox);
    expect(page.log).toEqual([]);

    await jump(sandbox, 100_000);
    await settled(sandbox);
    expect(page.submissions).toHaveLength(1);
  });

  it('good-on-second: the first front cannot be read, the second can', async () => {
    page.afterSubmission = (current) => {
      if (current.submissions.length === 1) retake(['front']);
      else current.step = 'done';
    };
    await behave('good-on-second');
    await text('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);

    const fronts = page.photos.filter(({ part }) => part === 'front').map(({ digest }) => digest);
    expect(fronts).toEqual([await digestOf('front', 'blurred', 1), await digestOf('front', 'good', 4)]);
  });

  it('always-swapped: the selfie is another woman each time', async () => {
    page.afterSubmission = (current) => {
      if (current.submissions.length < 3) retake(['selfie']);
      else current.step = 'ended';
    };
    await behave('always-swapped');
    await text('tok-1');
    await jump(sandbox, 60_000);
    await settled(sandbox);

    const selfies = page.photos.filter(({ part }) => part === 'selfie').map(({ digest }) => digest);
    const swapped = await Promise.all([1, 4, 7].map((take) => digestOf('selfie', 'swapped', take)));
    expect(selfies).toEqual(swapped);
    expect(selfies).not.toContain(await digestOf('selfie', 'good', 1));
  });
});
