import type { Problem } from '../../../../api/schemas/problem';
import type { SessionView } from '../../../../api/schemas/session';

/** What the server refused, or that it could not be reached (`status` 0). */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly traceId: string | null,
    message: string,
  ) {
    super(message);
    this.name = 'ApiProblem';
  }
}

let csrf = '';
let login = '';

/** Keeps the token of the session, sent back with every changing call, and whose it is. */
export function rememberSession(session: SessionView): void {
  csrf = session.csrf;
  login = session.user.login;
}

/**
 * Takes the token of the cookie's present session, which another tab may have begun anew. False where there is none; where it
 * belongs to somebody else, this page is theirs now and starts again rather than act in their name.
 */
async function renewCsrf(): Promise<boolean> {
  const response = await send('/v1/session', { credentials: 'same-origin', headers: { accept: 'application/json' } });
  if (!response.ok) return false;
  const session = (await response.json()) as SessionView;
  if (session.user.login !== login) {
    location.reload();
    return false;
  }
  rememberSession(session);
  return true;
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  /** Lets the browser finish the call after the page is gone. */
  readonly keepalive?: boolean;
  readonly signal?: AbortSignal;
  /** Sent a second time, with a renewed token. */
  readonly renewed?: boolean;
}

/** Resolves with the parsed body, or null for an empty answer. Throws `ApiProblem`. */
export async function call<T>(path: string, options: Call = {}): Promise<T | null> {
  const { method = 'GET', body, keepalive, signal, renewed = false } = options;
  const response = await send(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(method === 'GET' ? {} : { 'x-csrf-token': csrf }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(keepalive === undefined ? {} : { keepalive }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.ok) {
    const text = await response.text();
    return text === '' ? null : (JSON.parse(text) as T);
  }
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  if (problem.code === 'CsrfMissing' && !renewed && (await renewCsrf())) {
    return call<T>(path, { ...options, renewed: true });
  }
  throw new ApiProblem(
    response.status,
    problem.code ?? 'Unknown',
    problem.traceId ?? response.headers.get('x-request-id'),
    problem.detail ?? problem.title ?? response.statusText,
  );
}

/** For reads whose answer is never empty. */
export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await call<T>(path, signal === undefined ? {} : { signal });
  if (answer === null) throw new ApiProblem(502, 'EmptyAnswer', null, `empty answer from ${path}`);
  return answer;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem(0, 'Unreachable', null, 'the server cannot be reached');
  }
}
