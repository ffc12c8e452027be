import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { curlCommand } from './signature.mjs';

/** The demo channel's shared secret of a data folder. */
export const demoSecret = (dataDir) =>
  JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')).channels.demo;

/**
 * A ready curl for one order of the ¥29 plan by a specimen person whom the sandbox draws for it. The channel sends no
 * images here, so the customer gets an SMS link, to be read in the sandbox's inbox.
 */
export async function firstOrder({ dataDir, urls }) {
  const { holder, delivery } = await drawPerson(urls.sandbox);
  const body = JSON.stringify({
    externalRef: `first-${randomBytes(4).toString('hex')}`,
    planCode: 'XL29',
    quantity: 1,
    city: '0755',
    agentCode: 'AG01', // Somebody earns on it, so that there is money to be paid on pay day.
    holder,
    delivery,
  });
  return curlCommand({
    url: urls.api,
    method: 'POST',
    path: '/v1/orders',
    body,
    channel: 'demo',
    secret: demoSecret(dataDir),
  });
}

/** A newcomer watches this one: the customer follows her link within seconds, not within minutes. */
const FOLLOWS_LINK_AFTER_MS = 8_000;

async function drawPerson(sandbox) {
  const { personId, name, idNumber, phone, delivery } = await post(`${sandbox}/people`, {
    kind: 'ordinary',
    images: false,
  });
  const customer = { personId, behaviour: 'honest', delayMs: FOLLOWS_LINK_AFTER_MS };
  await post(`${sandbox}/customers/behaviour`, customer);
  return { holder: { name, idNumber, phone }, delivery };
}

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${new URL(url).pathname} with HTTP ${response.status}`);
  return response.json();
}
