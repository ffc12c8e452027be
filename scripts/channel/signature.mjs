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

/** The signed request as a command for a POSIX shell; `file` is where the body is, if it is not to stand in the command. */
export function curlCommand({ url, method, path, body, file, type = 'application/json', ...signing }) {
  const headers = {
    ...signedHeaders({ method, path, body, ...signing }),
    ...(body ? { 'Content-Type': type } : {}),
  };
  const lines = [`curl -sS -X ${method.toUpperCase()} ${quote(`${url}${path}`)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`  -H ${quote(`${name}: ${value}`)}`);
  // A file is named, not quoted: a picture is no text, and longer than a command line may be.
  if (body) lines.push(`  --data-binary ${quote(file === undefined ? body : `@${file}`)}`);
  return lines.join(' \\\n');
}
