import { createHash, createHmac, randomUUID } from 'node:crypto';
import { CONSENTS } from '../../domain/consents';
import type { Stack } from './stack';

const PARTS = ['front', 'back', 'selfie'] as const;

/** A customer at the counter, her photos drawn already: drawing them is the world's work and not the product's. */
export interface Customer {
  readonly holder: { readonly name: string; readonly idNumber: string; readonly phone: string };
  readonly delivery: Readonly<Record<string, string>>;
  readonly photos: Readonly<Record<(typeof PARTS)[number], Buffer>>;
}

interface Drawn {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly delivery: Readonly<Record<string, string>>;
  readonly images: Readonly<Record<(typeof PARTS)[number], string>>;
}

/** Somebody new whose card and face are in order. */
export async function drawCustomer({ sandbox }: Stack): Promise<Customer> {
  const answer = await fetch(`${sandbox}/people`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'ordinary', seed: randomUUID() }),
  });
  if (!answer.ok) throw new Error(`no customer was drawn: HTTP ${String(answer.status)}`);
  const { name, idNumber, phone, delivery, images } = (await answer.json()) as Drawn;
  const photo = (part: (typeof PARTS)[number]): Buffer => Buffer.from(images[part], 'base64');
  return {
    holder: { name, idNumber, phone },
    delivery,
    photos: { front: photo('front'), back: photo('back'), selfie: photo('selfie') },
  };
}

/** Uploads the photos and sends the order, all signed. Resolves to the order's id. */
export async function placeOrder(stack: Stack, { holder, delivery, photos }: Customer): Promise<string> {
  const ids: Record<string, string> = {};
  for (const part of PARTS) {
    const { blobId } = await signedPost<{ blobId: string }>(
      stack,
      `/v1/blobs?kind=${part}`,
      photos[part],
      'image/jpeg',
    );
    ids[part] = blobId;
  }
  const order = {
    externalRef: randomUUID(),
    planCode: 'XL29',
    quantity: 1,
    city: '0755',
    holder,
    delivery,
    images: ids,
    consents: CONSENTS.map(({ kind, textHash }) => ({ kind, textHash })),
  };
  const { orders } = await signedPost<{ orders: { id: string }[] }>(
    stack,
    '/v1/orders',
    Buffer.from(JSON.stringify(order)),
    'application/json',
  );
  const id = orders[0]?.id;
  if (id === undefined) throw new Error('an accepted order has no id');
  return id;
}

async function signedPost<Body>(stack: Stack, target: string, body: Buffer, type: string): Promise<Body> {
  const time = String(Math.floor(Date.now() / 1000));
  const nonce = randomUUID();
  const text = ['POST', target, time, nonce, createHash('sha256').update(body).digest('hex')].join('\n');
  const answer = await fetch(`${stack.api}${target}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-cardflow-channel': 'demo',
      'x-cardflow-timestamp': time,
      'x-cardflow-nonce': nonce,
      'x-cardflow-signature': `v1=${createHmac('sha256', stack.channelSecret).update(text).digest('hex')}`,
    },
    body: new Uint8Array(body),
  });
  if (!answer.ok) throw new Error(`POST ${target}: HTTP ${String(answer.status)} ${await answer.text()}`);
  return (await answer.json()) as Body;
}
