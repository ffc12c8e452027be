import { createHash } from 'node:crypto';
import { type Answer, call, field } from '../calls';
import { listenTo, StreamRefused } from '../events';
import type { Part } from '../persons/photos';

export interface PageState {
  readonly step: 'consents' | 'documents' | 'checking' | 'confirm' | 'number' | 'done' | 'ended';
  readonly needed: readonly Part[];
  readonly received: readonly Part[];
  readonly consents: readonly {
    readonly kind: string;
    readonly textHash: string;
    readonly given: boolean;
    readonly declined?: boolean;
  }[];
  readonly fields?: readonly { readonly field: string; readonly editable: boolean }[];
  readonly orders?: readonly { readonly id: string; readonly choosesNumber?: boolean }[];
}

/** What stands between her and support. */
export interface Talk {
  readonly id: string;
  readonly state: string;
  readonly entries: readonly { readonly from: string; readonly words: string | null }[];
}

export interface Session {
  readonly cookie: string;
  readonly csrf: string | null;
}

/** The product would not go on with this customer; the visit is over. */
export class PageRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`the page was refused: ${String(status)} ${code}`);
  }
}

/** The public self-service API, used as the phone page uses it. Throws plain errors where trying again later may help. */
export class PhonePage {
  constructor(private readonly apiUrl: string) {}

  /** Trades the one-time token for the cookie of this device, which shows the cookies it already has. */
  async enter(token: string, cookie: string | undefined): Promise<Session> {
    const earlier = cookie === undefined ? null : { cookie, csrf: null };
    const answer = await this.send('POST', '/session', earlier, JSON.stringify({ token }));
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '');
    return {
      cookie: cookies.length > 0 ? cookies.join('; ') : (cookie ?? ''),
      csrf: field(answer.body, 'csrf') ?? null,
    };
  }

  async state(session: Session): Promise<PageState> {
    return (await this.send('GET', '', session)).body as PageState;
  }

  async consent(
    session: Session,
    given: readonly { readonly kind: string; readonly textHash: string }[],
    declined: readonly { readonly kind: string; readonly textHash: string }[],
  ): Promise<void> {
    await this.send('POST', '/consents', session, JSON.stringify({ given, declined }));
  }

  /** True when the page takes the photo; false when it asks for a better one at once. */
  async upload(session: Session, part: Part, photo: Buffer): Promise<boolean> {
    const answer = await this.send('PUT', `/documents/${part}`, session, photo, 'image/jpeg');
    return (answer.body as { readonly accepted?: boolean }).accepted !== false;
  }

  async submit(session: Session, confirmed?: { readonly name?: string; readonly address?: string }): Promise<void> {
    await this.send('POST', '/submission', session, JSON.stringify(confirmed ? { confirmed } : {}));
  }

  /** Free numbers for an order whose own is gone. */
  async numbers(session: Session, orderId: string): Promise<readonly string[]> {
    const answer = await this.send('GET', `/orders/${orderId}/numbers`, session);
    return (answer.body as { readonly numbers: readonly string[] }).numbers;
  }

  async choose(session: Session, orderId: string, number: string): Promise<void> {
    await this.send('PUT', `/orders/${orderId}/number`, session, JSON.stringify({ number }));
  }

  async talks(session: Session): Promise<readonly Talk[]> {
    return ((await this.send('GET', '/tickets', session)).body as { readonly tickets: readonly Talk[] }).tickets;
  }

  async ask(session: Session, text: string): Promise<void> {
    await this.send('POST', '/tickets', session, JSON.stringify({ text, key: keyOf(text) }));
  }

  async reply(session: Session, ticketId: string, text: string): Promise<void> {
    await this.send('POST', `/tickets/${ticketId}/replies`, session, JSON.stringify({ text, key: keyOf(text) }));
  }

  /** Calls `look` once the stream stands and then each time something changed, until it says true; false when the stream ended. */
  async watch(session: Session, signal: AbortSignal, look: () => Promise<boolean>): Promise<boolean> {
    try {
      return await listenTo(`${this.apiUrl}/v1/self-service/events`, session.cookie, signal, look);
    } catch (error) {
      throw error instanceof StreamRefused ? failure(error.status, undefined) : error;
    }
  }

  private async send(
    method: string,
    path: string,
    session: Session | null,
    body?: string | Buffer,
    type = 'application/json',
  ): Promise<Answer> {
    const answer = await call(`${this.apiUrl}/v1/self-service${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': type }),
        ...(session && { cookie: session.cookie }),
        ...(session?.csrf && { 'x-csrf-token': session.csrf }),
      },
      ...(body !== undefined && { body }),
      timeoutMs: 60_000,
    });
    if (answer.status >= 300) throw failure(answer.status, field(answer.body, 'code'));
    return answer;
  }
}

/** She says each thing once: the same words again are the message whose answer was lost. */
const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Busy and broken pass; anything else is an answer to this customer. */
function failure(status: number, code: string | undefined): Error {
  if (status >= 500 || status === 429 || status === 408) return new Error(`the product answered ${String(status)}`);
  return new PageRefused(status, code ?? '');
}
