import { photographCard } from './card/photograph';
import { type SeverityName } from './card/severity';
import { type Person, type PersonKind } from './person';
import { portraitOf } from './portrait';
import { randomFrom, type Random } from './random';
import { takeSelfie, type SelfieStyle } from './selfie';
import { printedValidity } from './validity';

export interface ImageRequest {
  /** How well the cards are photographed. `blurred` persons have a blurred front at any severity, unless it is the good one. */
  readonly severity: SeverityName;
  /**
   * `good`: what the person would send if nothing were wrong – a readable front, the true number on the card, her own selfie.
   * Her age stays what it is. Without it: what her kind sends.
   */
  readonly variant?: 'good';
  /** 0 for the first photos; another number is the same person pressing the button again. */
  readonly take?: number;
}

/** Three JPEGs, at most 1600 px on the longer side. */
export interface PersonImages {
  readonly front: Buffer;
  readonly back: Buffer;
  readonly selfie: Buffer;
}

/** The photos a person sends. The same person and request give the same bytes. */
export async function renderImages(person: Person, request: ImageRequest): Promise<PersonImages> {
  return {
    front: await renderFront(person, request),
    back: await renderBack(person, request),
    selfie: await renderSelfie(person, request),
  };
}

export async function renderFront(person: Person, request: ImageRequest): Promise<Buffer> {
  const isGood = request.variant === 'good';
  const text = {
    name: person.name,
    sex: person.sex,
    ethnicity: person.ethnicity,
    birth: person.birth,
    address: person.address,
    idNumber: isGood ? person.idNumber : person.printedIdNumber,
  };
  const portrait = await portraitOf(person.face);
  const severity = person.kind === 'blurred' && !isGood ? 'blurred' : request.severity;
  return photographCard({ side: 'front', text, portrait }, severity, randomOf(person, request, 'front'));
}

export function renderBack(person: Person, request: ImageRequest): Promise<Buffer> {
  const validity = printedValidity({ from: person.validFrom, to: person.validTo });
  const text = { authority: person.authority, validity };
  return photographCard({ side: 'back', text }, request.severity, randomOf(person, request, 'back'));
}

export function renderSelfie(person: Person, request: ImageRequest): Promise<Buffer> {
  const isGood = request.variant === 'good';
  const face = isGood ? person.face : person.selfieFace;
  return takeSelfie(face, isGood ? 'ordinary' : selfieStyle(person.kind), randomOf(person, request, 'selfie'));
}

function selfieStyle(kind: PersonKind): SelfieStyle {
  if (kind === 'review-band') return 'close';
  return kind === 'dim-selfie' ? 'dim' : 'ordinary';
}

function randomOf({ personId }: Person, { severity, variant, take = 0 }: ImageRequest, part: string): Random {
  return randomFrom('image', personId, severity, variant ?? 'first', take, part);
}
