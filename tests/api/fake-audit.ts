import type { EdgePorts } from '../../api/edge';
import { decisionId, instant, userId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { OrderStory } from '../../domain/ports/reading';

interface Look {
  readonly user: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
}

/** The auditor's port over one order, known by its id and its number; what is looked at is noted in `looks`. */
export function auditPorts(looks: Look[], { order, journal }: OrderStory): Pick<EdgePorts, 'auditDesk'> {
  return {
    auditDesk: {
      find: (q, user) => {
        if (q !== order.id && q !== order.number) return Promise.resolve(null);
        const by = q === order.id ? 'order' : 'number';
        looks.push({ user, action: 'trace', subject: order.id, reason: by });
        return Promise.resolve({
          matches: [{ orderId: order.id, by, stage: order.stage, number: order.number, createdAt: order.createdAt }],
          card: {
            order,
            holder: { name: '张*丰', idNumber: '110***********0017', phone: '192****0888' },
            number: order.number,
            iccid: '89861526013100000105',
            channelName: '演示渠道',
            agents: [
              { code: 'AG00', name: '总代' },
              { code: 'AG01', name: '分销' },
            ],
            identity: null,
            openedAt: '2026-03-02T01:10:00.000Z',
            activatedAt: null,
            parcel: null,
            journal,
            calls: [
              {
                partner: 'xinglian',
                command: 'submit',
                reference: 'REFERENCE1',
                state: 'refused',
                openedAt: '2026-03-02T01:09:00.000Z',
                closedAt: null,
                text: '号码已占用',
              },
            ],
            parcelEvents: [{ waybill: 'SF1', code: '301', at: '2026-03-04T01:00:00.000Z', area: '深圳市' }],
            shares: [
              {
                id: 'acc_000000000001',
                agent: { code: 'AG01', name: '分销' },
                type: 'order',
                amountFen: 8000,
                state: 'settled',
                accruedAt: '2026-03-05T01:00:00.000Z',
                dueOn: '2026-04-07',
                endedAt: null,
                settledAt: '2026-04-07T01:00:00.000Z',
                statementId: 'stm_000000000001',
                madeBy: '陈财',
                madeAt: '2026-04-07T02:00:00.000Z',
                releasedBy: '沈财',
                releasedAt: '2026-04-07T03:00:00.000Z',
                paidAt: '2026-04-08T01:00:00.000Z',
              },
            ],
            decisions: [
              {
                id: decisionId('dec_000000000001'),
                verdict: 'release',
                conditions: ['PERSON'],
                reason: '机主来电确认',
                state: 'confirmed',
                maker: { id: userId('usr_0000finance1'), name: '许*' },
                madeAt: instant('2026-04-05T01:00:00.000Z'),
                checker: { id: userId('usr_0000finance2'), name: '韩*' },
                withdrawnBy: null,
                withdrawReason: null,
                endedAt: instant('2026-04-06T01:00:00.000Z'),
              },
            ],
            looks: looks.map(({ action, reason }) => ({
              at: '2026-03-02T02:00:00.000Z',
              name: '沈*',
              subject: 'order' as const,
              action,
              reason,
            })),
          },
        });
      },
      reveal: (id, user, reason) => {
        if (id !== order.id) return Promise.reject(new DomainError('OrderNotFound', 'none'));
        looks.push({ user, action: 'reveal', subject: id, reason });
        return Promise.resolve({
          name: '张三丰',
          idNumber: '11010519491231002X',
          phone: '19200000888',
          address: '深圳',
        });
      },
    },
  };
}
