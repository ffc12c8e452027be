import type { UploadAnswer } from '../../../../api/schemas/self-service';
import { refusalFrom, Unreachable, urls, type Part } from './client';
import { withPatience } from './patience';

const TIMEOUT_MS = 60_000;

export interface UploadWatch {
  /** Share of the bytes that have left the phone, 0 to 1; 1 means the server is looking at the picture. */
  onProgress: (share: number) => void;
  /** The attempt came to nothing and is repeated. */
  onRetry: () => void;
}

/**
 * Puts one picture in its place. PUT replaces, so repeating it after a lost answer leaves one document.
 * Throws `Refused` or, when patience has ended, `Unreachable`.
 */
export function upload(part: Part, picture: Blob, watch: UploadWatch): Promise<UploadAnswer> {
  return withPatience(() => put(part, picture, watch.onProgress), watch.onRetry);
}

/** XMLHttpRequest, because `fetch` does not tell how much has been sent. */
function put(part: Part, picture: Blob, onProgress: (share: number) => void): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', urls.document(part));
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader('content-type', picture.type);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    const lost = (): void => {
      reject(new Unreachable());
    };
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = lost;
    request.onload = () => {
      if (request.status < 200 || request.status > 299) reject(refusalFrom(request.status, request.responseText));
      else resolve(JSON.parse(request.responseText) as UploadAnswer);
    };
    request.send(picture);
  });
}
