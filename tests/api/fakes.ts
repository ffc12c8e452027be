import { DomainError } from '../../domain/errors';
import { commissionDesk, money, type Money } from './fake-money';
import { ticketPorts, type TicketsAsked } from './fake-tickets';
import type { Change } from '../../domain/ports/changes';
import { instant, purchaseId, reviewId, userId } from '../../domain/brand';
import type { ConflictFacts } from '../../domain/ports/conflict-desk';
import type { BookPage, OrderFacts, OrderListing, OrderStory } from '../../domain/ports/reading';
import type { ReviewCaseFacts, ReviewRowFacts } from '../../domain/ports/review-desk';
import type { SelfServiceFacts } from '../../domain/ports/self-service';
import type { StaffSession } from '../../domain/ports/sessions';
import { auditPorts } from './fake-audit';
import type { IntakeAnswer, Interception, OrderCommandInput } from '../../domain/ports/use-cases';
import type { Role } from '../../domain/stages';
import { buildApp } from '../../api/app';
import type { EdgePorts } from '../../api/edge';

export const NOW = instant('2026-03-02T02:00:00.000Z');
export const ORDER = 'ord_000000000001';
export const PURCHASE = purchaseId('pur_000000000001');
export const REVIEW = reviewId('rev_000000000001');

export const order: OrderFacts = {
  id: ORDER,
  purchaseId: PURCHASE,
  externalRef: 'T-1',
  channel: 'demo',
  line: 1,
  attempt: 1,
  stage: 'verifying',
  status: 'awaiting-documents',
  reasonCode: 'RN_OCR_BLURRED',
  planCode: 'XL29',
  planName: '星联 29 元',
  carrier: 'xinglian',
  carrierName: '星联',
  city: '0755',
  cityName: '深圳',
  number: '19300000001',
  feeFen: 2900,
  agentCode: null,
  createdAt: '2026-03-02T01:00:00.000Z',
  updatedAt: '2026-03-02T01:00:05.000Z',
  endedAt: null,
  wait: {
    id: 'wai_000000000001',
    what: 'documents',
    ownerKind: 'customer',
    ownerName: null,
    openedAt: '2026-03-02T01:00:05.000Z',
    dueAt: '2026-03-05T01:00:05.000Z',
    reminders: ['2026-03-02T03:00:05.000Z'],
    reminded: 0,
    escalatedAt: null,
    thenWhat: 'end-expired',
  },
};

export const story: OrderStory = {
  order,
  journal: [
    {
      at: '2026-03-02T01:00:00.000Z',
      version: 1,
      event: 'received',
      stage: 'received',
      status: 'accepted',
      actor: { kind: 'channel', id: 'demo' },
      actorName: '演示渠道',
      body: { externalRef: 'T-1', line: 1, number: '19300000001' },
    },
    {
      at: '2026-03-02T01:00:05.000Z',
      version: 2,
      event: 'verificationStarted',
      stage: 'verifying',
      status: 'awaiting-documents',
      actor: { kind: 'system', id: null },
      actorName: null,
      body: { documents: 'missing' },
    },
  ],
};

export const reviewRowFacts: ReviewRowFacts = {
  id: REVIEW,
  caseId: 'kyc_000000000001',
  state: 'queued',
  approvalsNeeded: 1,
  approvals: 0,
  reasons: [{ code: 'RN_FACE_REVIEW', part: 'selfie', weight: 5, class: 'O', detail: null }],
  holder: '张*丰',
  planName: '星联 29 元',
  quantity: 1,
  openedAt: '2026-03-02T01:00:00.000Z',
  dueAt: '2026-03-02T05:00:00.000Z',
  escalatedAt: null,
  lease: null,
  decidedByMe: false,
};

export const reviewCaseFacts: ReviewCaseFacts = {
  review: reviewRowFacts,
  clear: false,
  evidenceHash: 'a'.repeat(64),
  fields: [
    {
      field: 'name',
      read: '张*丰',
      confidence: 0.99,
      doubtful: false,
      declared: '张*丰',
      typed: null,
      source: 'match',
      differs: false,
    },
  ],
  face: { distance: 0.475, declined: false, acceptTo: 0.45, reviewTo: 0.6, portraitFound: true, selfieFaces: 1 },
  authority: { code: '200', at: '2026-03-02T01:00:00.000Z' },
  age: 33,
  validity: { from: '2020-01-01', to: '2040-01-01', asOf: '2026-03-02' },
  orders: [{ id: ORDER, stage: 'verifying', planName: '星联 29 元', number: null }],
  history: story.journal,
  decisions: [],
  images: { front: true, back: true, selfie: true, portrait: false },
};

