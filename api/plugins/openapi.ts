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
changing calls. Customers exchange a one-time link for a cookie bound to their device. Errors are RFC 9457 problems;
match on \`code\`. Business times are ISO 8601 in UTC.`;

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
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS_PREFIX,
    staticCSP: true,
    // The page writes a style element of its own at run time; nothing on it comes from outside of this server.
    transformStaticCSP: (policy) => policy.replace(/style-src [^;]*/, "style-src 'self' 'unsafe-inline'"),
    theme: { title: 'cardflow API' },
  });
}
