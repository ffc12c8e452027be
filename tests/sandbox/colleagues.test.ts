import { reviewDecision } from '../../api/schemas/review';
import { REVIEW_OPTIONS } from '../../domain/review-options';
import { replyTo, type TicketPage } from '../../sandbox/colleagues/answer';
import { type CaseView, verdictOn } from '../../sandbox/colleagues/verdict';
import { answerJson, jump, planned, runReceiver, runSandbox, type Running, settled, until } from './support';

/** What the desk offers today, words beside it: a colleague who wishes for anything else would take the first that is offered. */
const OPTIONS = REVIEW_OPTIONS.map((option) => ({ ...option, text: { zh: '原因', en: 'a reason' } }));

function caseWith(changes: Partial<CaseView> = {}): CaseView {
  return {
    review: { id: 'rev_1', approvalsNeeded: 1 },
    evidenceHash: 'e'.repeat(64),
    face: { distance: 0.5, reviewTo: 0.6 },
    fields: [{ field: 'idNumber', differs: false, source: 'match' }],
    authority: { code: '200' },
    options: OPTIONS,
    ...changes,
  };
}

describe('a scripted colleague decides', () => {
  it.each([
    ['approves a face in the review band', caseWith(), 'SAME_PERSON'],
    ['refuses another face', caseWith({ face: { distance: 0.71, reviewTo: 0.6 } }), 'RN_FACE_REFUSED'],
    [
      'approves who declined face recognition',
      caseWith({ face: { distance: null, declined: true, reviewTo: 0.6 } }),
      'SAME_PERSON',
    ],
    [
      'asks for a selfie without a face again',
      caseWith({ face: { distance: null, reviewTo: 0.6 } }),
      'RN_FACE_MISMATCH',
    ],
    [
      'refuses a number that is not the declared one',
      caseWith({ fields: [{ field: 'idNumber', differs: true, source: null }] }),
      'RN_OCR_PS',
    ],
    ['refuses a name the authority does not know', caseWith({ authority: { code: '201' } }), 'RN_NAME_ID_MISMATCH'],
    [
      'approves a doubtful address by eye',
      caseWith({ fields: [{ field: 'address', differs: true, source: null }] }),
      'FIELDS_CONFIRMED',
    ],
  ])('%s', (_what, view, reasonCode) => {
    expect(verdictOn(view)?.reasonCode).toBe(reasonCode);
  });

  it('decides nothing that the case does not offer', () => {
    expect(verdictOn(caseWith({ options: [] }))).toBeUndefined();
  });
});

const ticketPage = (id: string, change: Partial<TicketPage['ticket']> = {}, events = ['opened', 'customerSaid']) => ({
  ticket: { id, kind: 'T-LOG-1', source: 'customer', state: 'open', ...change },
  entries: events.map((event) => ({ event })),
  templates: [
    { code: 'where', text: '您的卡已由顺丰寄出。' },
    { code: 'activate', text: '请由本人插卡激活。' },
  ],
});

describe('a scripted colleague answers', () => {
  it.each([
    ['where the card is', ticketPage('tkt_1'), { text: '您的卡已由顺丰寄出。', outcome: 'solved' }],
    ['how to activate', ticketPage('tkt_1', { kind: 'T-ACT-1' }), { text: '请由本人插卡激活。', outcome: 'solved' }],
    [
      'nothing twice',
      ticketPage('tkt_1', {}, ['customerSaid', 'answered', 'assigned']),
      { text: null, outcome: 'solved' },
    ],
    [
      'again what was asked after an answer',
      ticketPage('tkt_1', {}, ['customerSaid', 'answered', 'reopened', 'customerSaid']),
      { text: '您的卡已由顺丰寄出。', outcome: 'solved' },
    ],
  ])('%s', (_what, page, reply) => {
    expect(replyTo(page)).toMatchObject(reply);
  });

  it('under one key as long as nothing else was said, and under another after that', () => {
    const keyAfter = (...events: string[]): string => replyTo(ticketPage('tkt_1', {}, events)).key;

    expect(keyAfter('opened', 'customerSaid', 'assigned')).toBe(keyAfter('opened', 'customerSaid'));
    expect(keyAfter('customerSaid', 'answered', 'reopened', 'customerSaid')).not.toBe(keyAfter('customerSaid'));
  });

  it('anything else in words of her own, and does not call solved what the engine gave up', () => {
    expect(replyTo(ticketPage('tkt_1', { kind: 'T-CAN-1' })).text).toContain('登记');
    expect(replyTo(ticketPage('tkt_1', { source: 'engine' }, ['handedOn']))).toMatchObject({ outcome: 'cannot-help' });
  });
});

