import { readIdNumber } from '../../domain/id-number';
import { comparableName } from '../../domain/person-name';
import type {
  CardField,
  FieldReading,
  IdentityReading,
  IdentityReadRequest,
  SideReading,
  TextMatch,
} from '../../domain/ports/identity-check';
import { readBack, type BackFields } from './back-side';
import { PORTRAIT_REGION, type LineName } from './card/layout';
import { locateCard } from './card/locate';
import { photoSharpness, sharpnessOf } from './card/sharpness';
import { warpRegion } from './card/warp';
import { faceDistance, loadFaceNets, type FaceNets } from './face/face-nets';
import { describeMainFace, NO_FACE, type DescribedFace } from './face/main-face';
import { linesOf, NOTHING_READ, type CardSide } from './fields/reading';
import { LONG_TERM, type ValidityFields } from './fields/validity';
import { readFront, type FrontReading, type GivenTexts } from './front-side';
import { decodeImage, encodeJpeg, type RgbImage } from './image';
import { loadRecogniser, type Recogniser } from './ocr/recogniser';
import { tesseractReader, type SecondReader } from './ocr/second-reader';
import { findSide, type SideName } from './side-label';
import { Stages } from './stages';
import { matchAddress, matchIdNumber, matchName, UNMEASURABLE } from './text-match';

/** Raised with every change that can alter a reading: it stands in the evidence. */
export const READER_VERSION = 'identity-reader 3';

const CARD_SIDE_PIXELS = 1600;
const SELFIE_SIDE_PIXELS = 640;
const PORTRAIT_QUALITY = 92;
/** Print that every card has; its edges tell how sharp the photo is. */
const SHARPNESS_LINES: Readonly<Record<SideName, readonly LineName[]>> = {
  front: ['name', 'idNumber'],
  back: ['authority', 'validity'],
};

interface OpenedSide {
  readonly reading: SideReading;
  /** Null where no card of the expected side was found. */
  readonly side: CardSide | null;
}

interface Models {
  readonly recogniser: Recogniser;
  readonly secondReader: SecondReader | null;
  readonly nets: FaceNets;
}

/** All models, loaded once; reads one person at a time. */
export interface Engine {
  read: (
    request: IdentityReadRequest,
    onStage?: (stage: string) => void,
    signal?: AbortSignal,
  ) => Promise<IdentityReading>;
  /** Starts what otherwise starts with the first reading that needs it, so that memory does not grow by it hours later. */
  warmUp: () => Promise<void>;
  close: () => Promise<void>;
}

/** Loads the models of one thread: 0.2 CPU seconds and some 150 MB. Rejects where `modelsDir` lacks the face networks. */
export async function loadEngine(modelsDir: string): Promise<Engine> {
  const recogniser = await loadRecogniser(modelsDir);
  const nets = await loadFaceNets(modelsDir);
  const models: Models = { recogniser, nets, secondReader: tesseractReader(modelsDir) };
  return {
    read: (request, onStage, signal) => readIdentity(models, request, new Stages(onStage, signal)),
    warmUp: async () => {
      await models.secondReader?.warmUp();
    },
    close: async () => {
      await Promise.all([recogniser.close(), nets.close(), models.secondReader?.close()]);
    },
  };
}

async function readIdentity(models: Models, request: IdentityReadRequest, stages: Stages): Promise<IdentityReading> {
  const { images, declared, typed, asOf, faceDeclined = false } = request;
  const nets = faceDeclined ? null : models.nets;
  const given = givenTexts(declared, typed);
  const front = await stages.run('front', () => openFront(models, images.front, asOf, given));
  const back = await stages.run('back', () => openBack(models, images.back, front.content));
  const card = await stages.run('portrait', () => readPortrait(nets, front.side));
  const selfie = await stages.run('selfie', () => readSelfie(nets, images.selfie));
  const fields = { ...(front.content?.fields ?? NO_FRONT), ...(back.content ?? NO_BACK) };
  const matches = await stages.run('declared', async () => ({
    declared: await matchTexts(front, declared),
    typed: await matchTexts(front, typed),
  }));
  const { descriptor: onCard } = card.face;
  return {
    front: front.reading,
    back: back.reading,
    fields,
    portrait: card.face.reading,
    selfie: selfie.reading,
    faceDistance: onCard && selfie.descriptor ? faceDistance(onCard, selfie.descriptor) : null,
    ...(faceDeclined ? { faceDeclined } : {}),
    ...matches,
    portraitJpeg: card.jpeg,
    versions: versionsOf(models),
    milliseconds: stages.milliseconds,
  };
}

const NO_FRONT: Readonly<Record<Exclude<CardField, keyof BackFields>, FieldReading>> = {
  name: NOTHING_READ,
  sex: NOTHING_READ,
  ethnicity: NOTHING_READ,
  birth: NOTHING_READ,
  address: NOTHING_READ,
  idNumber: NOTHING_READ,
};
const NO_BACK: BackFields = { authority: NOTHING_READ, validFrom: NOTHING_READ, validTo: NOTHING_READ };

