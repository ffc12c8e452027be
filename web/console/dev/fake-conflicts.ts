import type { ConflictCase } from '../../../api/schemas/conflict';
import type { OrderRow } from '../../../api/schemas/order';

const same = (text: string) => ({ zh: text, en: text });
const MINUTE = 60_000;

/** One case of each kind, about orders that are there. */
export function fakeConflicts(orders: readonly OrderRow[], now: number): ConflictCase[] {
  const [first, second] = [
    orders.find(({ stage }) => stage === 'verifying'),
    orders.find(({ stage }) => stage === 'expired'),
  ];
  return [
    {
      id: 'cas_7h2k9m3n5p1q',
      kind: 'reference-reused',
      title: { zh: '同一单号，内容不同', en: 'One reference, two contents' },
      text: {
        zh: '渠道用已经用过的单号发来了另一份内容。先到的订单照常办理，后到的没有接受。',
        en: 'The channel sent another content under a reference that is taken. The first order goes on; the second was not accepted.',
      },
      channel: 'demo',
      channelName: '演示渠道',
      externalRef: first?.externalRef ?? 'M-1',
      purchaseId: first?.purchaseId ?? null,
      orders: first === undefined ? [] : [about(first)],
      openedAt: new Date(now - 12 * MINUTE).toISOString(),
      closedAt: null,
      sides: {
        ours: { zh: '先到，已接受', en: 'First, accepted' },
        theirs: { zh: '后到，未接受', en: 'Second, not accepted' },
        rows: [
          line('收到', 'Received', '2026-11-26 11:02', '2026-11-26 11:14'),
          line('套餐', 'Plan', '星联 29 元卡 XL29', 'XL59', true),
          line('张数', 'Cards', '1', '1'),
          line('归属地', 'City', '深圳 0755', '深圳 0755'),
          line('内容摘要', 'Digest', 'a3f09c1be7d2', '5be1440c9f03', true),
        ],
        remark: null,
      },
      resolution: null,
      options: [
        {
          reasonCode: 'FIRST_STANDS',
          label: { zh: '以先到的订单为准，已告知渠道', en: 'The first order stands; the channel was told' },
        },
        {
          reasonCode: 'SENT_AGAIN',
          label: { zh: '渠道已改用新单号重发', en: 'The channel sent it again under a new reference' },
        },
        { reasonCode: 'ESCALATED', label: { zh: '涉嫌异常，已转合规', en: 'Suspicious; handed to compliance' } },
        { reasonCode: 'NO_EFFECT', label: { zh: '没有影响，无需处理', en: 'No effect; nothing to do' } },
      ],
    },
    {
      id: 'cas_0q8w4r6t2y9u',
      kind: 'terminal-resurrected',
      title: { zh: '已结束的订单，运营商称已激活', en: 'Ended here, active at the carrier' },
      text: {
        zh: '订单在我们这里已经结束，运营商却说号卡已激活。系统没有改动订单，需要人来核实。',
        en: 'The order has ended here, yet the carrier calls the card active. Nothing was changed; a person has to find out.',
      },
      channel: 'demo',
      channelName: '演示渠道',
      externalRef: second?.externalRef ?? 'M-2',
      purchaseId: second?.purchaseId ?? null,
      orders: second === undefined ? [] : [about(second)],
      openedAt: new Date(now - 190 * MINUTE).toISOString(),
      closedAt: null,
      sides: {
        ours: { zh: '我方', en: 'Here' },
        theirs: { zh: '运营商', en: 'Carrier' },
        rows: [
          {
            label: { zh: '状态', en: 'State' },
            ours: { zh: '已过期', en: 'expired' },
            theirs: same('已激活'),
            differs: true,
          },
          line('时间', 'Time', '2026-11-26 07:40', '2026-11-26 08:16'),
          line('我方参考号', 'Our reference', '0A1B2C3D4E5F01S01', '0A1B2C3D4E5F01S01'),
        ],
        remark: null,
      },
      resolution: null,
      options: [
        { reasonCode: 'PARTNER_CORRECTED', label: { zh: '运营商已更正', en: 'The carrier corrected its books' } },
        { reasonCode: 'NO_EFFECT', label: { zh: '没有影响，无需处理', en: 'No effect; nothing to do' } },
      ],
    },
  ];
}

const about = ({ id, line: place, stage, number }: OrderRow): ConflictCase['orders'][number] => ({
  id,
  line: place,
  stage,
  number,
});

const line = (
  zh: string,
  en: string,
  ours: string,
  theirs: string,
  differs = false,
): ConflictCase['sides']['rows'][number] => ({ label: { zh, en }, ours: same(ours), theirs: same(theirs), differs });
