import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { DomainError } from '../../domain/errors';
import { pageContentSecurityPolicy } from './security-headers';

const APPS = ['console', 'phone'] as const;
type WebApp = (typeof APPS)[number];

const CAMERA: Readonly<Record<WebApp, string>> = { console: 'camera=()', phone: 'camera=(self)' };

/**
 * The two built apps, each under its own path. Assets carry a hash in their name and never change; a page is read at
 * start, gets a fresh nonce at every request and is never stored.
 */
export async function webApps(app: FastifyInstance, webRoot: string): Promise<void> {
  await app.register(fastifyStatic, { root: webRoot, serve: false, index: false, cacheControl: false });

  for (const name of APPS) {
    const file = path.join(webRoot, name, 'index.html');
    if (!existsSync(file)) continue;
    const html = readFileSync(file, 'utf8');
    const config = { permission: 'public' as const };
    const schema = { hide: true } as const;

    app.get(`/${name}`, { config, schema }, (_request, reply) => reply.redirect(`/${name}/`));
    app.get<{ Params: { '*': string } }>(`/${name}/*`, { config, schema }, (request, reply) => {
      const asset = request.params['*'];
      if (asset === '' || !path.basename(asset).includes('.')) return sendPage(reply, name, html);
      if (asset.endsWith('.html')) throw new DomainError('NotFound', 'pages have no file name');
      void reply.header('cache-control', 'public, max-age=31536000, immutable');
      return reply.sendFile(`${name}/${asset}`);
    });
  }
  app.get('/', { config: { permission: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.redirect('/console/'),
  );
}

function sendPage(reply: FastifyReply, name: WebApp, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', pageContentSecurityPolicy(nonce))
    .header('permissions-policy', `${CAMERA[name]}, microphone=(), geolocation=()`)
    .send(html.replaceAll('__CSP_NONCE__', nonce));
}
