import { createHash, createHmac, randomUUID } from 'node:crypto';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * The four headers that sign a channel's request: HMAC-SHA256 over method, path with query, Unix seconds, nonce and the
 * body's hash. A nonce is good once, the time for five minutes either way.
 */
export function signedHeaders({ channel, secret, method, path, body = '', nowMs = Date.now(), nonce = randomUUID() }) {
  const timestamp = String(Math.floor(nowMs / 1000));
  const text = [method.toUpperCase(), path, timestamp, nonce, sha256(body)].join('\n');
  return {
    'X-Cardflow-Channel': channel,
    'X-Cardflow-Timestamp': timestamp,
    'X-Cardflow-Nonce': nonce,
    'X-Cardflow-Signature': `v1=${createHmac('sha256', secret).update(text).digest('hex')}`,
  };
}

const quote = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The signed request as a command for a POSIX shell. */
export function curlCommand({ url, method, path, body, ...signing }) {
  const headers = {
    ...signedHeaders({ method, path, body, ...signing }),
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  };
  const lines = [`curl -sS -X ${method.toUpperCase()} ${quote(`${url}${path}`)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`  -H ${quote(`${name}: ${value}`)}`);
  if (body) lines.push(`  --data-binary ${quote(body)}`);
  return lines.join(' \\\n');
}
