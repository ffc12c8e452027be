import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { buildApp } from '../../api/app';
import { problemType } from '../../api/problem';
import { FAILURES } from '../../domain/errors';
import { fakeApp, ORDER, ports, signed, world } from './fakes';

describe('problems', () => {
  it('answers what nobody named with a bare 500 and a trace', async () => {
    const w = world();
    w.intake = () => Promise.reject(new Error('duplicate key 11010519491231002X'));
    const app = await fakeApp(w, {
      reading: { ...ports(w).reading, order: () => Promise.reject(new Error('secret 11010519491231002X')) },
    });

    const answer = await app.inject({ url: `/v1/orders/${ORDER}`, headers: signed });

    expect(answer.statusCode).toBe(500);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.json()).toEqual({
      type: 'urn:cardflow:problem:Unexpected',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'Unexpected',
      traceId: answer.headers['x-trace-id'],
    });
    // The one form of id that a log line keeps whatever its digits are: support is told it.
    expect(answer.headers['x-trace-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    await app.close();
  });

  it('promises nothing while a store cannot be reached, whoever asked it', async () => {
    const w = world();
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    const app = await fakeApp(w, { reading: { ...ports(w).reading, order: () => Promise.reject(refused) } });

    const answer = await app.inject({ url: `/v1/orders/${ORDER}`, headers: signed });

    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'DatabaseUnavailable', detail: 'ECONNREFUSED' });
    await app.close();
  });

  it('answers unknown paths with a problem too', async () => {
    const app = await fakeApp();

    expect((await app.inject('/nothing/here')).json()).toMatchObject({ code: 'NotFound', status: 404 });
    await app.close();
  });

  it.each([
    ['%ED', 400, 'PathInvalid'],
    ['x'.repeat(120), 414, 'PathTooLong'],
  ])(
    'answers a path that the router refuses with a problem that does not repeat it: %s',
    async (part, status, code) => {
      const app = await fakeApp();

      const answer = await app.inject(`/v1/orders/${part}`);

      expect(answer.statusCode).toBe(status);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'x-trace-id': answer.json<{ traceId: string }>().traceId,
      });
      expect(answer.json()).toMatchObject({ code, status, type: problemType(code) });
      expect(answer.body).not.toContain(part);
      await app.close();
    },
  );

  it('publishes every code as it is answered', () => {
    const published = readFileSync(path.join(__dirname, '../../docs/problems.md'), 'utf8').split('\n');

    const rows = Object.entries(FAILURES).map(
      ([code, { status, title, retryable }]) =>
        `| \`${problemType(code)}\` | ${String(status)} | ${title} | ${retryable ? 'yes' : 'no'} |`,
    );
    const table = published.filter((line) => line.startsWith('| `urn:') && !line.includes(problemType('Unexpected')));

    expect([...table].sort()).toEqual([...rows].sort());
    expect(published.join('\n')).toContain(problemType('Unexpected'));
  });

  it('logs a line an answer that names the route and nothing a person sent', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const app = await buildApp(ports(world()), {
      logger: pino(stream),
      secureCookies: true,
      webRoot: null,
      channelRequestsPerMinute: 1_000,
    });

    await app.inject({ url: '/v1/numbers?planCode=needle&city=19200000888', headers: signed });
    await app.inject({
      method: 'POST',
      url: '/v1/orders',
      headers: { ...signed, 'content-type': 'application/json' },
      payload: JSON.stringify({ needle: '19200000888' }),
    });

    const text = lines.join('');
    expect(text).toContain('"route":"/v1/numbers"');
    expect(text).toContain('"channel":"demo"');
    expect(text).not.toMatch(/needle|19200000888/);
    await app.close();
  });

  it('sends headers that allow a stranger’s page nothing', async () => {
    const app = await fakeApp();

    const { headers } = await app.inject('/healthz');

    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
    await app.close();
  });
});
