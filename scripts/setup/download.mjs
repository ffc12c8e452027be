/** A download that makes no progress for this long is given up; a slow one that moves is not. */
const STALL_MS = 15_000;

/** The bytes at the address. Errors name the host only: it is what a firewall or a proxy is about. */
export async function download(url, headers = {}) {
  const { host } = new URL(url);
  const stalled = new AbortController();
  const restart = () => setTimeout(() => stalled.abort(new Error('stalled')), STALL_MS);
  let timer = restart();
  try {
    const response = await fetch(url, { headers, signal: stalled.signal });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    const parts = [];
    for await (const part of response.body) {
      parts.push(part);
      clearTimeout(timer);
      timer = restart();
    }
    return Buffer.concat(parts);
  } catch (error) {
    throw new Error(`${host}: ${error.cause?.code ?? error.message}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
