import { cancel, deliverBatch, type Ledger, occupy, query, release, type Reply, submit } from '../house/desk';
import { type CarrierOrder, WAS_ACTIVATED } from '../house/state';
import { AWAITING_CARD, CODES, STATUS } from './words';

const liushui_hao = { type: 'string', pattern: '^[0-9A-Za-z]{1,20}$' } as const;
const haoma = { type: 'string', pattern: '^1\\d{10}$' } as const;
const word = { type: 'string', minLength: 1, maxLength: 60 } as const;
const yuan = { type: 'string', pattern: '^(0|[1-9]\\d{0,6})\\.\\d{2}$' } as const;
const count = { type: 'integer', minimum: 1, maximum: 43_200 } as const;

/** Fields of a command, once its schema let them through. */
export interface Biz {
  readonly liushui_hao: string;
  readonly suohao_liushui: string;
  readonly haoma: string;
  readonly taocan: string;
  readonly chengshi: string;
  readonly fenzhong: number;
  readonly shuliang: number;
  readonly shouyue_yuan: string;
  readonly khxm: string;
  readonly zjhm: string;
  readonly lxdh: string;
}

/** What comes back: always with HTTP 200. */
export interface Told {
  readonly code: string;
  readonly msg: string;
  readonly data?: unknown;
}

interface Method {
  /** What faults call it. */
  readonly command: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly act: (ledger: Ledger, biz: Biz, refusal: string | undefined) => Told;
}

const fields = (properties: Record<string, unknown>): Record<string, unknown> => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

const done = (data?: unknown): Told => ({ code: CODES.done, msg: '成功', ...(data !== undefined && { data }) });
export const refused = (msg: string): Told => ({ code: CODES.refused, msg });

/** The house's answer in this carrier's envelope. */
function told(said: Reply, data?: unknown): Told {
  if (said.code === '0') return done(data);
  return { code: said.code === '404' ? CODES.noSuchOrder : CODES.refused, msg: said.message ?? '' };
}

/** A planned refusal comes before anything is done. */
const unlessRefused =
  (act: (ledger: Ledger, biz: Biz) => Told): Method['act'] =>
  (ledger, biz, refusal) =>
    refusal === undefined ? act(ledger, biz) : refused(refusal);

/** Its commands by name. `suohao` locks a number, `shouli` takes an order in. */
export const METHODS: Readonly<Record<string, Method>> = {
  'haoma.pici': {
    command: 'batch',
    schema: fields({ liushui_hao, taocan: word, chengshi: word, shuliang: count }),
    act: unlessRefused((ledger, { liushui_hao: reference, taocan, chengshi, shuliang }) => {
      const said = deliverBatch(ledger, { reference, planCode: taocan, city: chengshi, count: shuliang });
      return told(said, { pici_hao: said['batchNo'], haoma_liebiao: said['numbers'] });
    }),
  },
  'haoma.suohao': {
    command: 'occupy',
    schema: fields({ liushui_hao, haoma, taocan: word, fenzhong: count }),
    act: unlessRefused((ledger, { liushui_hao: reference, haoma: number, taocan: planCode, fenzhong: minutes }) =>
      told(occupy(ledger, { reference, number, planCode, minutes })),
    ),
  },
  'haoma.jiesuo': {
    command: 'release',
    schema: fields({ liushui_hao, haoma }),
    act: unlessRefused((ledger, { liushui_hao: reference, haoma: number }) =>
      told(release(ledger, { reference, number })),
    ),
  },
  'dingdan.shouli': {
    command: 'submit',
    schema: fields({
      liushui_hao,
      suohao_liushui: liushui_hao,
      haoma,
      taocan: word,
      shouyue_yuan: yuan,
      khxm: word,
      zjhm: { type: 'string', pattern: '^\\d{17}[\\dX]$' },
      lxdh: haoma,
    }),
    act(ledger, biz, refusal) {
      const isRepeat = ledger.memory.orders.has(biz.liushui_hao);
      const said = submit(ledger, submissionOf(biz), refusal);
      // Whoever repeats a submit whose answer was lost is told that it is in work, and no order number: a query has it.
      if (isRepeat && said.code === '0') return { code: CODES.inWork, msg: '该流水号受理中,请稍后查询' };
      return told(said, { dingdan_hao: said['carrierOrderNo'] });
    },
  },
  'dingdan.chaxun': {
    command: 'query',
    schema: fields({ liushui_hao }),
    act: unlessRefused((ledger, { liushui_hao: reference }) => {
      const order = ledger.memory.orders.get(reference);
      return order ? done(orderOf(ledger, order)) : told(query(ledger, reference));
    }),
  },
  'dingdan.chexiao': {
    command: 'cancel',
    schema: fields({ liushui_hao }),
    act: unlessRefused((ledger, { liushui_hao }) => told(cancel(ledger, liushui_hao))),
  },
};

const submissionOf = (biz: Biz) => ({
  reference: biz.liushui_hao,
  occupyReference: biz.suohao_liushui,
  number: biz.haoma,
  planCode: biz.taocan,
  firstMonthFen: Number(biz.shouyue_yuan.replace('.', '')),
  holder: { name: biz.khxm, idNumber: biz.zjhm, phone: biz.lxdh },
  callbackUrl: null,
});

function orderOf({ clock, delayMs }: Ledger, order: CarrierOrder): Record<string, unknown> {
  const { carrierOrderNo, submission, state, message, iccid, dueAt } = order;
  const activation = WAS_ACTIVATED.includes(state) ? order.activation : null;
  const isNearlyDone = state === '处理中' && dueAt !== null && dueAt - clock.now() < delayMs[0] / 2;
  return {
    dingdan_hao: carrierOrderNo,
    liushui_hao: submission.reference,
    zhuangtai: isNearlyDone ? AWAITING_CARD : STATUS[state],
    shuoming: message,
    haoma: submission.number,
    yuan: (submission.firstMonthFen / 100).toFixed(2),
    iccid: iccid ?? '',
    jihuo_shijian: activation ? localTime(activation.at) : '',
    jihuo: activation && {
      benren: activation.personMatches ? '1' : '0',
      sheng: activation.province,
      shi: activation.city,
    },
  };
}

/** Wall-clock time in Shanghai without a zone, as its screens show it. */
const localTime = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