export const selfServiceFacts: SelfServiceFacts = {
  planName: '星联 29 元',
  quantity: 1,
  holder: '张*丰',
  caseState: 'awaiting-documents',
  round: 1,
  needed: ['front', 'back', 'selfie'],
  received: [],
  confirm: [],
  reasons: [],
  fields: [],
  deadline: '2026-03-05T01:00:05.000Z',
  documentRetries: 0,
  faceRetries: 0,
  consentsGiven: [],
  consentsDeclined: [],
  orders: [{ id: ORDER, stage: 'verifying', status: 'awaiting-documents', reasonCode: null, number: null }],
};

/** Another plan under a reference that was taken. */
export const conflict: ConflictFacts = {
  id: 'cas_000000000001' as ConflictFacts['id'],
  kind: 'reference-reused',
  channel: 'demo',
  channelName: '演示渠道',
  externalRef: 'T-1',
  openedAt: '2026-03-02T01:30:00.000Z',
  closedAt: null,
  detail: {
    bodyHash: 'b'.repeat(64),
    boundHash: 'a'.repeat(64),
    asked: { planCode: 'XL59', quantity: 1, city: '0755', numbers: null, agentCode: null },
  },
  bound: {
    purchaseId: PURCHASE,
    planCode: 'XL29',
    planName: '星联 29 元',
    quantity: 1,
    city: '0755',
    cityName: '深圳',
    agentCode: null,
    numbers: null,
    placedAt: '2026-03-02T01:00:00.000Z',
  },
  orders: [{ id: ORDER, line: 1, stage: 'verifying', number: '19300000001', endedAt: null }],
  resolution: null,
};

export const staff = (login: string, ...roles: Role[]): StaffSession => ({
  user: {
    id: userId(`usr_${login.padStart(12, '0')}`),
    login,
    name: login,
    roles,
    channel: roles.includes('channel_user') ? 'demo' : null,
  },
  csrf: `csrf-of-${login}`,
});

/** The outside world of the edge, in memory; tests change what they need and read what arrived. */
export interface World {
  readonly staff: Map<string, StaffSession>;
  readonly devices: Map<string, typeof PURCHASE>;
  readonly commands: { channel: string; command: OrderCommandInput }[];
  readonly listings: OrderListing[];
  readonly bookPages: BookPage[];
  readonly hints: { reference: string; word: string }[];
  readonly decisions: unknown[];
  readonly conflicts: ConflictFacts[];
  readonly reissues: unknown[];
  readonly resumed: unknown[];
  readonly intercepted: unknown[];
  readonly looks: { user: string; action: string; subject: string; reason: string }[];
  readonly uploads: { who: string; part: string; bytes: number }[];
  readonly submissions: unknown[];
  readonly numberChoices: unknown[];
  readonly tickets: TicketsAsked;
  readonly money: Money;
  readonly listeners: Set<(change: Change) => void>;
  intake: () => Promise<IntakeAnswer>;
  interception: () => Promise<Interception>;
  leaseHolder: string | null;
  facts: SelfServiceFacts;
  databaseUp: boolean;
}

export function world(): World {
  return {
    staff: new Map([
      ['t-officer', staff('officer1', 'compliance_officer')],
      ['t-support', staff('support1', 'support_agent')],
      ['t-finance', staff('finance1', 'finance_maker')],
      ['t-checker', staff('finance2', 'finance_checker')],
      ['t-both', staff('finance3', 'finance_maker', 'finance_checker')],
      ['t-operator', staff('operator1', 'operator')],
      ['t-auditor', staff('auditor1', 'auditor')],
      ['t-channel', staff('channel1', 'channel_user')],
    ]),
    devices: new Map([['d-1', PURCHASE]]),
    commands: [],
    listings: [],
    bookPages: [],
    hints: [],
    decisions: [],
    conflicts: [conflict],
    reissues: [],
    resumed: [],
    intercepted: [],
    interception: () => Promise.resolve({ outcome: 'intercepted' }),
    looks: [],
    uploads: [],
    submissions: [],
    numberChoices: [],
    tickets: { listings: [], done: [] },
    money: money(),
    listeners: new Set(),
    intake: () =>
      Promise.resolve({
        kind: 'accepted',
        purchaseId: PURCHASE,
        orders: [{ id: ORDER as never, stage: 'received', status: 'accepted', number: null }],
      }),
    leaseHolder: null,
    facts: selfServiceFacts,
    databaseUp: true,
  };
}

