import type { FastifyInstance } from 'fastify';

import type { Delays } from '../delays';
import { SEVERITY_NAMES } from '../people/card/severity';
import { type Person, PERSON_KINDS, type PersonKind } from '../people/person';
import type { Persons } from './persons';
import { type Look, LOOKS, type Part, PARTS, type Photos, type Severity } from './photos';

const drawSchema = {
  body: {
    type: 'object',
    properties: {
      seed: { type: ['string', 'integer'] },
      face: { type: 'integer', minimum: 0 },
      k: { type: 'integer', minimum: 0 },
      kind: { enum: PERSON_KINDS, default: 'ordinary' },
      day: { type: 'string', format: 'date' },
      severity: { enum: SEVERITY_NAMES, default: 'moderate' },
      images: { type: 'boolean', default: true },
    },
  },
} as const;

const imageSchema = {
  params: { type: 'object', properties: { part: { enum: PARTS } } },
  querystring: {
    type: 'object',
    properties: {
      variant: { enum: LOOKS, default: 'good' },
      severity: { enum: SEVERITY_NAMES, default: 'moderate' },
      take: { type: 'string', pattern: '^\\d{1,4}$', default: '0' },
    },
  },
} as const;

interface DrawBody {
  readonly seed?: string | number;
  readonly face?: number;
  readonly k?: number;
  readonly kind: PersonKind;
  readonly day?: string;
  readonly severity: Severity;
  readonly images: boolean;
}

/** Draws people who do not exist and shows their papers. */
export function personRoutes(persons: Persons, photos: Photos, delays: Delays) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: DrawBody }>('/', { schema: drawSchema }, async ({ body }, reply) => {
      const { severity, images, ...wish } = body;
      let person: Person;
      try {
        person = await persons.draw(wish);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return reply.code(422).send({ code: 'PersonNotDrawable', message: error.message });
      }
      const shown = show(person);
      if (!images) return shown;
      const [front, back, selfie] = await Promise.all(
        PARTS.map(async (part) =>
          (await photos.of(person, part, { look: 'own', severity, take: 0 })).toString('base64'),
        ),
      );
      return { ...shown, images: { front, back, selfie } };
    });

    app.get<{ Params: { id: string } }>('/:id', ({ params: { id } }, reply) => {
      const person = persons.find(id);
      return person ? show(person) : reply.code(404).send({ code: 'PersonNotFound' });
    });

    // How long partners took with her and she with them, as far as it was drawn since the sandbox started.
    app.get<{ Params: { id: string } }>('/:id/delays', ({ params: { id } }, reply) => {
      const person = persons.find(id);
      return person ? delays.of(person.idNumber, person.phone) : reply.code(404).send({ code: 'PersonNotFound' });
    });

    app.get<{ Params: { id: string; part: Part }; Querystring: { variant: Look; severity: Severity; take: string } }>(
      '/:id/images/:part',
      { schema: imageSchema },
      async ({ params: { id, part }, query: { variant, severity, take } }, reply) => {
        const person = persons.find(id);
        if (!person) return reply.code(404).send({ code: 'PersonNotFound' });
        const photo = await photos.of(person, part, { look: variant, severity, take: Number(take) });
        return reply.type('image/jpeg').send(photo);
      },
    );
    done();
  };
}

function show(person: Person): Record<string, unknown> {
  const { personId, kind, name, idNumber, printedIdNumber, phone, delivery, address, ethnicity, birth } = person;
  const { validFrom, validTo, authority, face, selfieFace } = person;
  const traits = { ethnicity, birth, validFrom, validTo, authority, face, selfieFace, printedIdNumber };
  return { personId, kind, name, idNumber, phone, delivery, address, traits };
}
