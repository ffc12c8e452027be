import { type Answer, call, field } from '../calls';
import { listenTo, StreamRefused } from '../events';
import { type CaseView, verdictOn } from './verdict';

export interface Account {
  readonly login: string;
  readonly password: string;
}

interface Session {
  readonly cookie: string;
  readonly csrf: string;
}

/** One officer with a log-in of her own, working through the public review API. */
export class Colleague {
  private session: Session | undefined;

  constructor(
    private readonly apiUrl: string,
    private readonly account: Account,
  ) {}

  /** Takes and decides cases until none is left for her; says how many. Throws when the product is not there. */
  async workOff(): Promise<number> {
    for (let decided = 0; ; decided += 1) {
      const claimed = await this.send('POST', '/v1/reviews/next', {});
      const reviewId = field(claimed.body, 'reviewId');
      if (claimed.status !== 200 || reviewId === undefined) return decided;
      await this.decide(reviewId);
    }
  }

  /** Calls `heard` once connected and then whenever a review may have changed; returns when the stream ends. */
  async news(signal: AbortSignal, heard: () => void): Promise<void> {
    const { cookie } = await this.signedIn();
    try {
      await listenTo(`${this.apiUrl}/v1/console/events`, cookie, signal, (event) => {
        if (event === '' || event.includes('"review"')) heard();
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
    await this.send('POST', `${path}/decision`, { ...verdict, note, evidenceHash: view.evidenceHash });
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
