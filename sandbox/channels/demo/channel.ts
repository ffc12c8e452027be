import { type Answer, call, field } from '../../calls';
import type { BusinessClock } from '../../clock';
import type { Persons } from '../../persons/persons';
import { type Part, PARTS, type Photos } from '../../persons/photos';
import type { BlobIds, ChannelBook, Sale } from './channel-book';
import { signedHeaders, type Tamper } from './signing';

export interface ChannelParts {
  readonly apiUrl: string;
  readonly id: string;
  readonly secret: string;
  readonly book: ChannelBook;
  readonly persons: Persons;
  readonly photos: Photos;
  readonly clock: BusinessClock;
}

/** What the product said to one request, word for word. */
export interface Said {
  readonly status: number;
  readonly body: unknown;
}

/** The pictures could not be handed over; `said` is the product's answer. */
export class UploadRefused extends Error {
  constructor(readonly said: Said) {
    super(`the product answered ${String(said.status)} to a picture`);
  }
}

/** The sales channel `demo` as a caller of the product's public API. */
export class DemoChannel {
  constructor(readonly parts: ChannelParts) {}

  /** A signed call, answered word for word. */
  async signedCall(
    method: string,
    target: string,
    body: string | Buffer = '',
    type = 'application/json',
    tamper?: Tamper,
  ): Promise<Said> {
    return this.sendSigned(method, target, body, type, signedHeaders(this.parts, method, target, body, tamper));
  }

  /** Uploads what the sale wants to send along, once; a repeat names the same blobs, so that it stays the same command. */
  async upload(sale: Sale): Promise<BlobIds | null> {
    if (!sale.photos) return null;
    const photosKey = JSON.stringify([sale.personId, sale.photos]);
    if (sale.uploads?.photosKey === photosKey) return sale.uploads.images;

    const person = this.parts.persons.find(sale.personId);
    if (!person) throw new Error('the channel book names a person nobody drew');
    const ids: Partial<Record<Part, string>> = {};
    for (const part of PARTS) {
      const photo = await this.parts.photos.of(person, part, sale.photos);
      const said = await this.signedCall('POST', `/v1/blobs?kind=${part}`, photo, 'image/jpeg');
      const blobId = field(said.body, 'blobId');
      if (said.status !== 201 || blobId === undefined) throw new UploadRefused(said);
      ids[part] = blobId;
    }
    const images = ids as BlobIds;
    await this.parts.book.write({ t: 'uploaded', externalRef: sale.externalRef, photosKey, images });
    return images;
  }

  /** Sends the order `copies` times at once, each signed for itself (but for a replayed nonce), and notes what it was told. */
  async order(sale: Sale, images: BlobIds | null, copies = 1, tamper?: Tamper): Promise<Said[]> {
    const body = JSON.stringify({ ...sale.body, ...(images && { images }) });
    const send = (): Promise<Said> => this.signedCall('POST', '/v1/orders', body, 'application/json', tamper);
    const said: Said[] = [];
    if (tamper === 'replayed-nonce') {
      const headers = signedHeaders(this.parts, 'POST', '/v1/orders', body);
      for (let time = 0; time < 2; time += 1) {
        said.push(await this.sendSigned('POST', '/v1/orders', body, 'application/json', headers));
      }
    } else {
      said.push(...(await Promise.all(Array.from({ length: copies }, send))));
    }
    const final = said.find(isDecided);
    if (final) await this.note(sale, final);
    return said;
  }

  async note(sale: Sale, { status, body }: Said): Promise<void> {
    const { externalRef } = sale;
    await this.parts.book.write({ t: 'told', externalRef, status, answer: body, at: this.parts.clock.nowIso() });
  }

  private async sendSigned(
    method: string,
    target: string,
    body: string | Buffer,
    type: string,
    signature: Record<string, string>,
  ): Promise<Said> {
    const hasBody = body.length > 0;
    const headers = { accept: 'application/json', ...(hasBody && { 'content-type': type }), ...signature };
    const request = { method, headers, ...(hasBody && { body }), timeoutMs: 30_000 };
    const answer: Answer = await call(this.parts.apiUrl + target, request);
    return { status: answer.status, body: answer.body };
  }
}

/** The product took a decision: accepted, repeated, refused or in conflict. Overload and breakdown are none. */
export function isDecided({ status }: Said): boolean {
  return status < 500 && status !== 429 && status !== 408 && status !== 401;
}
