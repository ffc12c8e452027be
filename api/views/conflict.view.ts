import type { ConflictFacts } from '../../domain/ports/conflict-desk';
import type { Bilingual } from '../../domain/ports/use-cases';
import { conflictResolutions, describeConflict, resolutionLabel } from '../../domain/texts/conflicts';
import { stageName } from '../../domain/texts/stages';
import { shanghaiMinute } from '../../domain/texts/moments';
import type { ConflictCase } from '../schemas/conflict';

type Sides = ConflictCase['sides'];
type Line = Sides['rows'][number];

const same = (text: string): Bilingual => ({ zh: text, en: text });
const text = (value: unknown): Bilingual | null =>
  typeof value === 'string' || typeof value === 'number' ? same(String(value)) : null;
const moment = (at: string): Bilingual => same(shanghaiMinute(at));

function line(zh: string, en: string, ours: Bilingual | null, theirs: Bilingual | null, differs = false): Line {
  return { label: { zh, en }, ours, theirs, differs };
}

export const conflictCase = (facts: ConflictFacts): ConflictCase => ({
  id: facts.id,
  kind: facts.kind,
  ...describeConflict(facts.kind),
  channel: facts.channel,
  channelName: facts.channelName,
  externalRef: facts.externalRef,
  purchaseId: facts.bound?.purchaseId ?? null,
  orders: facts.orders.map(({ id, line: place, stage, number }) => ({ id, line: place, stage, number })),
  openedAt: facts.openedAt,
  closedAt: facts.closedAt,
  sides: facts.kind === 'reference-reused' ? twoContents(facts) : twoBooks(facts),
  resolution: facts.resolution && {
    reasonCode: facts.resolution.code,
    label: resolutionLabel(facts.resolution.code),
    note: facts.resolution.note,
    by: facts.resolution.by,
  },
  options:
    facts.closedAt === null
      ? conflictResolutions(
          facts.kind,
          facts.orders.map(({ stage }) => stage),
        ).map(({ code, label }) => ({ reasonCode: code, label }))
      : [],
});

/** Two commands under one reference. Of the second one only what was ordered was kept. */
function twoContents({ bound, detail, openedAt }: ConflictFacts): Sides {
  const asked = (detail['asked'] ?? null) as Readonly<Record<string, unknown>> | null;
  const compared = (zh: string, en: string, name: string, ours: unknown, shown: string): Line => {
    const theirs = asked?.[name] ?? null;
    const differs = asked !== null && JSON.stringify(ours) !== JSON.stringify(theirs);
    const said = Array.isArray(theirs) ? same(theirs.join(' ')) : text(theirs);
    return line(zh, en, shown === '' ? null : same(shown), differs ? said : asked && same(shown), differs);
  };
  const rows = bound
    ? [
        compared('套餐', 'Plan', 'planCode', bound.planCode, `${bound.planName} ${bound.planCode}`),
        compared('张数', 'Cards', 'quantity', bound.quantity, String(bound.quantity)),
        compared('归属地', 'City', 'city', bound.city, `${bound.cityName} ${bound.city}`),
        compared('指定号码', 'Chosen numbers', 'numbers', bound.numbers, bound.numbers?.join(' ') ?? ''),
        compared('代理', 'Agent', 'agentCode', bound.agentCode, bound.agentCode ?? ''),
      ].filter(({ ours, theirs, differs }) => differs || (ours !== null && ours.zh !== '') || (theirs?.zh ?? '') !== '')
    : [];
  const unseen = asked !== null && !rows.some(({ differs }) => differs);
  return {
    ours: { zh: '先到，已接受', en: 'First, accepted' },
    theirs: { zh: '后到，未接受', en: 'Second, not accepted' },
    rows: [
      line('收到', 'Received', bound && moment(bound.placedAt), moment(openedAt)),
      ...rows,
      line('内容摘要', 'Digest', digest(detail['boundHash']), digest(detail['bodyHash']), true),
    ],
    remark: unseen
      ? {
          zh: '所订的内容相同，不同的是客户资料、同意书或影像；这些不在此保存，请向渠道核对。',
          en: 'What was ordered is the same; the customer’s data, consents or pictures differ. They are not kept here: ask the channel.',
        }
      : asked === null
        ? { zh: '后到的内容没有保存，请向渠道核对。', en: 'The second content was not kept: ask the channel.' }
        : null,
  };
}

const digest = (value: unknown): Bilingual | null => (typeof value === 'string' ? same(value.slice(0, 12)) : null);

/** Our books and a partner's. */
function twoBooks({ kind, orders, detail, openedAt }: ConflictFacts): Sides {
  const [order] = orders;
  return {
    ours: { zh: '我方', en: 'Here' },
    theirs: kind === 'handed-to-another' ? { zh: '快递', en: 'Courier' } : { zh: '运营商', en: 'Carrier' },
    rows: [
      line('状态', 'State', order ? stageName(order.stage) : text(detail['stage']), text(detail['word']), true),
      line('时间', 'Time', order?.endedAt ? moment(order.endedAt) : null, moment(openedAt)),
      line('我方参考号', 'Our reference', text(detail['reference']), text(detail['reference'])),
    ],
    remark: null,
  };
}