export function ports(w: World): EdgePorts {
  const held = (user: string): void => {
    if (w.leaseHolder !== null && w.leaseHolder !== user) throw new DomainError('LeaseLost', 'held by another');
  };
  return {
    channelRequests: {
      claimedBy: ({ channel }) => {
        if (channel === undefined) throw new DomainError('SignatureInvalid', 'wrong');
        return channel;
      },
      verify: ({ channel, signature }) =>
        signature === 'good' && channel !== undefined
          ? Promise.resolve(channel)
          : Promise.reject(new DomainError('SignatureInvalid', 'wrong')),
    },
    courierPushes: {
      read: (body) => {
        if (!Buffer.from(body).toString().includes('sign=good')) throw new DomainError('SignatureInvalid', 'wrong');
        return { provider: 'kuaidi100', reference: 'R', parcel: { company: 'shunfeng', waybill: 'SF1' }, events: [] };
      },
    },
    parcelNews: { receive: () => Promise.resolve(true) },
    resumptions: {
      resume: (input) => {
        w.resumed.push(input);
        return Promise.resolve({ stage: 'provisioning', status: 'awaiting-carrier' });
      },
    },
    interceptions: {
      intercept: (input) => {
        w.intercepted.push(input);
        return w.interception();
      },
    },
    handovers: { decide: () => Promise.resolve({ stage: 'activating', status: 'awaiting-activation' }) },
    carrierCallbacks: {
      verify: (_carrier, { header }) =>
        header('x-xl-sign') === 'good'
          ? Promise.resolve()
          : Promise.reject(new DomainError('SignatureInvalid', 'wrong')),
    },
    intake: {
      accept: (channel, command) => {
        w.commands.push({ channel, command });
        return w.intake();
      },
    },
    channelUploads: {
      store: (channel, part, bytes) => {
        w.uploads.push({ who: channel, part, bytes: bytes.byteLength });
        return Promise.resolve('blb_000000000001' as never);
      },
    },
    reading: {
      order: (id, channel) => Promise.resolve(id === ORDER && (channel ?? 'demo') === 'demo' ? order : null),
      story: (id, channel) => Promise.resolve(id === ORDER && (channel ?? 'demo') === 'demo' ? story : null),
      page: (id, channel) =>
        Promise.resolve(
          id === ORDER && (channel ?? 'demo') === 'demo'
            ? {
                ...story,
                holder: {
                  name: '张*丰',
                  idNumber: '110***********0017',
                  phone: '192****0888',
                  address: '广东省深圳市南山区***',
                },
                siblings: [],
                iccid: null,
                parcel: null,
                kyc: null,
                carrierCalls: [],
                notifications: [],
              }
            : null,
        ),
      list: (listing) => {
        w.listings.push(listing);
        return Promise.resolve({
          rows: [{ ...order, holder: '张*丰', phone: '192****0888' }],
          next: null,
          counts: { verifying: 1, 'waiting:customer': 1 },
        });
      },
      freeNumbers: () => Promise.resolve(['19300000002']),
      book: (partner, page) => {
        w.bookPages.push(page);
        if (page.after === 'nowhere') return Promise.resolve(null);
        return Promise.resolve({ rows: [{ reference: `${partner}-1`, status: 'sent' }], next: `${partner}-1` });
      },
      ledger: (page) => {
        w.bookPages.push(page);
        if (page.after === 'nowhere') return Promise.resolve(null);
        return Promise.resolve({
          whole: { transfers: 1, unbalanced: [], togetherFen: 0 },
          accounts: [
            { account: 'cost', agent: null, balanceFen: -8_000 },
            { account: 'accrued', agent: 'AG01', balanceFen: 8_000 },
          ],
          next: null,
        });
      },
    },
    sessions: {
      signIn: (login, password) =>
        Promise.resolve(
          login === 'officer1' && password === 'right'
            ? { ...staff('officer1', 'compliance_officer'), token: 't-officer', lifetimeSeconds: 60 }
            : null,
        ),
      find: (token) => Promise.resolve(w.staff.get(token) ?? null),
      end: (token) => {
        w.staff.delete(token);
        return Promise.resolve();
      },
    },
    reviewDesk: {
      queue: () => Promise.resolve({ rows: [reviewRowFacts], next: null, counts: { open: 1, overdue: 0, mine: 0 } }),
      claimNext: (user) => {
        if (w.leaseHolder !== null) return Promise.resolve(null);
        w.leaseHolder = user;
        return Promise.resolve(REVIEW);
      },
      claim: (_review, user) => {
        held(user);
        w.leaseHolder = user;
        return Promise.resolve({ until: '2026-03-02T02:10:00.000Z' });
      },
      renew: (_review, user) => {
        held(user);
        return Promise.resolve({ until: '2026-03-02T02:10:00.000Z' });
      },
      giveBack: () => {
        w.leaseHolder = null;
        return Promise.resolve();
      },
      case: () => Promise.resolve(reviewCaseFacts),
      image: (_review, user) => {
        if (w.leaseHolder !== user) throw new DomainError('LeaseLost', 'not yours');
        return Promise.resolve({ bytes: Buffer.from('jpeg'), contentType: 'image/jpeg' });
      },
    },
    reviewDecisions: {
      decide: (input) => {
        w.decisions.push(input);
        return Promise.resolve({ state: 'decided', outcome: 'approve', approvals: 1, approvalsNeeded: 1 });
      },
    },
    conflictDesk: {
      case: (id) => Promise.resolve(w.conflicts.find((each) => each.id === id) ?? null),
      list: ({ state, after, limit }) => {
        const all = w.conflicts.filter(({ closedAt }) => (closedAt === null) === (state === 'open'));
        const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
        const rows = all.slice(from, from + limit);
        return Promise.resolve({
          rows,
          next: from + limit < all.length ? (rows.at(-1)?.id ?? null) : null,
          counts: { open: all.length, closed: w.conflicts.length - all.length },
        });
      },
      resolve: (id, by, { code, note }) => {
        const at = w.conflicts.findIndex((each) => each.id === id);
        const found = w.conflicts[at];
        if (!found) return Promise.reject(new DomainError('ConflictNotFound', 'none'));
        if (found.closedAt !== null) return Promise.reject(new DomainError('ConflictClosed', 'settled'));
        const settled = { ...found, closedAt: NOW, resolution: { code, note, by } };
        w.conflicts[at] = settled;
        return Promise.resolve(settled);
      },
    },
    ...auditPorts(w.looks, story),
    linkReissue: {
      reissue: (input) => {
        w.reissues.push(input);
        return Promise.resolve({ linkId: 'lnk_000000000001' as never, expiresAt: NOW });
      },
    },
    selfService: {
      exchange: (token) =>
        token === 'a-token-that-is-long'
          ? Promise.resolve({ purchaseId: PURCHASE, device: 'd-1', lifetimeSeconds: 60 })
          : Promise.reject(new DomainError('LinkInvalid', 'unknown')),
      purchaseOf: (device) => Promise.resolve(w.devices.get(device) ?? null),
      facts: () => Promise.resolve(w.facts),
      offers: () => Promise.resolve(['19300000002', '19300000003']),
      answerConsents: (_purchase, given, declined) => {
        w.facts = {
          ...w.facts,
          consentsGiven: [...w.facts.consentsGiven, ...given],
          consentsDeclined: [...w.facts.consentsDeclined, ...declined],
        };
        return Promise.resolve();
      },
    },
    customerUploads: {
      store: (_purchase, part, bytes) => {
        w.uploads.push({ who: 'customer', part, bytes: bytes.byteLength });
        return Promise.resolve(
          bytes.byteLength < 10 ? { accepted: false, hints: ['TOO_SMALL'] } : { accepted: true, hints: [] },
        );
      },
    },
    ...ticketPorts(w.tickets, order),
    commissionDesk: commissionDesk(w.money, ORDER),
    numberChoices: {
      choose: (input) => {
        w.numberChoices.push(input);
        return Promise.resolve();
      },
    },
    submissions: {
      submit: (input) => {
        w.submissions.push(input);
        return Promise.resolve({ accepted: true });
      },
    },
    carrierHints: {
      receive: ({ reference, word }) => {
        w.hints.push({ reference, word });
        return Promise.resolve(true);
      },
    },
    changes: {
      subscribe: (listener) => {
        w.listeners.add(listener);
        return () => w.listeners.delete(listener);
      },
    },
    health: {
      check: () =>
        w.databaseUp ? Promise.resolve() : Promise.reject(new DomainError('DatabaseUnavailable', 'no connection')),
    },
    clock: { now: () => NOW, nowMs: () => Date.parse(NOW), realMs: () => Date.parse('2026-11-24T00:00:00.000Z') },
    sandbox: {
      time: {
        quiet: () => Promise.resolve({ quiet: true, blockers: [], next: null, businessNow: NOW }),
        moveClock: (to) =>
          to < NOW
            ? Promise.reject(new DomainError('ClockInvalid', 'that is past'))
            : Promise.resolve({ offsetMs: Date.parse(to), generation: 2 }),
      },
      jumps: { jump: () => Promise.resolve({ kind: 'moved', at: NOW, what: 'wait documents' }) },
      colleagues: { set: () => Promise.resolve(), isOn: () => Promise.resolve(true) },
    },
  };
}

export const fakeApp = (w: World = world(), change: Partial<EdgePorts> = {}, channelRequestsPerMinute = 1_000) =>
  buildApp({ ...ports(w), ...change }, { logger: false, secureCookies: true, webRoot: null, channelRequestsPerMinute });

export const signed = { 'x-cardflow-channel': 'demo', 'x-cardflow-signature': 'good' };
export const as = (token: string): Record<string, string> => ({ cookie: `__Host-cardflow=${token}` });
export const changingAs = (token: string, login: string): Record<string, string> => ({
  ...as(token),
  'x-csrf-token': `csrf-of-${login}`,
});
export const device = { cookie: '__Host-cardflow-device=d-1' };
