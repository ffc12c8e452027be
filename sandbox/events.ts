/** An event stream answered with an error instead of events. */
export class StreamRefused extends Error {
  constructor(readonly status: number) {
    super(`an event stream was refused with ${String(status)}`);
  }
}

/**
 * Listens to server-sent events: `hear` gets `''` once the stream stands, then the text of each event (not of
 * heartbeats), and answers true when it has heard enough. True when it had, false when the server closed.
 * Throws `StreamRefused`, or whatever the network throws.
 */
export async function listenTo(
  url: string,
  cookie: string,
  signal: AbortSignal,
  hear: (event: string) => boolean | Promise<boolean>,
): Promise<boolean> {
  const response = await fetch(url, { headers: { accept: 'text/event-stream', cookie }, signal });
  if (!response.ok || !response.body) throw new StreamRefused(response.status);
  if (await hear('')) return true;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) if (/^(?:event|data):/m.test(event) && (await hear(event))) return true;
  }
  return false;
}

/** Waits in real time, at most until the signal says stop. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
  });
}
