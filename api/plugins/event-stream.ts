import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Change, ChangesPort } from '../../domain/ports/changes';

/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 20_000;
/** The browser reconnects by itself, and is asked for its cookie again when it does. */
const LIFETIME_MS = 15 * 60_000;

/**
 * Server-sent events until the caller goes, or for a quarter of an hour. `pick` turns a change into the event's data;
 * null leaves it out.
 */
export function streamChanges(
  request: FastifyRequest,
  reply: FastifyReply,
  changes: ChangesPort,
  pick: (change: Change) => unknown,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    // Headers set by hooks never reach a hijacked reply by themselves.
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 2000\n\n');

  const unsubscribe = changes.subscribe((change) => {
    const data = pick(change);
    if (data !== null) raw.write(`event: changed\ndata: ${JSON.stringify(data)}\n\n`);
  });
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  const end = setTimeout(() => raw.end(), LIFETIME_MS);
  request.raw.once('close', () => {
    unsubscribe();
    clearInterval(heartbeat);
    clearTimeout(end);
  });
}
