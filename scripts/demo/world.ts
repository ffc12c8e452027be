import { readFileSync } from 'node:fs';
import type { Caravan } from './travel';

/** What the runner may know: addresses and demo accounts of run.json. No database, no Temporal. */
export interface RunFile {
  readonly children: readonly { readonly name: string; readonly pid: number }[];
  readonly urls: { readonly api: string; readonly sandbox: string };
  readonly accountsFile?: string;
}

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
}

/** A person at a keyboard: a session of a demo account. */
export interface Staff {
  readonly get: <Body>(path: string) => Promise<Answer<Body>>;
  readonly post: <Body>(path: string, body?: unknown) => Promise<Answer<Body>>;
  readonly put: <Body>(path: string, body?: unknown) => Promise<Answer<Body>>;
}

export interface World {
  readonly run: () => RunFile;
  readonly api: string;
  readonly sandbox: string;
  /** GET or POST at the sandbox's or the product's address; rejects on transport errors only. */
  readonly call: <Body>(url: string, body?: unknown, method?: string) => Promise<Answer<Body>>;
  readonly staff: (login: string) => Promise<Staff>;
  /** The day that people are drawn for: the same however long the stories before took. Today unless told. */
  readonly peopleOf?: string;
  /** Set for stories that are told side by side. */
  readonly caravan?: Caravan;
}

interface Account {
  readonly login: string;
  readonly password: string;
}

export function openWorld(runFile: string): World {
  const run = (): RunFile => JSON.parse(readFileSync(runFile, 'utf8')) as RunFile;
  const first = run();
  const accountsFile = first.accountsFile ?? runFile.replace(/run\.json$/, 'accounts.json');
  const accounts = JSON.parse(readFileSync(accountsFile, 'utf8')) as readonly Account[];
  const signedIn = new Map<string, Promise<Staff>>();
  const { api, sandbox } = first.urls;

  return {
    run,
    api,
    sandbox,
    call,
    staff(login) {
      const known = signedIn.get(login) ?? signIn(api, account(accounts, login));
      signedIn.set(login, known);
      return known;
    },
  };
}

function account(accounts: readonly Account[], login: string): Account {
  const found = accounts.find((a) => a.login === login);
  if (!found) throw new Error(`no demo account ${login}`);
  return found;
}

async function call<Body>(
  url: string,
  body?: unknown,
  method?: string,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
}

async function signIn(api: string, { login, password }: Account): Promise<Staff> {
  const response = await fetch(`${api}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (!response.ok) throw new Error(`${login} cannot sign in: HTTP ${String(response.status)}`);
  const { csrf } = (await response.json()) as { csrf: string };
  const cookie = cookiesOf(response);
  return {
    get: (path) => call(`${api}${path}`, undefined, 'GET', { cookie }),
    post: (path, body) => call(`${api}${path}`, body ?? {}, 'POST', { cookie, 'x-csrf-token': csrf }),
    put: (path, body) => call(`${api}${path}`, body ?? {}, 'PUT', { cookie, 'x-csrf-token': csrf }),
  };
}

/** A phone on which somebody opens the link of a text message: known by its cookie from then on. */
export async function openLink(world: World, text: string): Promise<Pick<Staff, 'get' | 'post'>> {
  const token = /#t=([\w.~-]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link in "${text}"`);
  const response = await fetch(`${world.api}/v1/self-service/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Error(`the link does not open: HTTP ${String(response.status)}`);
  const cookie = cookiesOf(response);
  return {
    get: (path) => call(`${world.api}${path}`, undefined, 'GET', { cookie }),
    post: (path, body) => call(`${world.api}${path}`, body ?? {}, 'POST', { cookie }),
  };
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');

/** What stands on all pages of a list, one after the other; `path` has its own filters already. */
export async function everyPage<Page extends { readonly next: string | null }>(
  staff: Staff,
  path: string,
  limit = 200,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let after: string | null = ''; after !== null;) {
    const asked: string = `${path}?limit=${String(limit)}${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`;
    const page: Page = expectStatus(await staff.get<Page>(asked), 200, asked);
    pages.push(page);
    after = page.next;
  }
  return pages;
}

/** Names what went wrong instead of going on with half an answer. */
export function expectStatus<Body>(answer: Answer<Body>, status: number, what: string): Body {
  if (answer.status !== status)
    throw new Error(`${what}: HTTP ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
