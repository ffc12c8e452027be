import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of one answer on its way back. */
export type Tampering =
  | { readonly kind: 'lost' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'replaced'; readonly status: number; readonly body: string };

export interface TamperedWire {
  readonly url: string;
  /** The next call is carried out; then this happens to its answer. */
  readonly tamper: (with_: Tampering) => void;
  readonly close: () => Promise<void>;
}

/** Stands between an adapter and its partner, and spoils answers on request: the partner has acted, the caller cannot know. */
export async function tamperedWire(target: string): Promise<TamperedWire> {
  let next: Tampering | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const tampering = next;
      next = null;
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          (entry): entry is [string, string] =>
            typeof entry[1] === 'string' && !['host', 'connection', 'content-length'].includes(entry[0]),
        ),
      );
      const method = request.method ?? 'GET';
      const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
      void (async () => {
        const answer = await fetch(`${target}${request.url ?? ''}`, { method, headers, body });
        const text = await answer.text();
        if (tampering === null) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
        else if (tampering.kind === 'lost') request.socket.destroy();
        else if (tampering.kind === 'replaced') response.writeHead(tampering.status).end(tampering.body);
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    tamper: (with_) => {
      next = with_;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
