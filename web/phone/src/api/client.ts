import type { Problem } from '../../../../api/schemas/problem';
import type { ConsentAnswers, NumberOffers, Submission, SelfServiceState } from '../../../../api/schemas/self-service';

export type Part = SelfServiceState['needed'][number];

/** The server answered and said no. `code` is one of the published words, or empty where a proxy answered in its stead. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly traceId: string | null,
    readonly pointers: readonly string[] = [],
  ) {
    super(`${String(status)} ${code}`);
    this.name = 'Refused';
  }

  /** Asking again later may help; nothing about the request itself is wrong. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** No answer arrived: whether the server acted is unknown, so only what may be repeated is sent through here. */
export class Unreachable extends Error {
  constructor() {
    super('no answer');
    this.name = 'Unreachable';
  }
}

export function refusalFrom(status: number, body: string): Refused {
  try {
    const problem = JSON.parse(body) as Partial<Problem>;
    const pointers = (problem.errors ?? []).map((error) => error.pointer);
    return new Refused(status, problem.code ?? '', problem.traceId ?? null, pointers);
  } catch {
    return new Refused(status, '', null);
  }
}

export const urls = {
  session: '/v1/self-service/session',
  state: '/v1/self-service',
  consents: '/v1/self-service/consents',
  submission: '/v1/self-service/submission',
  events: '/v1/self-service/events',
  numbers: (order: string): string => `/v1/self-service/orders/${encodeURIComponent(order)}/numbers`,
  number: (order: string): string => `/v1/self-service/orders/${encodeURIComponent(order)}/number`,
  document: (part: Part): string => `/v1/self-service/documents/${part}`,
} as const;

/** Trades the one-time token for a cookie of this device. */
export async function exchange(token: string): Promise<void> {
  await send('POST', urls.session, { token });
}

export async function readState(): Promise<SelfServiceState> {
  const response = await send('GET', urls.state);
  return (await response.json()) as SelfServiceState;
}

export async function answerConsents(answers: ConsentAnswers): Promise<void> {
  await send('POST', urls.consents, answers);
}

export async function submit(submission: Submission): Promise<void> {
  await send('POST', urls.submission, submission);
}

export async function offers(order: string): Promise<readonly string[]> {
  const response = await send('GET', urls.numbers(order));
  return ((await response.json()) as NumberOffers).numbers;
}

export async function choose(order: string, number: string): Promise<void> {
  await send('PUT', urls.number(order), { number });
}

export async function send(method: string, url: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) throw refusalFrom(response.status, await response.text().catch(() => ''));
  return response;
}
