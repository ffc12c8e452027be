import type { FastifyInstance } from 'fastify';

import type { Spoiler } from '../../control/spoil';
import { bookRoutes } from '../../difference';
import { refusalText, withOrder } from '../house/aim';
import type { Ledger } from '../house/desk';
import type { Processing } from '../house/processing';
import { LIES, statement } from './difference';
import { type Biz, METHODS, type Told } from './methods';
import { envelopeOf, isSigned } from './signature';
import { CODES } from './words';

export interface YunqiParts {
  readonly ledger: Ledger;
  readonly account: { readonly appKey: string; readonly secret: string };
  readonly processing: Processing;
  readonly spoil: Spoiler;
}

/** One gateway for all commands; the statement is open, because the server listens on loopback only. */
export function yunqiRoutes({ ledger, account, processing, spoil }: YunqiParts) {
  return (app: FastifyInstance, _options: unknown, ready: () => void): void => {
    app.post('/gateway', (request, reply) => {
      const envelope = envelopeOf(request.body);
      if (!envelope || !isSigned(envelope, account.appKey, account.secret)) {
        return { code: CODES.signatureWrong, msg: '验签失败' };
      }
      const method = METHODS[envelope.method];
      const biz = parsed(envelope.biz);
      if (!method || !request.compileValidationSchema(method.schema)(biz)) {
        return { code: CODES.malformed, msg: '参数错误' };
      }
      const { command, act } = method;
      const { liushui_hao: reference, haoma: number, taocan: planCode, zjhm: idNumber, lxdh: phone } = biz as Biz;
      const asked = { reference, number, planCode, idNumber, phone };
      const known = Object.entries(asked).filter(([, value]) => (value as string | undefined) !== undefined);
      const facts = withOrder(ledger, { command, ...Object.fromEntries(known) });
      return spoil.answer(request, reply, facts, async (fault): Promise<Told> => {
        const told = act(ledger, biz as Biz, refusalText(fault));
        // Nobody is told before it is on the disk.
        await ledger.book.synced();
        const order = command === 'submit' ? ledger.memory.orders.get(reference) : undefined;
        if (order) processing.enter(order);
        return told;
      });
    });
    bookRoutes(app, () => statement(ledger.memory), LIES);
    ready();
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
