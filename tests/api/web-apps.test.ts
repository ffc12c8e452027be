import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../api/app';
import { ports, world } from './fakes';

describe('the web apps', () => {
  let folder: string;
  let app: FastifyInstance;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-web-'));
    for (const name of ['console', 'phone']) {
      mkdirSync(path.join(folder, name, 'assets'), { recursive: true });
      writeFileSync(path.join(folder, name, 'index.html'), `<meta nonce="__CSP_NONCE__">${name}`);
      writeFileSync(path.join(folder, name, 'assets/app-1a2b.js'), 'go()');
    }
    writeFileSync(path.join(folder, 'secret.txt'), 'outside of the apps');
    app = await buildApp(ports(world()), {
      logger: false,
      secureCookies: true,
      webRoot: folder,
      channelRequestsPerMinute: 1_000,
    });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('give each page a nonce of its own, in the page and in its policy', async () => {
    const [first, second] = [await app.inject('/console/'), await app.inject('/console/orders/ord_000000000001')];

    const nonceOf = (body: string): string => /nonce="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonceOf(first.body)}'`);
    expect(first.headers['cache-control']).toBe('no-store');
    expect(first.headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(second.body).toContain('console');
    expect(nonceOf(first.body)).not.toBe(nonceOf(second.body));
  });

  it('open the camera to the phone page alone', async () => {
    const [consolePage, phone] = [await app.inject('/console/'), await app.inject('/phone/')];

    expect(consolePage.headers['permissions-policy']).toContain('camera=()');
    expect(phone.headers['permissions-policy']).toContain('camera=(self)');
  });

  it('serve assets for ever and nothing else', async () => {
    const asset = await app.inject('/phone/assets/app-1a2b.js');
    const raw = await app.inject('/console/index.html');
    const missing = await app.inject('/console/assets/none.js');
    const outside = await app.inject('/console/..%2fsecret.txt');

    expect(asset.body).toBe('go()');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect([raw.statusCode, missing.statusCode]).toEqual([404, 404]);
    expect(outside.body).not.toContain('outside of the apps');
    expect(missing.headers['cache-control']).toBe('no-store');
  });

  it('lead from the bare address to the console', async () => {
    const answer = await app.inject('/');

    expect([answer.statusCode, answer.headers['location']]).toEqual([302, '/console/']);
  });
});
