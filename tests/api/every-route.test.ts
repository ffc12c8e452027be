import type { FastifyInstance } from 'fastify';
import { ROLES } from '../../domain/stages';
import { device, fakeApp, signed, staff, world } from './fakes';
import { leavesIn, objectsIn, pointerTo, replaced, routesOf, sample, type Schema } from './published';

interface Operation {
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const PARTS = ['params', 'querystring', 'body'] as const;

/** One call of one route, with everything the document says it takes. */
interface Call extends Readonly<Record<(typeof PARTS)[number], unknown>> {
  readonly name: string;
  readonly operation: Operation;
}

/** Their answers have no end. */
const STREAMS = /\/events$/;
/** It ends the session of all others. */
const SIGN_OUT = 'delete /v1/session';
/** A partner may add fields to what it posts. */
const MAY_GROW = 'post /callbacks/carriers/xinglian';
/** What these take is more than a schema can say: pictures, a signed form, the words of consents and resolutions. */
const MORE_THAN_FORM = [
  'post /callbacks/couriers/kuaidi100',
  'post /v1/blobs',
  'post /v1/conflict-cases/{id}/resolution',
  'post /v1/self-service/consents',
  'put /v1/self-service/documents/{part}',
];

/** What PostgreSQL cannot store, or what plays tricks with a terminal. */
const UNHOLDABLE = ['\u0000', 'a\u0000b', 'a\u001bb', 'a\ud800b'];
const LONE_SURROGATE = /\p{Cs}/u;
const WRONG = [5, -1, 1e308, null, true, [], {}, [null], 'x'.repeat(20_000), ''];

function parameters({ parameters: all = [] }: Operation, place: 'path' | 'query'): Record<string, unknown> {
  return Object.fromEntries(all.filter((each) => each.in === place).map(({ name, schema }) => [name, sample(schema)]));
}

function callsOf({ paths }: Document): Call[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const schema = operation.requestBody?.content['application/json']?.schema;
      return {
        name: `${method} ${path}`,
        operation,
        params: parameters(operation, 'path'),
        querystring: parameters(operation, 'query'),
        body: schema && sample(schema),
      };
    }),
  );
}

function callerOf({ security = [] }: Operation): Record<string, string> {
  const ways = security.flatMap((way) => Object.keys(way));
  if (ways.includes('channel')) return signed;
  if (ways.includes('session')) return { cookie: '__Host-cardflow=t-all', 'x-csrf-token': 'csrf-of-all' };
  if (ways.includes('device')) return device;
  return ways.includes('carrier') ? { 'x-xl-time': '1', 'x-xl-nonce': 'n', 'x-xl-sign': 'good' } : {};
}

const inUrl = (value: unknown): string => encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));