async function openFront(
  models: Models,
  bytes: Uint8Array,
  asOf: IdentityReadRequest['asOf'],
  given: GivenTexts,
): Promise<OpenedFront> {
  const hasNumber = ({ value, doubtful }: FieldReading): boolean =>
    readIdNumber(value ?? '', asOf).ok || (value?.length === 18 && !doubtful);
  return openSide(models, bytes, 'front', (side, isKnown) =>
    readFront(side, asOf, given, (idNumber) => isKnown || hasNumber(idNumber)),
  );
}

async function openBack(
  models: Models,
  bytes: Uint8Array,
  front: FrontReading | null,
): Promise<OpenedSide & { content: BackFields | null }> {
  const hasTerm = ({ validTo }: ValidityFields): boolean =>
    validTo.value !== null && (!validTo.doubtful || validTo.value === LONG_TERM);
  return openSide(models, bytes, 'back', (side, isKnown) =>
    readBack(side, front?.region ?? null, front?.homeCode ?? null, (validity) => isKnown || hasTerm(validity)),
  );
}

/**
 * Locates and reads the expected side. What does not read as itself is looked at again: it may be the other side, upside down or lying.
 * `read` answers null for a side that is not known to be itself and does not read as such.
 */
async function openSide<Content>(
  models: Models,
  bytes: Uint8Array,
  expected: SideName,
  read: (side: CardSide, isKnown: boolean) => Promise<Content | null>,
): Promise<OpenedSide & { content: Content | null }> {
  const photo = await decodeImage(bytes, CARD_SIDE_PIXELS);
  if (!photo) return { reading: NO_SIDE, side: null, content: null };
  const located = locateCard(photo);
  const [first] = located;
  if (first) {
    const side = sideOf(models, photo, first.quad);
    const content = await read(side, false);
    if (content !== null) return { reading: sideReading(side, expected), side, content };
  }
  const found = await findSide(photo, located, models.recogniser);
  if (!found) {
    const reading = { ...NO_SIDE, quad: first?.quad ?? null, photoSharpness: photoSharpness(photo) };
    return { reading, side: null, content: null };
  }
  const side = sideOf(models, found.photo, found.quad);
  if (found.side !== expected)
    return { reading: { ...sideReading(side, found.side), found: false }, side: null, content: null };
  return { reading: sideReading(side, expected), side, content: await read(side, true) };
}

const NO_SIDE: SideReading = { found: false, side: 'unknown', sharpness: 0, quad: null };

const sideOf = ({ recogniser, secondReader }: Models, photo: RgbImage, quad: CardSide['quad']): CardSide => ({
  photo,
  quad,
  recogniser,
  secondReader,
  cut: new Map(),
});

function sideReading(side: CardSide, name: SideName): SideReading {
  const sharpness = sharpnessOf(SHARPNESS_LINES[name].flatMap((field) => linesOf(side, field)));
  return { found: true, side: name, sharpness, quad: side.quad };
}

/** Without nets nobody looks for a face; the portrait is cut all the same, for an officer's eye. */
async function readPortrait(
  nets: FaceNets | null,
  side: CardSide | null,
): Promise<{ face: DescribedFace; jpeg: Uint8Array | null }> {
  if (!side) return { face: NO_FACE, jpeg: null };
  const portrait = warpRegion(side.photo, side.quad, PORTRAIT_REGION);
  const face = nets ? await describeMainFace(portrait, nets) : NO_FACE;
  return { face, jpeg: await encodeJpeg(portrait, PORTRAIT_QUALITY) };
}

async function readSelfie(nets: FaceNets | null, bytes: Uint8Array): Promise<DescribedFace> {
  if (!nets) return NO_FACE;
  const photo = await decodeImage(bytes, SELFIE_SIDE_PIXELS);
  return photo ? describeMainFace(photo, nets) : NO_FACE;
}

type OpenedFront = OpenedSide & { readonly content: FrontReading | null };

type Given = { readonly name?: string; readonly idNumber?: string; readonly address?: string };

function givenTexts(...sources: readonly Given[]): GivenTexts {
  const name = sources.flatMap((source) => (source.name === undefined ? [] : [comparableName(source.name)]));
  const idNumber = sources.flatMap((source) => (source.idNumber === undefined ? [] : [source.idNumber]));
  return { name, idNumber };
}

async function matchTexts({ side, content }: OpenedFront, { name, idNumber, address }: Given): Promise<TextMatch[]> {
  if (!side || !content) return [];
  const { fields, likelihoods } = content;
  const likelihood = (text: string): number => likelihoods.get(text) ?? UNMEASURABLE;
  const matches: TextMatch[] = [];
  if (name !== undefined) matches.push(matchName(side, name, fields.name, likelihood(comparableName(name))));
  if (idNumber !== undefined) matches.push(matchIdNumber(idNumber, fields.idNumber, likelihood(idNumber)));
  if (address !== undefined) matches.push(await matchAddress(side, address, fields.address));
  return matches;
}

const versionsOf = ({ recogniser, secondReader, nets }: Models): Record<string, string> => ({
  reader: READER_VERSION,
  recogniser: recogniser.version,
  secondReader: secondReader?.version ?? 'none',
  face: nets.version,
});
