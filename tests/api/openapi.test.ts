import type { FastifyInstance } from 'fastify';
import { fakeApp } from './fakes';

interface Operation {
  readonly tags?: string[];
  readonly summary?: string;
  readonly responses?: Record<string, { content?: Record<string, unknown> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

describe('the published interface', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await fakeApp();
  });
  afterAll(() => app.close());

  const document = async (): Promise<Document> => (await app.inject('/openapi.json')).json<Document>();

  it('is OpenAPI 3.1 and names every family of routes', async () => {
    const { openapi, paths } = await document();

    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/orders',
        '/v1/orders/{id}/timeline',
        '/v1/orders/{id}/links',
        '/v1/orders/{id}/resumption',
        '/v1/orders/{id}/interception',
        '/v1/conflict-cases/{id}/resolution',
        '/v1/blobs',
        '/v1/reviews/{id}/decision',
        '/v1/self-service/documents/{part}',
        '/v1/self-service/orders/{id}/number',
        '/callbacks/carriers/xinglian',
        '/v1/orders/{id}/commission',
        '/v1/commissions',
        '/v1/orders/{id}/commission/decisions',
        '/v1/commission-decisions/{id}/confirmation',
        '/v1/statements/{id}',
        '/v1/payouts/{id}/cancellation',
        '/v1/payouts/{id}/release',
        '/v1/reconciliation/carriers/xinglian',
        '/sandbox/quiet',
      ]),
    );
  });

  it('gives every operation a summary, a tag, an answer and a problem', async () => {
    const { paths } = await document();

    const thin = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(
          ([, operation]) =>
            !operation.summary ||
            !operation.tags?.length ||
            !Object.keys(operation.responses ?? {}).some((status) => status.startsWith('2')) ||
            !operation.responses?.['default']?.content?.['application/problem+json'],
        )
        .map(([method]) => `${method} ${path}`),
    );

    expect(thin).toEqual([]);
  });

  it('has a page to read it on', async () => {
    const page = await app.inject('/docs/');

    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('swagger');
  });
});
