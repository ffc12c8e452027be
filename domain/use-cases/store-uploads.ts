import { blobId } from '../brand';
import {
  type BlobPort,
  ImageRefused,
  type ImageRefusal,
  type ReencodedImage,
  type ReencodeImage,
} from '../ports/blobs';
import type { BlobRowsPort, NewBlob } from '../ports/blob-rows';
import type { KeyOwner } from '../ports/key-store';
import type { IdsPort } from '../ports/messages';
import type { ChannelUploadsPort, CustomerUploadsPort, DocumentPart, UploadHint } from '../ports/uploads';

export interface UploadPorts {
  readonly blobs: BlobPort;
  readonly rows: BlobRowsPort;
  readonly reencode: ReencodeImage;
  readonly ids: IdsPort;
}

/** Phones make 12 to 50 megapixels; a card is read well at 2,400 pixels, and nobody pays for more. */
const LIMITS = { maxPixels: 60_000_000, maxSide: 2_400 };
/** Below this a card's characters are under 12 pixels high and no engine reads them. */
const MIN_SIDE = 400;

const HINTS = {
  NotAnImage: 'NOT_AN_IMAGE',
  ImageTooLarge: 'TOO_LARGE',
  TooManyPixels: 'TOO_MANY_PIXELS',
} as const satisfies Record<ImageRefusal, UploadHint>;

const isTooSmall = ({ width, height }: ReencodedImage): boolean => Math.min(width, height) < MIN_SIDE;

/** Seals the re-encoded picture; the upload itself ends with this call. */
async function seal(
  ports: UploadPorts,
  owner: KeyOwner,
  part: DocumentPart,
  { bytes, contentType, width, height }: ReencodedImage,
): Promise<NewBlob> {
  const stored = await ports.blobs.put({ owner, klass: 'images', bytes, contentType });
  return {
    id: blobId(ports.ids.next('blb')),
    part,
    owner,
    blobKey: stored.blobKey,
    size: stored.size,
    width,
    height,
  };
}

/** A channel's upload comes before its order, so it is sealed under an owner of its own. */
export function channelUploads(ports: UploadPorts): ChannelUploadsPort {
  return {
    async store(channel, part, upload) {
      const image = await ports.reencode(upload, LIMITS);
      const blob = await seal(ports, ports.ids.next('pty'), part, image);
      await ports.rows.keepForChannel(channel, blob);
      return blob.id;
    },
  };
}

/** The customer's picture, judged at once for what can be told without reading it. */
export function customerUploads(ports: UploadPorts): CustomerUploadsPort {
  const refused = (hint: UploadHint) => ({ accepted: false, hints: [hint] });
  return {
    async store(purchase, part, upload) {
      const { owner } = await ports.rows.openPart(purchase, part);
      let image: ReencodedImage;
      try {
        image = await ports.reencode(upload, LIMITS);
      } catch (error) {
        if (error instanceof ImageRefused) return refused(HINTS[error.code]);
        throw error;
      }
      if (isTooSmall(image)) return refused('TOO_SMALL');

      const { replacedBlobKey } = await ports.rows.replaceDocument(purchase, await seal(ports, owner, part, image));
      if (replacedBlobKey !== null) await ports.blobs.remove(replacedBlobKey);
      return { accepted: true, hints: [] };
    },
  };
}
