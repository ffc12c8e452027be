import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** Third-party routes of the docs page, for `requirePermissions`. */
export const DOCS_PREFIX = '/docs';

const DESCRIPTION = `Orders for mobile cards, from the sales channel to the active number.

Channels sign each request: \`X-Cardflow-Channel\`, \`X-Cardflow-Timestamp\` (Unix seconds, ±5 minutes),
\`X-Cardflow-Nonce\` (8–64 characters, once) and \`X-Cardflow-Signature: v1=<hex>\`, the HMAC-SHA256 with the channel's
secret over \`METHOD\\npath?query\\ntimestamp\\nnonce\\nhex(sha256(body))\`. Staff sign in and send \`x-csrf-token\` with
changing calls. A channel that asks too often (6000 a minute unless agreed otherwise) gets 429 with \`Retry-After\`.
Customers exchange a one-time link for a cookie bound to their device. Errors are RFC 9457 problems; match on \`code\`.
Business times are ISO 8601 in UTC.`;

type Transformed = ReturnType<typeof jsonSchemaTransform>;

/** What a channel is told when it asks too often; every signed route may say it. */
function withChannelLimit({ schema, url }: Transformed): Transformed {
  const { security, response } = schema as {
    readonly security?: readonly Readonly<Record<string, unknown>>[];
    readonly response?: Readonly<Record<string, object>>;
  };
  if (!security?.some((way) => 'channel' in way) || response?.['default'] === undefined) return { schema, url };
  const tooMany = {
    ...response['default'],
    description: 'The channel asked too often: TooManyRequests. Nothing was taken; come again after `Retry-After`.',
    headers: { 'retry-after': { type: 'integer', description: 'Seconds to wait' } },
  };
  return { schema: { ...schema, response: { ...response, 429: tooMany } }, url };
}

export async function openApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'cardflow', version: '1', description: DESCRIPTION },
      tags: [
        { name: 'orders', description: 'Intake, state and timeline' },
        { name: 'session', description: 'Signing in' },
        { name: 'console', description: 'Lists and pages for staff' },
        { name: 'reviews', description: "The officers' desk" },
        { name: 'tickets', description: "Support's desk" },
        { name: 'self-service', description: 'What the customer does by link' },
        { name: 'partners', description: 'Callbacks and books' },
        { name: 'sandbox', description: 'Sandbox mode only' },
        { name: 'health', description: 'For the supervisor' },
      ],
      components: {
        securitySchemes: {
          channel: { type: 'apiKey', in: 'header', name: 'x-cardflow-signature' },
          carrier: { type: 'apiKey', in: 'header', name: 'x-xl-sign' },
          courier: { type: 'apiKey', in: 'query', name: 'sign' },
          session: { type: 'apiKey', in: 'cookie', name: '__Host-cardflow' },
          device: { type: 'apiKey', in: 'cookie', name: '__Host-cardflow-device' },
        },
      },
    },
    transform: (route) => withChannelLimit(jsonSchemaTransform(route)),
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS_PREFIX,
    staticCSP: true,
    // The page writes a style element of its own at run time; nothing on it comes from outside of this server.
    transformStaticCSP: (policy) => policy.replace(/style-src [^;]*/, "style-src 'self' 'unsafe-inline'"),
    theme: { title: 'cardflow API' },
  });
}