describe('colleagues', () => {
  let sandbox: Running;
  let product: Awaited<ReturnType<typeof runReceiver>>;
  let open: string[];
  let decisions: unknown[];
  let tellChanged: () => void;
  let duties: [string, boolean][];
  let tickets: { id: string; state: string }[];
  let said: unknown[];
  let held: string | null;

  beforeEach(async () => {
    open = [];
    decisions = [];
    duties = [];
    tickets = [];
    said = [];
    held = null;
    tellChanged = () => undefined;
    product = await runReceiver(({ method, url, headers, raw }, response) => {
      const login = headers.cookie?.replace('session=', '');
      if (url === '/v1/session') {
        const account = JSON.parse(raw.toString()) as { login: string; password: string };
        if (account.password !== 'right') {
          answerJson(response, 401, {});
          return;
        }
        response.setHeader('set-cookie', `session=${account.login}; HttpOnly`);
        answerJson(response, 200, { csrf: `csrf-${account.login}` });
      } else if (login === undefined) answerJson(response, 401, {});
      else if (url === '/v1/console/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': here\n\n');
        tellChanged = () => response.write('event: changed\ndata: {"kind":"review","id":"rev_1"}\n\n');
      } else if (method !== 'GET' && headers['x-csrf-token'] !== `csrf-${login}`) answerJson(response, 403, {});
      else if (url === '/v1/reviews/next') {
        const reviewId = open.shift();
        if (reviewId === undefined) response.writeHead(204).end();
        else answerJson(response, 200, { reviewId });
      } else if (url === '/v1/session/duty') {
        if (method === 'PUT') duties.push([login, (JSON.parse(raw.toString()) as { onDuty: boolean }).onDuty]);
        const onDuty = duties.filter(([who]) => who === login).at(-1)?.[1] ?? false;
        answerJson(response, 200, { onDuty, silent: false });
      } else if (url.startsWith('/v1/tickets?')) {
        answerJson(response, 200, { rows: login === 'support1' ? tickets : [] });
      } else if (method === 'GET' && url.startsWith('/v1/tickets/')) {
        answerJson(response, 200, ticketPage(url.slice('/v1/tickets/'.length)));
      } else if (url.startsWith('/v1/tickets/')) {
        const [, , , id, command = ''] = url.split('/');
        said.push([command, id, JSON.parse(raw.toString()) as object]);
        if (command === 'close') tickets = tickets.filter((row) => row.id !== id);
        answerJson(response, held === id ? 409 : 200, {});
      } else if (method === 'GET') answerJson(response, 200, caseWith());
      else {
        // As strict as the product: a field that it does not know is refused.
        const { success, data } = reviewDecision.safeParse(JSON.parse(raw.toString()));
        if (success) decisions.push({ login, url, ...data });
        answerJson(response, success ? 200 : 400, {});
      }
    });
    sandbox = await runSandbox({ apiUrl: product.url });
  });

  afterEach(async () => {
    await sandbox.close();
    await product.close();
  });

  const somethingPlanned = async (): Promise<boolean> => (await planned(sandbox)) !== null;

  const accounts = ['officer1', 'officer2'].map((login) => ({ login, password: 'right' }));

  it('are off until switched on, then take what is open and what comes, some seconds later', async () => {
    open.push('rev_1');
    expect((await sandbox.get('/control/colleagues')).body).toEqual({ on: false });
    await sandbox.post('/control/colleagues', { on: true, accounts });
    await until('they have seen that something is open', somethingPlanned);
    await jump(sandbox, 5_000);
    await settled(sandbox);
    expect(decisions).toMatchObject([
      { login: 'officer1', url: '/v1/reviews/rev_1/decision', decision: 'approve', evidenceHash: 'e'.repeat(64) },
    ]);

    open.push('rev_2', 'rev_3');
    tellChanged();
    await until('they heard of it', somethingPlanned);
    await jump(sandbox, 5_000);
    await settled(sandbox);
    expect(decisions).toHaveLength(3);
  });

  it('go on duty, answer and close the tickets in their hands, and leave what waits or is in other hands', async () => {
    tickets = [
      { id: 'tkt_1', state: 'open' },
      { id: 'tkt_2', state: 'waiting-customer' },
      { id: 'tkt_3', state: 'open' },
    ];
    held = 'tkt_3';
    await sandbox.post('/control/colleagues', {
      on: true,
      accounts: [...accounts, { login: 'support1', password: 'right' }],
    });
    await until('they have seen that something is open', somethingPlanned);
    await jump(sandbox, 5_000);
    await settled(sandbox);

    expect(duties).toEqual([
      ['officer1', true],
      ['officer2', true],
      ['support1', true],
    ]);
    expect(said.slice(0, 3)).toEqual([
      ['answer', 'tkt_1', { text: '您的卡已由顺丰寄出。', key: 'answer-1', waits: false }],
      ['close', 'tkt_1', { outcome: 'solved' }],
      ['answer', 'tkt_3', { text: '您的卡已由顺丰寄出。', key: 'answer-1', waits: false }],
    ]);
    expect(said.filter((one) => (one as string[])[0] === 'close')).toHaveLength(1);
    tickets = [];
    await sandbox.post('/control/colleagues', { on: false });
    await until('they went home', () => Promise.resolve(duties.length === 6));
    expect(duties.slice(3).map(([, onDuty]) => onDuty)).toEqual([false, false, false]);
  });

  it('do nothing any more once switched off', async () => {
    await sandbox.post('/control/colleagues', { on: true, accounts });
    await until('they listen', somethingPlanned);
    await sandbox.post('/control/colleagues', { on: false });
    open.push('rev_1');
    tellChanged();
    await jump(sandbox, 60_000);
    await settled(sandbox);

    expect(decisions).toEqual([]);
    expect(await planned(sandbox)).toBeNull();
  });

  it('are not switched on without log-ins', async () => {
    expect((await sandbox.post('/control/colleagues', { on: true })).status).toBe(422);
  });
});
