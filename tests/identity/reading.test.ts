/** @jest-environment ./tests/identity/environment.cjs */
import sharp from 'sharp';
import { inProcessReader } from '../../adapters/identity-reader/identity-reader';
import { day } from '../../domain/brand';
import { judge, type KycEvidence, type Verdict } from '../../domain/kyc';
import type { IdentityImages, IdentityReaderPort, IdentityReading } from '../../domain/ports/identity-check';
import { renderImages } from '../../sandbox/people/images';
import { drawPerson, type Person, type PersonKind } from '../../sandbox/people/person';
import { modelsFolder } from './models';

const TODAY = '2026-03-10';
const draw = (kind: PersonKind): Person => drawPerson({ seed: 'reading', kind, face: 2, businessDay: TODAY });

/** Drawing and photographing a card costs more than reading it: each person is photographed once. */
const albums = new Map<string, Promise<IdentityImages>>();
function photograph(person: Person): Promise<IdentityImages> {
  const album = albums.get(person.personId) ?? renderImages(person, { severity: 'moderate' });
  albums.set(person.personId, album);
  return album;
}

jest.setTimeout(120_000);

let reader: IdentityReaderPort;
beforeAll(async () => {
  reader = await inProcessReader(modelsFolder());
});
afterAll(() => reader.close());

const readPerson = (images: IdentityImages, { name, idNumber }: Person): Promise<IdentityReading> =>
  reader.read({ images, declared: { name, idNumber }, typed: {}, asOf: day(TODAY) });

function verdictOn(reading: IdentityReading, { name, idNumber }: Person): Verdict {
  const evidence: KycEvidence = {
    reading,
    declared: { name, idNumber },
    authority: { kind: 'answered', code: '200' },
    asOf: day(TODAY),
    minAge: 16,
    maxAge: 65,
    round: 1,
    faceRetriesToday: 0,
    documentRetriesToday: 0,
  };
  return judge(evidence);
}

async function verdictFor(person: Person): Promise<Verdict> {
  return verdictOn(await readPerson(await photograph(person), person), person);
}

describe('an honest person', () => {
  const person = draw('ordinary');

  it('has every field of her card read, and her face found alike', async () => {
    const reading = await readPerson(await photograph(person), person);
    const values = Object.fromEntries(Object.entries(reading.fields).map(([field, { value }]) => [field, value]));

    expect(values).toEqual({
      name: person.name,
      sex: person.sex,
      ethnicity: person.ethnicity,
      birth: person.birth,
      address: person.address,
      idNumber: person.printedIdNumber,
      authority: person.authority,
      validFrom: person.validFrom,
      validTo: person.validTo ?? '长期',
    });
    expect(reading.faceDistance).toBeLessThan(0.45);
    expect(reading.declared.every(({ sameAsRead, glyphCountFits }) => sameAsRead && glyphCountFits)).toBe(true);
    expect((await sharp(reading.portraitJpeg ?? Buffer.alloc(0)).metadata()).format).toBe('jpeg');
    expect(verdictOn(reading, person)).toEqual({ kind: 'pass' });
  });

  it('has no face looked for where she declined it, and her portrait cut for an officer all the same', async () => {
    const { name, idNumber } = person;
    const reading = await reader.read({
      images: await photograph(person),
      declared: { name, idNumber },
      typed: {},
      asOf: day(TODAY),
      faceDeclined: true,
    });

    const { portrait, selfie, faceDistance, faceDeclined } = reading;
    expect({ portrait: portrait.faces, selfie: selfie.faces, faceDistance, faceDeclined }).toEqual({
      portrait: 0,
      selfie: 0,
      faceDistance: null,
      faceDeclined: true,
    });
    expect((await sharp(reading.portraitJpeg ?? Buffer.alloc(0)).metadata()).format).toBe('jpeg');
    expect(verdictOn(reading, person)).toMatchObject({ kind: 'review', reasons: [{ code: 'RN_FACE_DECLINED' }] });
  });

  it('is read upside down and lying on the side too', async () => {
    const { front, back, selfie } = await photograph(person);
    const images = {
      front: await sharp(front).rotate(180).toBuffer(),
      back: await sharp(back).rotate(90).toBuffer(),
      selfie,
    };

    expect(verdictOn(await readPerson(images, person), person)).toEqual({ kind: 'pass' });
  });

  it('is told which side is the wrong one, and what is no picture at all', async () => {
    const { front, back, selfie } = await photograph(person);
    const swapped = verdictOn(await readPerson({ front: back, back: front, selfie }, person), person);
    const broken = verdictOn(
      await readPerson({ front: new Uint8Array([1, 2, 3]), back, selfie: front.subarray(0, 90) }, person),
      person,
    );

    expect(swapped).toMatchObject({ kind: 'retry', redo: ['front', 'back'] });
    expect(swapped).toHaveProperty('reasons', [
      { code: 'RN_OCR_WRONG_SIDE', part: 'front' },
      { code: 'RN_OCR_WRONG_SIDE', part: 'back' },
    ]);
    expect(broken).toMatchObject({ kind: 'retry', redo: ['front', 'selfie'] });
  });

  it('measures a text that stands on the card as likely and another one as not', async () => {
    const images = await photograph(person);
    const other = `${person.name.slice(0, -1)}鹏`;
    const reading = await reader.read({
      images,
      declared: {},
      typed: { name: other, address: person.address },
      asOf: day(TODAY),
    });
    const [name, address] = reading.typed;

    expect(name?.sameAsRead).toBe(false);
    expect(name?.logLikelihood).toBeLessThan(-2);
    expect(address).toMatchObject({ field: 'address', sameAsRead: true, glyphCountFits: true });
    expect(address?.logLikelihood).toBeGreaterThan(-0.5);
  });
});

describe('what must not pass', () => {
  it.each([
    ['digit-changed', { kind: 'retry', redo: ['front'] }],
    ['digit-changed-valid', { kind: 'retry', redo: ['front'] }],
    ['swapped-selfie', { kind: 'retry', redo: ['selfie'] }],
    ['blurred', { kind: 'retry', redo: ['front'] }],
    ['under-age', { kind: 'reject' }],
  ] as const)('%s', async (kind, expected) => {
    const faces = kind === 'swapped-selfie' ? drawPerson({ seed: 'reading', kind, businessDay: TODAY }) : draw(kind);
    const verdict = await verdictFor(faces);

    expect(verdict).toMatchObject(expected);
    if (kind === 'blurred') expect(verdict).toHaveProperty('reasons.0', { code: 'RN_OCR_BLURRED', part: 'front' });
  });

  it('a picture in a format that no phone sends', async () => {
    const person = draw('ordinary');
    const { front, back } = await photograph(person);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const { selfie } = await readPerson({ front, back, selfie: svg }, person);

    expect(selfie.faces).toBe(0);
  });
});

it('stops between two stages when it is cancelled', async () => {
  const person = draw('ordinary');
  const cancel = new AbortController();
  const stages: string[] = [];
  const onStage = (stage: string): void => {
    stages.push(stage);
    if (stage === 'back') cancel.abort(new Error('no longer wanted'));
  };
  const request = { images: await photograph(person), declared: {}, typed: {}, asOf: day(TODAY) };

  await expect(reader.read(request, onStage, cancel.signal)).rejects.toThrow('no longer wanted');
  expect(stages).toEqual(['front', 'back']);
});
