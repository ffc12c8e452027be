import { type Answer, call, field } from '../calls';
import { listenTo, StreamRefused } from '../events';
import { replyTo, type TicketPage } from './answer';
import { type CaseView, verdictOn } from './verdict';

export interface Account {
  readonly login: string;
  readonly password: string;
}

/** Where she says that she is there. */
const DUTY = '/v1/session/duty';

interface Session {
  readonly cookie: string;
  readonly csrf: string;
}

/** One colleague with a log-in of her own, working through the public API: what her role allows of reviews and tickets. */
export class Colleague {
  private session: Session | undefined;

  constructor(
    private readonly apiUrl: string,
    private readonly account: Account,
  ) {}

  /** Does what is there for her until nothing is left; says how much that was. Throws when the product is not there. */
  async workOff(): Promise<number> {
    return (await this.decideCases()) + (await this.answerTickets());
  }

  /** Nobody gives her tickets any more; those in hand go to whoever is there. */
  async goHome(): Promise<void> {
    if (this.session) await this.send('PUT', DUTY, { onDuty: false });
  }

  private async decideCases(): Promise<number> {
    for (let decided = 0; ; decided += 1) {
      const claimed = await this.send('POST', '/v1/reviews/next', {});
      const reviewId = field(claimed.body, 'reviewId');
      if (claimed.status !== 200 || reviewId === undefined) return decided;
      await this.decide(reviewId);
    }
  }

  /** The product gives tickets to whoever is on duty: what lies in her hands is answered and closed. */
  private async answerTickets(): Promise<number> {
    const duty = await this.send('GET', DUTY);
    // Whose role has no tickets is told so here.
    if (duty.status !== 200) return 0;
    const { onDuty, silent } = duty.body as { readonly onDuty: boolean; readonly silent: boolean };
    // Said only where it changes something: each time, what nobody has is given out anew.
    if (!onDuty || silent) await this.send('PUT', DUTY, { onDuty: true });
    const listed = await this.send('GET', '/v1/tickets?view=mine&limit=100');
    const { rows = [] } = listed.body as { readonly rows?: readonly { readonly id: string; readonly state: string }[] };
    let closed = 0;
    for (const { id, state } of rows) if (state === 'open' && (await this.answer(id))) closed += 1;
    return closed;
  }

  private async answer(id: string): Promise<boolean> {
    const path = `/v1/tickets/${id}`;
    const seen = await this.send('GET', path);
    if (seen.status !== 200) return false;
    const { text, key, outcome } = replyTo(seen.body as TicketPage);
    // A conflict means that it is in other hands by now.
    if (text !== null && (await this.send('POST', `${path}/answer`, { text, key, waits: false })).status !== 200)
      return false;
    return (await this.send('POST', `${path}/close`, { outcome })).status === 200;
  }

  /** Calls `heard` once connected and then whenever a review or a ticket may have changed; returns when the stream ends. */
  async news(signal: AbortSignal, heard: () => void): Promise<void> {
    const { cookie } = await this.signedIn();
    try {
      await listenTo(`${this.apiUrl}/v1/console/events`, cookie, signal, (event) => {
        if (event === '' || /"(?:review|ticket)"/.test(event)) heard();
        return false;
      });
    } catch (error) {
      if (error instanceof StreamRefused && error.status === 401) this.session = undefined;
      throw error;
    }
  }

  private async decide(reviewId: string): Promise<void> {
    const path = `/v1/reviews/${reviewId}`;
    const seen = await this.send('GET', path);
    const view = seen.body as CaseView;
    const verdict = seen.status === 200 ? verdictOn(view) : undefined;
    // Nothing that fits: the lease goes back, so that a person finds the case in the queue.
    if (!verdict) {
      await this.send('DELETE', `${path}/lease`);
      throw new Error('a case offers no decision that a scripted colleague could take');
    }
    const note = '演示同事按规则处理';
    // A conflict means somebody else was faster or the evidence changed; the case is then no longer hers.
    const said = await this.send('POST', `${path}/decision`, { ...verdict, note, evidenceHash: view.evidenceHash });
    if (said.status !== 200 && said.status !== 409)
      throw new Error(`a decision was not taken: ${String(said.status)} ${field(said.body, 'code') ?? ''}`);
  }

  private async send(method: string, path: string, body?: unknown): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      const { cookie, csrf } = await this.signedIn();
      const answer = await call(this.apiUrl + path, {
        method,
        headers: {
          accept: 'application/json',
          cookie,
          'x-csrf-token': csrf,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (answer.status >= 500 || answer.status === 429)
        throw new Error(`the product answered ${String(answer.status)}`);
      if (answer.status !== 401 || attempt > 0) return answer;
      this.session = undefined;
    }
  }

  private async signedIn(): Promise<Session> {
    if (this.session) return this.session;
    const answer = await call(`${this.apiUrl}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(this.account),
    });
    if (answer.status >= 300) throw new Error(`a colleague could not sign in: ${String(answer.status)}`);
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '');
    return (this.session = { cookie: cookies.join('; '), csrf: field(answer.body, 'csrf') ?? '' });
  }
}
