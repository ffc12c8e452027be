import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fakeApi } from './fake-api';
import type { FakeWorld } from './fake-world';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** As the product serves it: no inline script, styles by nonce. What breaks this policy must break the tests. */
const policy = (nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' blob: data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');

/** The built console with the fake behind it, on a free port of this machine. */
export async function serveConsole(
  webRoot: string,
  world: FakeWorld,
): Promise<{ url: string; close: () => Promise<void> }> {
  const handle = fakeApi(world);
  const index = readFileSync(path.join(webRoot, 'index.html'), 'utf8');
  const server = createServer((request, response) => {
    void handle(request, response).then((served) => {
      if (served) return;
      const { pathname } = new URL(request.url ?? '/', 'http://fake');
      const type = TYPES[path.extname(pathname)];
      if (type !== undefined && pathname.startsWith('/console/assets/')) {
        response
          .writeHead(200, { 'content-type': type })
          .end(readFileSync(path.join(webRoot, 'assets', path.basename(pathname))));
        return;
      }
      const nonce = randomBytes(16).toString('base64');
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(nonce) })
        .end(index.replaceAll('__CSP_NONCE__', nonce));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/console`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections(); // Event streams never end by themselves.
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
