import type { Problem } from '../../../../api/schemas/problem';

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

/** The token of the session, sent back with every changing call. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  /** Lets the browser finish the call after the page is gone. */
  readonly keepalive?: boolean;
  readonly signal?: AbortSignal;
}

/** Resolves with the parsed body, or null for an empty answer. Throws `ApiProblem`. */
export async function call<T>(path: string, { method = 'GET', body, keepalive, signal }: Call = {}): Promise<T | null> {
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
