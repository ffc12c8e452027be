import { AsyncResource } from 'node:async_hooks';
import type {
  CardField,
  FieldReading,
  IdentityReaderPort,
  IdentityReading,
  SideReading,
} from '../../../domain/ports/identity-check';
import type { Person } from './people';

/** What a test's camera took: the picture's bytes are this as JSON, so the reading really comes out of the picture. */
export interface Picture {
  readonly kind: 'front' | 'back' | 'selfie';
  readonly sharpness?: number;
  /** Of the card. */
  readonly person?: Person;
  /** Of the selfie to the card's portrait; .45 and below is one person, above .60 it is not. */
  readonly distance?: number;
  readonly validTo?: string;
}

export const picture = (taken: Picture): Uint8Array => new TextEncoder().encode(JSON.stringify(taken));

/** The three pictures of an honest person; `worse` spoils one. */
export const picturesOf = (
  person: Person,
  worse: Partial<Record<'front' | 'back' | 'selfie', Partial<Picture>>> = {},
): Readonly<Record<'front' | 'back' | 'selfie', Uint8Array>> => ({
  front: picture({ kind: 'front', person, ...worse.front }),
  back: picture({ kind: 'back', ...worse.back }),
  selfie: picture({ kind: 'selfie', ...worse.selfie }),
});

export interface ReaderTwin extends IdentityReaderPort {
  readonly reads: () => number;
  /** The next so many readings die in the middle, as a killed process does. */
  readonly fail: (times: number) => void;
}

/** Stages come from a thread that was started long before, and so outside of whoever asks for this reading. */
const THREAD = new AsyncResource('reader-twin');

export function readerTwin(): ReaderTwin {
  let count = 0;
  let failures = 0;
  return {
    reads: () => count,
    fail: (times) => {
      failures = times;
    },
    async read(request, onStage) {
      await Promise.resolve();
      THREAD.runInAsyncScope(() => onStage?.('front'));
      count += 1;
      if (failures > 0) {
        failures -= 1;
        throw new Error('the engine died');
      }
      const [front, back, selfie] = [request.images.front, request.images.back, request.images.selfie].map(
        (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Picture,
      );
      if (!front || !back || !selfie) throw new Error('three pictures are handed in');
      const reading = readingOf(front, back, selfie, request.declared.name ?? '');
      return request.faceDeclined === true ? faceless(reading) : reading;
    },
    close: () => Promise.resolve(),
  };
}

/** As the engine reads where no face network may run. */
const faceless = (reading: IdentityReading): IdentityReading => ({
  ...reading,
  portrait: { faces: 0, box: null, score: 0 },
  selfie: { faces: 0, box: null, score: 0 },
  faceDistance: null,
  faceDeclined: true,
});

function readingOf(front: Picture, back: Picture, selfie: Picture, declaredName: string): IdentityReading {
  const person = front.person;
  if (!person) throw new Error('a front picture shows somebody');
  const { idNumber } = person;
  const born = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  const values: Record<CardField, string> = {
    name: person.name,
    sex: Number(idNumber[16]) % 2 === 1 ? '男' : '女',
    ethnicity: '汉',
    birth: born,
    address: '北京市东城区某街 1 号',
    idNumber,
    authority: '北京市公安局东城分局',
    validFrom: '2020-01-01',
    validTo: back.validTo ?? '2040-01-01',
  };
  const fields = Object.fromEntries(
    Object.entries(values).map(([field, value]): [string, FieldReading] => [
      field,
      { value, confidence: 0.99, doubtful: false, readings: [{ engine: 'twin', text: value, confidence: 0.99 }] },
    ]),
  ) as Record<CardField, FieldReading>;
  const side = (taken: Picture): SideReading => ({
    found: true,
    side: taken.kind === 'back' ? 'back' : 'front',
    sharpness: taken.sharpness ?? 0.9,
    quad: null,
  });
  const face = { faces: 1, box: { x: 0, y: 0, width: 10, height: 10 }, score: 0.99 };
  const same = declaredName === person.name;
  return {
    front: side(front),
    back: side(back),
    fields,
    portrait: face,
    selfie: face,
    faceDistance: selfie.distance ?? 0.3,
    declared: [{ field: 'name', logLikelihood: same ? -0.01 : -9, glyphCountFits: same, sameAsRead: same }],
    typed: [],
    portraitJpeg: new Uint8Array([0xff, 0xd8, 0xff]),
    versions: { twin: '1' },
    milliseconds: { all: 1 },
  };
}
