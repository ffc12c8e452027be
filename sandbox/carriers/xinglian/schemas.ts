import type { Submission } from '../house/rows';

const reference = { type: 'string', pattern: '^[0-9A-Za-z_-]{1,40}$' } as const;
const number = { type: 'string', pattern: '^1\\d{10}$' } as const;
const word = { type: 'string', minLength: 1, maxLength: 60 } as const;
const holder = {
  type: 'object',
  required: ['name', 'idNumber', 'phone'],
  properties: { name: word, idNumber: { type: 'string', pattern: '^\\d{17}[\\dX]$' }, phone: number },
} as const;

function bodyOf(properties: Record<string, unknown>): { schema: { body: unknown } } {
  return { schema: { body: { type: 'object', required: Object.keys(properties), properties } } };
}

export interface OccupyBody {
  readonly reference: string;
  readonly number: string;
  readonly planCode: string;
  readonly minutes: number;
}
export const occupyBody = bodyOf({
  reference,
  number,
  planCode: word,
  minutes: { type: 'integer', minimum: 1, maximum: 43_200 },
});

export interface ReleaseBody {
  /** The reference of the occupation. */
  readonly reference: string;
  readonly number: string;
}
export const releaseBody = bodyOf({ reference, number });

export type SubmitBody = Submission;
export const submitBody = bodyOf({
  reference,
  occupyReference: reference,
  number,
  planCode: word,
  firstMonthFen: { type: 'integer', minimum: 1 },
  holder,
  callbackUrl: { type: 'string', minLength: 1, maxLength: 300 },
});

export interface OrderBody {
  readonly reference: string;
}
export const orderBody = bodyOf({ reference });

export interface BatchBody {
  readonly reference: string;
  readonly planCode: string;
  readonly city: string;
  readonly count: number;
}
export const batchBody = bodyOf({
  reference,
  planCode: word,
  city: word,
  count: { type: 'integer', minimum: 1, maximum: 5000 },
});
