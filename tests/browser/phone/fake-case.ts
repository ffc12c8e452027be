import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApp } from '../../../api/app';
import type { EdgePorts } from '../../../api/edge';
import { DomainError } from '../../../domain/errors';
import type { SelfServiceFacts } from '../../../domain/ports/self-service';
import type { DocumentPart, UploadHint } from '../../../domain/ports/uploads';
import { PURCHASE, ports, selfServiceFacts, world } from '../../api/fakes';

/** One customer's case behind the product's real HTTP edge: routes, schemas, cookies, headers and texts are the real ones. */
export interface FakeCase {
  /** Where the pages are, without a token. */
  readonly url: string;
  facts: SelfServiceFacts;
  /** Every upload the server received, in order, those whose answer was lost among them. */
  readonly uploads: { readonly part: DocumentPart; readonly bytes: Uint8Array }[];
  /** What is stored: one document a part. */
  readonly documents: Map<DocumentPart, Uint8Array>;
  readonly submissions: { readonly name?: string; readonly address?: string }[];
  /** Free numbers, in the order in which they are offered, a handful at a time. */
  readonly shelf: string[];
  /** Numbers that the server was asked to hold. */
  readonly choices: string[];
  /** What the server says to the next uploads; accepted when empty. */
  readonly refusals: UploadHint[];
  /** How many of the next upload answers never reach the phone, though the server acted. */
  lostAnswers: number;
  /** A link as the SMS has it. Each token is good for one device. */
  link: (token?: string) => string;
  expire: (token: string) => void;
  /** Changes the facts and tells whoever listens. */
  become: (facts: Partial<SelfServiceFacts>) => void;
  /** Back to the first step, with nothing stored and every link unspent. */
  reset: (facts?: Partial<SelfServiceFacts>) => void;
  readonly close: () => Promise<void>;
}

const SHELF = Array.from({ length: 12 }, (_, n) => `193000000${String(n + 10)}`);

export const TOKEN = 'token-of-the-first-message';

export async function startFakeCase(webRoot: string): Promise<FakeCase> {
  const outside = world();
  const spent = new Map<string, string>();
  const expired = new Set<string>();
  let devices = 0;

  const self: Partial<EdgePorts> = {
    selfService: {
      exchange: (token, device) => {
        const owner = spent.get(token);
        if (expired.has(token) || (owner !== undefined && owner !== device)) {
          return Promise.reject(new DomainError('LinkInvalid', 'spent or expired'));
        }
        const bound = owner ?? `device-${++devices}`;
        spent.set(token, bound);
        return Promise.resolve({ purchaseId: PURCHASE, device: bound, lifetimeSeconds: 3600 });
      },
      purchaseOf: (device) => Promise.resolve([...spent.values()].includes(device) ? PURCHASE : null),
      facts: () => Promise.resolve(theCase.facts),
      offers: () => {
        const handful = theCase.shelf.splice(0, 6);
        theCase.shelf.push(...handful);
        return Promise.resolve(handful);
      },
      answerConsents: (_purchase, given, declined) => {
        theCase.facts = {
          ...theCase.facts,
          consentsGiven: [...theCase.facts.consentsGiven, ...given],
          consentsDeclined: [...theCase.facts.consentsDeclined, ...declined],
        };
        return Promise.resolve();
      },
    },
    customerUploads: {
      store: (_purchase, part, bytes) => {
        theCase.uploads.push({ part, bytes });
        const hint = theCase.refusals.shift();
        if (hint !== undefined) return Promise.resolve({ accepted: false, hints: [hint] });
        theCase.documents.set(part, bytes);
        const { needed, received } = theCase.facts;
        theCase.facts = {
          ...theCase.facts,
          needed: needed.filter((other) => other !== part),
          received: [...received.filter((other) => other !== part), part],
        };
        return Promise.resolve({ accepted: true, hints: [] });
      },
    },
    numberChoices: {
      choose: ({ number }) => {
        theCase.choices.push(number);
        const mine = theCase.facts.orders.some((order) => order.number === number);
        if (!mine && !theCase.shelf.includes(number)) return Promise.reject(new DomainError('NumberTaken', 'gone'));
        const orders = theCase.facts.orders.map((order) => ({
          ...order,
          ...(order.status === 'awaiting-number' ? { status: 'opening' as const, reasonCode: null, number } : {}),
        }));
        theCase.facts = { ...theCase.facts, orders };
        return Promise.resolve();
      },
    },
    submissions: {
      submit: ({ confirmed }) => {
        theCase.submissions.push(confirmed);
        theCase.facts = { ...theCase.facts, caseState: 'submitted', needed: [], confirm: [] };
        return Promise.resolve({ accepted: true });
      },
    },
  };

  const app = await buildApp(
    { ...ports(outside), ...self },
    { logger: false, secureCookies: true, webRoot, channelRequestsPerMinute: 1_000 },
  );
  app.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false; // On a kept connection Chromium repeats a PUT by itself, and the page would not be tried.
    if (request.method === 'PUT') loseAnswer(request, response, () => theCase.lostAnswers-- > 0);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/phone/`;

  const theCase: FakeCase = {
    url,
    facts: selfServiceFacts,
    uploads: [],
    shelf: [],
    choices: [],
    documents: new Map(),
    submissions: [],
    refusals: [],
    lostAnswers: 0,
    link: (token = TOKEN) => `${url}#t=${token}`,
    expire: (token) => {
      expired.add(token);
    },
    become: (facts) => {
      theCase.facts = { ...theCase.facts, ...facts };
      for (const tell of outside.listeners) {
        tell({ kind: 'case', id: 'kyc_000000000001', purchaseId: PURCHASE, channel: null });
      }
    },
    reset: (facts = {}) => {
      theCase.facts = { ...selfServiceFacts, ...facts };
      theCase.uploads.length = 0;
      theCase.shelf.splice(0, Infinity, ...SHELF);
      theCase.choices.length = 0;
      theCase.submissions.length = 0;
      theCase.refusals.length = 0;
      theCase.documents.clear();
      theCase.lostAnswers = 0;
      spent.clear();
      expired.clear();
    },
    close: () => app.close(),
  };
  return theCase;
}

/** Cuts the line at the moment the answer would leave: the server has acted, the phone cannot know. */
function loseAnswer(request: IncomingMessage, response: ServerResponse, isLost: () => boolean): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    response.writeHead = writeHead; // Asked once an answer, however often headers are written.
    if (isLost()) request.socket.destroy();
    return writeHead(...args);
  }) as typeof response.writeHead;
}
