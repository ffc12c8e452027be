import type { FastifyInstance } from 'fastify';

import type { Consignment } from './rows';

/** Makes this part of the server read forms; a name that comes twice makes the form unreadable. */
export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    const pairs = [...new URLSearchParams(body as string)];
    const form = Object.fromEntries(pairs);
    if (Object.keys(form).length === pairs.length) done(null, form);
    else done(Object.assign(new Error('a field comes twice'), { statusCode: 400 }));
  });
}

const field = { type: 'string', minLength: 1, maxLength: 4_000 } as const;

export const METHODS = ['bOrder', 'cancel', 'detail', 'inquire'] as const;
export type Method = (typeof METHODS)[number];

export const orderFormSchema = {
  body: {
    type: 'object',
    required: ['method', 'key', 'sign', 't', 'param'],
    properties: { method: { enum: METHODS }, key: field, sign: field, t: field, param: field },
  },
} as const;

export const queryFormSchema = {
  body: {
    type: 'object',
    required: ['customer', 'sign', 'param'],
    properties: { customer: field, sign: field, param: field },
  },
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** The JSON object inside `param`; null for anything else. */
export function readParam(param: string): Fields | null {
  try {
    const parsed: unknown = JSON.parse(param);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : null;
  } catch {
    return null;
  }
}

/** The text under this name where it has this form; null otherwise. */
export function textIn(fields: Fields, name: string, form: RegExp = /^[^\p{Cc}]{1,300}$/u): string | null {
  const value = fields[name];
  return typeof value === 'string' && form.test(value) ? value : null;
}

const REFERENCE = /^[\w-]{1,60}$/;

export const referenceIn = (fields: Fields): string | null => textIn(fields, 'thirdOrderId', REFERENCE);

/** What is to be sent; null where something is missing. `salt` is the one agreed on, for an order that names none. */
export function consignmentIn(fields: Fields, salt: string): Consignment | null {
  const recMan = fields['recMan'];
  if (typeof recMan !== 'object' || recMan === null) return null;
  const person = recMan as Fields;
  const read = {
    kuaidicom: textIn(fields, 'kuaidicom', /^[a-z0-9]{2,20}$/),
    thirdOrderId: referenceIn(fields),
    iccid: textIn(fields, 'iccid', /^\d{19,20}$/),
    callBackUrl: textIn(fields, 'callBackUrl'),
    salt: fields['salt'] === undefined ? salt : textIn(fields, 'salt'),
    name: textIn(person, 'name'),
    mobile: textIn(person, 'mobile', /^1\d{10}$/),
    printAddr: textIn(person, 'printAddr'),
  };
  const { kuaidicom, thirdOrderId, iccid, callBackUrl, salt: pushSalt, name, mobile, printAddr } = read;
  if (kuaidicom === null || thirdOrderId === null || iccid === null || callBackUrl === null) return null;
  if (pushSalt === null || name === null || mobile === null || printAddr === null) return null;
  return { kuaidicom, thirdOrderId, iccid, callBackUrl, salt: pushSalt, recMan: { name, mobile, printAddr } };
}
