import { strangersTo } from '../people/faces';
import { renderBack, renderFront, renderSelfie, type ImageRequest } from '../people/images';
import type { Person } from '../people/person';

export type Part = 'front' | 'back' | 'selfie';
export const PARTS: readonly Part[] = ['front', 'back', 'selfie'];

/**
 * What a photo shows. `own`: what the person's kind sends · `good`: what she would send if nothing were wrong ·
 * `blurred`: a good card whose front cannot be read · `swapped`: the selfie is another woman's.
 */
export type Look = 'own' | 'good' | 'blurred' | 'swapped';
export const LOOKS: readonly Look[] = ['own', 'good', 'blurred', 'swapped'];

export type Severity = ImageRequest['severity'];

export interface PhotoWish {
  readonly look: Look;
  readonly severity: Severity;
  /** 0 for the first photo, another number for another press of the button. */
  readonly take: number;
}

/** Photos in memory at most; one is 100–300 KB. */
const KEPT = 30;

/** Photos of persons, rendered when asked for. The same wish gives the same bytes. */
export class Photos {
  private readonly kept = new Map<string, Promise<Buffer>>();

  /** A JPEG. */
  of(person: Person, part: Part, wish: PhotoWish): Promise<Buffer> {
    const key = [person.personId, part, wish.look, wish.severity, wish.take].join(' ');
    const photo = this.kept.get(key) ?? render(person, part, wish);
    this.kept.delete(key);
    this.kept.set(key, photo);
    photo.catch(() => this.kept.delete(key));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    return photo;
  }
}

function render(person: Person, part: Part, { look, severity, take }: PhotoWish): Promise<Buffer> {
  const good = { severity, take, variant: 'good' } as const;
  const asIs = { severity, take };
  switch (part) {
    case 'front':
      if (look === 'blurred') return renderFront(person, { ...good, severity: 'blurred' });
      return renderFront(person, look === 'own' ? asIs : good);
    case 'back':
      return renderBack(person, asIs);
    case 'selfie':
      if (look === 'swapped') return renderSelfie({ ...person, selfieFace: strangerOf(person) }, asIs);
      return renderSelfie(person, look === 'own' ? asIs : good);
  }
}

function strangerOf({ face, selfieFace, kind }: Person): number {
  if (kind === 'swapped-selfie') return selfieFace;
  const [stranger] = strangersTo(face);
  if (stranger === undefined)
    throw new RangeError('nobody is surely a stranger to this face; draw a swapped-selfie person');
  return stranger;
}
