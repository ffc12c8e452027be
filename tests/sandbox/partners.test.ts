import { jump, runSandbox, type Running, until } from './support';

// Photos are rendered for real, which takes seconds where the machine is busy.
jest.setTimeout(60_000);

let sandbox: Running;

beforeEach(async () => {
  sandbox = await runSandbox();
});

afterEach(async () => {
  await sandbox.close();
});

const SMS = { authorization: 'Bearer sms-token' };
const AUTHORITY = { authorization: 'Bearer authority-token' };
const message = { reference: 'M1', phone: '19200000001', text: '请打开 http://127.0.0.1/phone/#t=abc' };

describe('the SMS gateway', () => {
  it('refuses another token and no token', async () => {
    expect((await sandbox.post('/sms/send', message)).status).toBe(401);
    expect((await sandbox.post('/sms/send', message, AUTHORITY)).status).toBe(401);
  });

  it('delivers once per reference, also after a restart, and shows it on that phone only', async () => {
    const first = await sandbox.post('/sms/send', message, SMS);
    await sandbox.restart();
    const again = await sandbox.post('/sms/send', message, SMS);

    expect(again.body).toEqual(first.body);
    const inbox = await sandbox.get('/sms/inbox?phone=19200000001');
    expect(inbox.body['messages']).toMatchObject([{ seq: 1, text: message.text }]);
    expect((await sandbox.get('/sms/inbox?phone=19200000002')).body['messages']).toEqual([]);
  });

  it('takes no other text under a used reference', async () => {
    await sandbox.post('/sms/send', message, SMS);

    expect((await sandbox.post('/sms/send', { ...message, text: 'else' }, SMS)).status).toBe(409);
  });

  it('tells a waiting reader as soon as something comes', async () => {
    const waiting = sandbox.get('/sms/inbox?phone=19200000001&after=0&wait=20000');
    await sandbox.post('/sms/send', message, SMS);

    expect((await waiting).body['messages']).toHaveLength(1);
    expect((await sandbox.get('/sms/inbox?phone=19200000001&after=1&wait=20')).body['messages']).toEqual([]);
  });

  it('shows neither text nor phone in its book', async () => {
    await sandbox.post('/sms/send', message, SMS);

    expect((await sandbox.get('/sms/book')).body['rows']).toEqual([
      { reference: 'M1', status: 'sent', phoneLast4: '0001' },
    ]);
  });

  it('can be down for a while', async () => {
    await sandbox.post('/control/faults', { partner: 'sms', effect: 'down', times: 2 });
    const statuses = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await sandbox.post('/sms/send', message, SMS)).status);

    expect(statuses).toEqual([503, 503, 200]);
  });
});

describe('the authority', () => {
  const verify = (requestId: string, name: unknown, idNumber: unknown): ReturnType<Running['post']> =>
    sandbox.post('/authority/verify', { requestId, name, idNumber }, AUTHORITY);

  it('knows everybody who was drawn, by true name and true number', async () => {
    const { body } = await sandbox.post('/people', { kind: 'digit-changed', images: false });
    const traits = body['traits'] as Record<string, unknown>;

    expect((await verify('R1', body['name'], body['idNumber'])).body['code']).toBe('200');
    expect((await verify('R2', '别人', body['idNumber'])).body['code']).toBe('201');
    expect((await verify('R3', body['name'], traits['printedIdNumber'])).body['code']).toBe('202');
    await sandbox.restart();
    expect((await verify('R4', body['name'], body['idNumber'])).body['code']).toBe('200');
  });

  it('answers one request the same for ever, and never another person under it', async () => {
    await verify('R1', '甲', '110105194912310021');
    expect((await verify('R1', '甲', '110105194912310021')).body['code']).toBe('202');
    expect((await verify('R1', '乙', '110105194912310021')).status).toBe(409);

    expect((await sandbox.get('/authority/book')).body['rows']).toEqual([{ reference: 'R1', status: '202' }]);
  });

  it('keeps no outage as an answer', async () => {
    const { body } = await sandbox.post('/people', { images: false });
    await sandbox.post('/control/faults', { partner: 'authority', effect: 'code', code: '417' });

    expect((await verify('R1', body['name'], body['idNumber'])).body['code']).toBe('417');
    expect((await verify('R1', body['name'], body['idNumber'])).body['code']).toBe('200');
  });

  it('refuses without its token', async () => {
    expect((await sandbox.post('/authority/verify', { requestId: 'R', name: 'a', idNumber: 'b' })).status).toBe(401);
  });
});

describe('people', () => {
  it('are somebody new each time, and the same again when asked for by place', async () => {
    const draw = async (wish: unknown): Promise<Record<string, unknown>> => (await sandbox.post('/people', wish)).body;
    const persons = await Promise.all(Array.from({ length: 10 }, () => draw({ images: false })));
    const placed = await draw({ seed: 'story', k: 3, images: false });
    await sandbox.restart();

    expect(new Set(persons.map(({ idNumber }) => idNumber)).size).toBe(10);
    expect(new Set(persons.map(({ phone }) => phone)).size).toBe(10);
    expect(await draw({ seed: 'story', k: 3, images: false })).toEqual(placed);
    expect((await sandbox.get(`/people/${String(placed['personId'])}`)).body).toEqual(placed);
  });

  it('show their papers, the same bytes for the same wish and others for another look', async () => {
    const { body } = await sandbox.post('/people', { kind: 'ordinary', face: 0 });
    const images = body['images'] as Record<string, string>;
    const photo = async (query: string): Promise<Buffer> => {
      const response = await fetch(`${sandbox.url}/people/${String(body['personId'])}/images/front?${query}`);
      expect(response.headers.get('content-type')).toBe('image/jpeg');
      return Buffer.from(await response.arrayBuffer());
    };

    const own = await photo('variant=own');
    expect(own.toString('base64')).toBe(images['front']);
    expect(own.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect((await photo('variant=blurred')).equals(own)).toBe(false);
    expect((await photo('variant=own&take=1')).equals(own)).toBe(false);
  });
});

describe('the clock', () => {
  it('keeps its offset over a restart', async () => {
    await sandbox.post('/control/clock', { offsetMs: -20_000_000_000 });
    await sandbox.restart();
    const { body } = await sandbox.get('/control/clock');

    expect(body['offsetMs']).toBe(-20_000_000_000);
    expect(Math.abs(Date.parse(String(body['businessNow'])) - (Date.now() - 20_000_000_000))).toBeLessThan(5_000);
  });

  it('dates messages in business time', async () => {
    await jump(sandbox, 86_400_000);
    await sandbox.post('/sms/send', message, SMS);
    const messages = (await sandbox.get('/sms/inbox?phone=19200000001')).body['messages'] as { at: string }[];

    await until('a message', () => messages.length === 1);
    expect(Date.parse(messages[0]?.at ?? '')).toBeGreaterThan(Date.now() + 80_000_000);
  });
});
