import type { CardLife, CardSearch, ClearHolder } from '../../../api/schemas/audit';
import type { OrderPage, OrderRow } from '../../../api/schemas/order';
import { Refused } from './refused';

interface Look {
  readonly at: string;
  readonly name: string;
  readonly orderId: string;
  readonly reason: string;
  readonly clear: boolean;
}

type Link = Omit<CardLife['chain'][number], 'number'>;

const OCCUPIED = { zh: '占用号码：成功', en: 'Occupy number: done' };
const SUBMITTED = { zh: '提交开户：已提交', en: 'Submit opening: sent' };

const ACTORS = {
  channel: { zh: '渠道', en: 'Channel' },
  customer: { zh: '客户', en: 'Customer' },
  officer: { zh: '审核员', en: 'Officer' },
  system: { zh: '系统', en: 'System' },
  carrier: { zh: '运营商 星联', en: 'Carrier 星联' },
  courier: { zh: '快递', en: 'Courier' },
  authority: { zh: '权威源', en: 'Authority' },
  staff: { zh: '员工', en: 'Staff' },
} as const;

/** One card's life as the product tells it, made from the order's page; who looked is kept. */
export class FakeAudit {
  readonly looks: Look[] = [];

  constructor(
    private readonly orders: readonly OrderRow[],
    private readonly page: (id: string) => OrderPage,
    private readonly now: () => number,
  ) {}

  find(q: string, name: string): CardSearch {
    const order = this.orders.find((each) => [each.id, each.purchaseId, each.externalRef, each.number].includes(q));
    if (order === undefined) return { matches: [], card: null };
    this.looks.unshift({ at: this.#at(), name, orderId: order.id, reason: 'number', clear: false });
    const by = order.id === q ? 'order' : order.number === q ? 'number' : 'reference';
    return {
      matches: [{ orderId: order.id, by, stage: order.stage, number: order.number, createdAt: order.createdAt }],
      card: this.#card(this.page(order.id)),
    };
  }

  reveal(orderId: string, name: string, reason: string): ClearHolder {
    if (!this.orders.some(({ id }) => id === orderId)) throw new Refused(404, 'OrderNotFound');
    this.looks.unshift({ at: this.#at(), name, orderId, reason, clear: true });
    return {
      holder: {
        name: '宝音德力格尔·阿木古冷',
        idNumber: '110199194912310018',
        phone: '13900001234',
        address: '广东省深圳市样张区样张路 1 号',
      },
      showSeconds: 60,
    };
  }

  #at(): string {
    return new Date(this.now()).toISOString();
  }

  #card({ order, entries, holder, iccid, parcel, kyc, carrierCalls }: OrderPage): CardLife {
    const activated = entries.find(({ event }) => event === 'activated')?.at ?? null;
    const links: Link[] = [
      ...entries.map((entry): Link => ({
        at: entry.at,
        group: entry.stage === 'verifying' ? 'identity' : entry.stage === 'shipping' ? 'parcel' : 'card',
        text: entry.text,
        who: ACTORS[entry.actor.kind],
        reference: null,
        wrong: false,
      })),
      ...carrierCalls.map((call) => ({
        at: call.openedAt,
        group: 'card' as const,
        text: call.command === 'occupy' ? OCCUPIED : SUBMITTED,
        who: { zh: '星联', en: 'Xinglian' },
        reference: call.reference,
        wrong: call.state === 'refused',
      })),
      ...(activated === null
        ? []
        : [
            {
              at: activated,
              group: 'money' as const,
              text: {
                zh: '佣金入账：龙华数码 ¥80.00，应付日 2027-01-05',
                en: 'Commission accrued: 龙华数码 ¥80.00, due on 2027-01-05',
              },
              who: ACTORS.system,
              reference: 'acc_7h2k9m3n5p1q',
              wrong: false,
            },
          ]),
    ];
    const agent = { code: 'AG01', name: '龙华数码' };
    return {
      order,
      holder: { name: holder.name, idNumber: holder.idNumber, phone: holder.phone },
      number: order.number,
      iccid,
      channelName: '演示渠道',
      agents: [{ code: 'AG00', name: '粤东通讯' }, agent],
      identity:
        kyc === null
          ? null
          : {
              caseId: kyc.caseId,
              state: kyc.state,
              rounds: kyc.round,
              decidedBy: null,
              decidedAt: kyc.state === 'passed' ? order.createdAt : null,
            },
      openedAt: entries.find(({ event }) => event === 'opened')?.at ?? null,
      activatedAt: activated,
      parcel,
      chain: links
        .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
        .map((link, index) => ({ ...link, number: index + 1 }))
        .toReversed(),
      shares:
        activated === null
          ? []
          : [
              { id: 'acc_7h2k9m3n5p1q', agent, amountFen: 8000, dueOn: '2027-01-05', state: 'accrued', paidAt: null },
              {
                id: 'acc_7h2k9m3n5p2q',
                agent: { code: 'AG00', name: '粤东通讯' },
                amountFen: 2000,
                dueOn: '2027-01-05',
                state: 'accrued',
                paidAt: null,
              },
            ],
      looks: this.looks
        .filter(({ orderId }) => orderId === order.id)
        .map(({ at, name, reason, clear }) => ({
          at,
          name,
          text: clear ? { zh: '看了明文', en: 'saw the holder in clear' } : { zh: '查号卡', en: 'traced the card' },
          reason,
          clear,
        })),
    };
  }
}
