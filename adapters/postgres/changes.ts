import { Client } from 'pg';
import type { Change, ChangesPort } from '../../domain/ports/changes';

const CHANNEL = 'cardflow_changed';
const RESYNC: Change = { kind: 'resync', id: '', purchaseId: null, channel: null };
const KINDS: readonly string[] = ['order', 'review', 'case', 'link', 'ticket', 'payout', 'settlement'];

export interface ListeningChanges extends ChangesPort {
  readonly close: () => Promise<void>;
}

/**
 * One connection that listens for all of this process's streams. When it is lost it is made again, forever and with
 * growing pauses, and subscribers are told to ask for everything again, because what was said meanwhile is lost.
 */
export async function listenForChanges({
  url,
  name,
  onLost,
}: {
  readonly url: string;
  readonly name: string;
  /** For the log; the message holds no data of ours. */
  readonly onLost: (error: Error) => void;
}): Promise<ListeningChanges> {
  const listeners = new Set<(change: Change) => void>();
  let client: Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };

  const lost = (error: Error, failed: Client, pauseMs: number): void => {
    if (closed || client !== failed) return;
    client = null;
    failed.end().catch(() => undefined);
    onLost(error);
    retry = setTimeout(() => {
      void connect(Math.min(pauseMs * 2, 10_000));
    }, pauseMs);
  };

  async function connect(pauseMs: number): Promise<void> {
    const next = new Client({ connectionString: url, application_name: name, keepAlive: true });
    client = next;
    next.on('error', (error) => {
      lost(error, next, pauseMs);
    });
    next.on('end', () => {
      lost(new Error('the listening connection ended'), next, pauseMs);
    });
    next.on('notification', ({ payload }) => {
      const change = payload === undefined ? null : parse(payload);
      if (change) tell(change);
    });
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
      tell(RESYNC);
    } catch (error) {
      lost(error instanceof Error ? error : new Error('cannot listen'), next, pauseMs);
    }
  }

  await connect(500);
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      listeners.clear();
      await client?.end().catch(() => undefined);
    },
  };
}

const text = (said: unknown): string | null => (typeof said === 'string' ? said : null);

/** Null for what is not ours to understand: anybody with a session may notify on a channel. */
function parse(payload: string): Change | null {
  try {
    const said = JSON.parse(payload) as Partial<Change>;
    if (typeof said.kind !== 'string' || !KINDS.includes(said.kind) || typeof said.id !== 'string') return null;
    return { kind: said.kind, id: said.id, purchaseId: text(said.purchaseId), channel: text(said.channel) };
  } catch {
    return null;
  }
}
