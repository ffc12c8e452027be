import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Change } from '../../domain/ports/changes';
import { as, device, fakeApp, PURCHASE, world } from './fakes';

/** Reads a stream until it holds `text`. */
async function readUntil(body: ReadableStream<Uint8Array>, text: string): Promise<string> {
  const reader = body.getReader();
  let seen = '';
  while (!seen.includes(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended before ${text}`);
    seen += new TextDecoder().decode(value);
  }
  await reader.cancel();
  return seen;
}

describe('server-sent events', () => {
  let app: FastifyInstance;
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    app = await fakeApp(w);
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => app.close());

  const open = async (path: string, headers: Record<string, string>) => {
    const { port } = app.server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, { headers });
    if (!answer.body) throw new Error('no body');
    return { answer, body: answer.body };
  };
  const tell = (change: Pick<Change, 'kind' | 'id' | 'purchaseId'> & Partial<Change>): void => {
    for (const listener of w.listeners) listener({ channel: null, ...change });
  };

  it('tells staff what changed, by id', async () => {
    const { answer, body } = await open('/v1/console/events', as('t-support'));

    tell({ kind: 'order', id: 'ord_000000000001', purchaseId: PURCHASE });

    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await readUntil(body, 'ord_')).toContain('event: changed\ndata: {"kind":"order","id":"ord_000000000001"}');
  });

  it('tells a channel’s person of the channel’s own orders only', async () => {
    const { body } = await open('/v1/console/events', as('t-channel'));

    tell({ kind: 'order', id: 'ord_00000000000x', purchaseId: 'pur_00000000000x', channel: 'rival' });
    tell({ kind: 'payout', id: 'pay_00000000000x', purchaseId: null });
    tell({ kind: 'order', id: 'ord_000000000001', purchaseId: PURCHASE, channel: 'demo' });
    tell({ kind: 'resync', id: '', purchaseId: null });

    const seen = await readUntil(body, 'resync');
    expect(seen.match(/event: changed/g)).toHaveLength(2);
    expect(seen).toContain('ord_000000000001');
    expect(seen).not.toMatch(/x"/);
  });

  it('tells a customer of their own purchase only, and without ids', async () => {
    const { body } = await open('/v1/self-service/events', device);

    tell({ kind: 'order', id: 'ord_00000000000x', purchaseId: 'pur_00000000000x' });
    tell({ kind: 'order', id: 'ord_000000000001', purchaseId: PURCHASE });

    const seen = await readUntil(body, 'changed');
    expect(seen.match(/event: changed/g)).toHaveLength(1);
    expect(seen).toContain('data: {}');
    expect(seen).not.toContain('ord_');
  });

  it('asks for the cookie like any other route', async () => {
    const { answer } = await open('/v1/console/events', {});

    expect(answer.status).toBe(401);
  });
});
