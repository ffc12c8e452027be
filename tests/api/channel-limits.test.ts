import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../../api/edge';
import { until } from '../support/until';
import { fakeApp, ORDER, ports, signed, world } from './fakes';

const PICTURE = Buffer.alloc(64);
let app: FastifyInstance;
afterEach(() => app.close());

/** Starts an upload of which only the head is sent; resolves to the answer that came all the same. */
function uploadHead(headers: Record<string, string>): { status: Promise<number>; request: http.ClientRequest } {
  const { port } = app.server.address() as AddressInfo;
  const request = http.request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/v1/blobs?kind=front',
    headers: { 'content-type': 'image/jpeg', 'content-length': String(8 * 1024 * 1024), ...headers },
  });
  const status = new Promise<number>((resolve) => {
    request.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on('error', () => undefined);
  });
  request.flushHeaders();
  return { status, request };
}

describe('an upload that cannot be right', () => {
  it.each(['SignatureInvalid', 'SignatureStale'] as const)(
    'is refused with %s before its body has come',
    async (code) => {
      const w = world();
      const channelRequests: EdgePorts['channelRequests'] = {
        ...ports(w).channelRequests,
        claimedBy: () => {
          throw new DomainError(code, 'wrong');
        },
      };
      app = await fakeApp(w, { channelRequests });
      await app.listen({ port: 0, host: '127.0.0.1' });

      expect(await uploadHead(signed).status).toBe(401);
    },
  );

  it('finds at most sixteen more of its kind from one address, and makes room when it goes', async () => {
    app = await fakeApp();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const upload = () =>
      app.inject({
        method: 'POST',
        url: '/v1/blobs?kind=front',
        headers: { 'content-type': 'image/jpeg', ...signed },
        payload: PICTURE,
      });
    const waiting = Array.from({ length: 16 }, () => uploadHead(signed).request);
    let refused = await upload();
    await until('sixteen to be there', async () => (refused = await upload()).statusCode === 429);

    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.json()).toMatchObject({ code: 'TooManyRequests' });
    for (const request of waiting) request.destroy();
    await until('room again', async () => (await upload()).statusCode === 201);
  });
});

describe('a channel that asks too often', () => {
  const ask = (headers: Record<string, string> = signed) => app.inject({ url: `/v1/orders/${ORDER}`, headers });

  it('gets 429 and when to come again, and has its requests back as time passes', async () => {
    const w = world();
    const given = ports(w);
    let realMs = given.clock.realMs();
    app = await fakeApp(w, { clock: { ...given.clock, realMs: () => realMs } }, 6);

    const answers = await Promise.all(Array.from({ length: 7 }, () => ask()));
    const tooMany = answers.at(-1);
    realMs += 10_000;
    const [later, again] = [await ask(), await ask()];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array<number>(6).fill(200), 429]);
    expect(tooMany?.headers).toMatchObject({
      'retry-after': '10',
      'content-type': expect.stringMatching('application/problem\\+json') as unknown,
    });
    expect(tooMany?.json()).toMatchObject({ code: 'TooManyRequests', status: 429 });
    expect([later.statusCode, again.statusCode]).toEqual([200, 429]);
  });

  it('takes nothing from another channel, nor can anybody use up its requests in its name', async () => {
    app = await fakeApp(world(), {}, 3);
    const forged = { ...signed, 'x-cardflow-signature': 'bad' };

    const forgeries = await Promise.all(Array.from({ length: 9 }, () => ask(forged)));
    const own = await Promise.all(Array.from({ length: 4 }, () => ask()));
    const other = await ask({ ...signed, 'x-cardflow-channel': 'other' });

    expect(forgeries.every(({ statusCode }) => statusCode === 401)).toBe(true);
    expect(own.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
    expect(other.statusCode).toBe(404);
  });

  it('finds both stated in the published interface', async () => {
    app = await fakeApp();
    interface Operation {
      readonly security?: readonly Record<string, unknown>[];
      readonly responses: Record<string, { headers?: Record<string, unknown>; content?: Record<string, unknown> }>;
    }
    const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, Record<string, Operation>> }>();
    const signedOperations = Object.values(paths)
      .flatMap((operations) => Object.values(operations))
      .filter(({ security }) => security?.some((way) => 'channel' in way));

    expect(signedOperations.length).toBeGreaterThanOrEqual(5);
    for (const { responses } of signedOperations)
      expect(responses['429']).toMatchObject({
        headers: { 'retry-after': { schema: { type: 'integer' } } },
        content: { 'application/problem+json': {} },
      });
  });
});
