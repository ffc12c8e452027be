import type { FastifyInstance } from 'fastify';

import type { CallFacts } from '../../control/faults';
import type { Spoiler } from '../../control/spoil';
import { bookRoutes } from '../../difference';
import { TEXTS } from './codes';
import { detail, inquire, intercept, type Ledger, order, parcelFor, query, refused, type Reply } from './desk';
import { bookRows, LIES } from './difference';
import {
  consignmentIn,
  type Method,
  orderFormSchema,
  queryFormSchema,
  readForms,
  readParam,
  referenceIn,
  textIn,
} from './forms';
import { factsOf, type ParcelLife } from './life';
import type { FormSignatures, OrderForm, QueryForm } from './signature';
import type { Parcel } from './state';

export interface Kuaidi100Parts {
  readonly ledger: Ledger;
  readonly life: ParcelLife;
  readonly signatures: FormSignatures;
  /** Signs pushes where an order names no salt of its own. */
  readonly salt: string;
  readonly spoil: Spoiler;
}

type Fields = Readonly<Record<string, unknown>>;

/** The courier's HTTP face: forms with JSON inside, answered 200 whatever it says. The book is open on loopback. */
export function kuaidi100Routes(parts: Kuaidi100Parts) {
  const { ledger, life, signatures, spoil } = parts;

  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    readForms(app);

    app.post<{ Body: OrderForm & { method: Method } }>('/order', { schema: orderFormSchema }, (request, reply) => {
      if (!signatures.acceptsOrder(request.body)) return refused('401', TEXTS.signatureWrong);
      const { method, param } = request.body;
      const fields = readParam(param);
      if (!fields) return refused('400', TEXTS.badForm);
      return spoil.answer(request, reply, orderFacts(ledger, method, fields), async (fault) => {
        const said = fault ? refused('403', fault.text ?? TEXTS.planned) : desk(parts, method, fields);
        await ledger.book.synced();
        const parcel = ledger.memory.parcels.get(referenceIn(fields) ?? '');
        if (parcel) life.enter(parcel);
        return said;
      });
    });

    app.post<{ Body: QueryForm }>('/query', { schema: queryFormSchema }, (request, reply) => {
      if (!signatures.acceptsQuery(request.body)) return refused('401', TEXTS.signatureWrong);
      const fields = readParam(request.body.param) ?? {};
      const [com, num] = [textIn(fields, 'com'), textIn(fields, 'num')];
      if (com === null || num === null) return refused('400', TEXTS.badForm);
      const parcel = ledger.memory.byWaybill.get(num);
      const facts = { ...(parcel && factsOf(parcel)), command: 'query' };
      return spoil.answer(request, reply, facts, (fault) =>
        Promise.resolve(fault ? refused('403', fault.text ?? TEXTS.planned) : query(ledger, { com, num })),
      );
    });

    bookRoutes(app, () => bookRows(ledger.memory), LIES);
    done();
  };
}

function desk({ ledger, salt }: Kuaidi100Parts, method: Method, fields: Fields): Reply {
  if (method === 'bOrder') {
    const consignment = consignmentIn(fields, salt);
    return consignment ? order(ledger, consignment) : refused('400', TEXTS.badForm);
  }
  const thirdOrderId = referenceIn(fields);
  if (thirdOrderId === null) return refused('400', TEXTS.badForm);
  if (method === 'detail') return detail(ledger, thirdOrderId);
  const found = parcelFor(ledger, { thirdOrderId, kuaidinum: textIn(fields, 'kuaidinum') ?? '' });
  if (!isParcel(found)) return found;
  return method === 'cancel' ? intercept(ledger, found) : inquire(ledger, found);
}

const isParcel = (found: Parcel | Reply): found is Parcel => 'consignment' in found;

/** What is known of the parcel a command is about, so that a fault can be aimed at it by person or waybill. */
function orderFacts(ledger: Ledger, command: Method, fields: Fields): CallFacts {
  const parcel = ledger.memory.parcels.get(referenceIn(fields) ?? '');
  if (parcel) return { ...factsOf(parcel), command };
  const recMan = fields['recMan'];
  const phone = typeof recMan === 'object' && recMan !== null ? textIn(recMan as Fields, 'mobile') : null;
  return { command, reference: referenceIn(fields) ?? undefined, phone: phone ?? undefined };
}
