import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  METADATA_ENCODING_KEY,
  ValueError,
  type DataConverter,
  type Payload,
  type PayloadCodec,
} from '@temporalio/common';
import { temporal } from '@temporalio/proto';

/** A payload key as it stands in the secrets file: the first encrypts, all of them decrypt. */
export interface CodecKey {
  readonly id: string;
  readonly keyBase64: string;
}

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const { Payload: PayloadMessage } = temporal.api.common.v1;

/** Encrypts whole payloads, their metadata included, with AES-256-GCM; the key id alone stays readable. */
export function encryptionCodec(codecKeys: readonly CodecKey[]): PayloadCodec {
  const keys = new Map(codecKeys.map(({ id, keyBase64 }) => [id, Buffer.from(keyBase64, 'base64')]));
  const current = codecKeys[0]?.id;
  if (current === undefined || keys.size !== codecKeys.length)
    throw new RangeError('codec keys must have distinct ids');
  if ([...keys.values()].some((key) => key.length !== 32))
    throw new RangeError('a codec key must be 32 bytes in base64');

  const keyOf = (id: string): Buffer => {
    const key = keys.get(id);
    if (!key) throw new ValueError(`no codec key ${id}`);
    return key;
  };

  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(payload, current, keyOf(current)))),
    decode: async (payloads) =>
      Promise.resolve(
        payloads.map((payload) => {
          // Written before the codec, or by the server itself (a failed signal's details, the UI).
          if (text(payload.metadata?.[METADATA_ENCODING_KEY]) !== ENCODING) return payload;
          return decrypt(payload, keyOf(text(payload.metadata?.[KEY_ID])));
        }),
      ),
  };
}

/** What every client and worker is given; workflows are bundled with `failureConverterPath` as their converter. */
export function dataConverter(codecKeys: readonly CodecKey[]): DataConverter {
  return { payloadCodecs: [encryptionCodec(codecKeys)], failureConverterPath: failureConverterPath() };
}

/** For `bundleWorkflowCode`, which needs the same failure converter inside the isolate and no codec. */
export function failureConverterPath(): string {
  return require.resolve('./failure-converter');
}

function encrypt(payload: Payload, keyId: string, key: Buffer): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(keyId, 'utf8'));
  const plain = PayloadMessage.encode(payload).finish();
  return {
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(keyId, 'utf8') },
    data: Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

function decrypt(payload: Payload, key: Buffer): Payload {
  const data = Buffer.from(payload.data ?? []);
  if (data.length < NONCE_BYTES + TAG_BYTES) throw new ValueError('encrypted payload is cut short');
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(payload.metadata?.[KEY_ID] ?? []));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  const { metadata, data: content } = PayloadMessage.decode(plain);
  return { metadata, data: content };
}

function text(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}