describe('every route of the published interface', () => {
  let app: FastifyInstance;
  let calls: Call[];

  beforeAll(async () => {
    const w = world();
    w.staff.set('t-all', staff('all', ...ROLES.filter((role) => role !== 'channel_user')));
    app = await fakeApp(w, {}, 1_000_000);
    const document = (await app.inject('/openapi.json')).json<Document>();
    calls = callsOf(document).filter(({ name }) => !STREAMS.test(name) && name !== SIGN_OUT);
  });
  afterAll(() => app.close());

  const send = ({ name, operation, params, querystring, body }: Call) => {
    const [method = '', pattern = ''] = name.split(' ');
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_, key: string) => inUrl((params as Record<string, unknown>)[key]));
    const query = Object.entries(querystring as object).map(([key, value]) => `${key}=${inUrl(value)}`);
    return app.inject({
      method: method.toUpperCase() as 'GET',
      url: [path, ...(query.length > 0 ? [query.join('&')] : [])].join('?'),
      headers: { ...callerOf(operation), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
  };
  type Answer = Awaited<ReturnType<typeof send>>;
  interface Trial {
    readonly call: Call;
    /** As a problem points there. */
    readonly where: string;
    readonly value: unknown;
  }

  /** Every field of every call with every one of these values in its place. */
  function* trials(values: readonly unknown[], isMeant: (original: unknown) => boolean): Generator<Trial> {
    for (const call of calls)
      for (const part of PARTS)
        for (const { place } of leavesIn(call[part]).filter(({ value }) => isMeant(value)))
          for (const value of values)
            yield {
              call: { ...call, [part]: replaced(call[part], place, value) },
              where: `${part === 'body' ? '' : `/${part}`}${pointerTo(place)}`,
              value,
            };
  }

  const pointersOf = (answer: Answer): string[] =>
    (answer.json<{ errors?: { pointer: string }[] }>().errors ?? []).map(({ pointer }) => pointer);

  /** What is wrong about an answer, whatever was sent. */
  function fault({ operation }: Call, answer: Answer): string | null {
    const { statusCode } = answer;
    const type = String(answer.headers['content-type']);
    if (statusCode >= 500) return `answers ${String(statusCode)}`;
    if (String(statusCode) in operation.responses) return null;
    if (statusCode < 400) return `answers ${String(statusCode)}, which the document does not name`;
    if (!type.startsWith('application/problem+json')) return `answers ${String(statusCode)} as ${type}`;
    return statusCode === 400 && pointersOf(answer).length === 0 ? 'says that something is wrong, but not where' : null;
  }

  it('is all there is', async () => {
    const published = callsOf((await app.inject('/openapi.json')).json<Document>()).map(({ name }) => name);

    const registered = routesOf(app.printRoutes({ commonPrefix: false }));

    expect(registered.filter((name) => !published.includes(name) && !name.startsWith('get /docs'))).toEqual([
      'get /openapi.json',
    ]);
    expect(published.filter((name) => !registered.includes(name))).toEqual([]);
    expect(published.length).toBeGreaterThan(50);
  });

  it('takes what the document says it takes, and answers what it says it answers', async () => {
    const [faults, refused]: [string[], string[]] = [[], []];
    for (const call of calls) {
      const answer = await send(call);
      const wrong = fault(call, answer);
      if (wrong !== null) faults.push(`${call.name} ${wrong}`);
      if (answer.statusCode === 400 || answer.statusCode === 415) refused.push(call.name);
    }

    expect(faults).toEqual([]);
    expect(refused.filter((name) => !MORE_THAN_FORM.includes(name))).toEqual([]);
  });

  it('refuses text that no database can hold, and says where it stood', async () => {
    const [faults, tried]: [string[], Set<string>] = [[], new Set()];
    for (const { call, where, value } of trials(UNHOLDABLE, (original) => typeof original === 'string')) {
      // A lone surrogate cannot be written into a URL.
      if (/^\/(params|querystring)\//.test(where) && LONE_SURROGATE.test(value as string)) continue;
      tried.add(`${call.name} ${where}`);
      const answer = await send(call);
      if (answer.statusCode !== 400 || !pointersOf(answer).includes(where))
        faults.push(`${call.name} ${where} ${JSON.stringify(value)}: ${String(answer.statusCode)}`);
    }

    expect(faults).toEqual([]);
    expect(tried.size).toBeGreaterThan(90);
  });

  it('answers whatever comes in place of a field with something of its document', async () => {
    const faults = new Set<string>();
    for (const { call, where } of trials(WRONG, () => true)) {
      const wrong = fault(call, await send(call));
      if (wrong !== null) faults.add(`${call.name} ${where} ${wrong}`);
    }

    expect([...faults]).toEqual([]);
  });

  it('knows every field of a command', async () => {
    const faults: string[] = [];
    for (const call of calls.filter(({ body, name }) => body !== undefined && name !== MAY_GROW)) {
      for (const place of objectsIn(call.body)) {
        const answer = await send({ ...call, body: replaced(call.body, [...place, 'zzz'], 1) });
        if (answer.statusCode !== 400) faults.push(`${call.name} ${pointerTo(place)}: ${String(answer.statusCode)}`);
      }
    }

    expect(faults).toEqual([]);
  });

  it('says what is wrong with a body that is no JSON, or none', async () => {
    const faults: string[] = [];
    for (const call of calls.filter(({ body }) => body !== undefined)) {
      const [method = '', path = ''] = call.name.replace(/\{id\}/, (call.params as { id: string }).id).split(' ');
      for (const payload of ['{', 'null', '"x"', '[]', '{"__proto__":{"a":1}}', '']) {
        const headers = { ...callerOf(call.operation), 'content-type': 'application/json' };
        const answer = await app.inject({ method: method.toUpperCase() as 'POST', url: path, headers, payload });
        const wrong = fault(call, answer);
        // Some commands ask for nothing.
        const isTaken = answer.statusCode < 300 && (payload === 'null' || payload.startsWith('{"'));
        if (wrong !== null || (answer.statusCode !== 400 && !isTaken))
          faults.push(`${call.name} ${payload}: ${wrong ?? String(answer.statusCode)}`);
      }
    }

    expect(faults).toEqual([]);
  });
});
