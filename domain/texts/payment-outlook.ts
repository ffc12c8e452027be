import type { Day } from '../brand';
import { judgeCommission } from '../commission';
import type { AccrualFacts, ConditionFacts } from '../ports/commission-desk';
import type { Bilingual } from '../ports/use-cases';

/** One way it goes on from here: if this, then that, on this day. */
export interface Outlook {
  readonly tone: 'ok' | 'bad' | 'unk';
  readonly when: Bilingual;
  readonly then: Bilingual;
  readonly on: Day | null;
}

type Known = Pick<AccrualFacts, 'state' | 'conditions' | 'dueOn' | 'dueProvisional'>;

const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const spokenDay = (day: Day): Bilingual => {
  const [year = '', month = '', date = ''] = day.split('-');
  return {
    zh: `${month}-${date}`,
    en: `${String(Number(date))} ${ENGLISH_MONTHS[Number(month) - 1] ?? month} ${year}`,
  };
};

/** Conditions joined as one sentence, each in its own words. */
const joined = (conditions: readonly ConditionFacts[]): Bilingual => ({
  zh: conditions.map(({ text }) => text.zh).join('；'),
  en: conditions.map(({ text }) => text.en).join('; '),
});

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Why it is, is not or is not yet paid: one sentence, the condition that decides first. */
export function accrualVerdict({ state, conditions, dueOn }: Known): Bilingual {
  const no = conditions.filter(({ value }) => value === false);
  const unknown = conditions.filter(({ value }) => value === null);
  const day = spokenDay(dueOn);
  switch (state) {
    case 'paid': {
      const since = joined([...no, ...unknown]);
      return no.length + unknown.length === 0
        ? { zh: '已付，条件全部成立。', en: 'Paid: every condition was met.' }
        : { zh: `已付；之后：${since.zh}。`, en: `Paid; since then: ${since.en}.` };
    }
    case 'settled': {
      const since = joined([...no, ...unknown]);
      return no.length + unknown.length === 0
        ? { zh: '已进结算单，等财务付款。', en: 'Settled on a statement, waiting for finance to pay it.' }
        : {
            zh: `已进结算单；之后：${since.zh}，处理前不付。`,
            en: `Settled on a statement; since then: ${since.en}. It is not paid before that is resolved.`,
          };
    }
    case 'clawed-back':
    case 'refused': {
      const why = no.length === 0 ? { zh: '条件不成立', en: 'a condition is not met' } : joined(no);
      return { zh: `不付：${why.zh}。`, en: `Not paid: ${why.en}.` };
    }
    case 'held':
    case 'due':
    case 'accrued': {
      const verdict = judgeCommission(conditions);
      if (verdict === 'pay') {
        return state === 'accrued'
          ? { zh: `条件都成立，${day.zh} 到期后结算。`, en: `Every condition is met; it is settled from ${day.en} on.` }
          : { zh: '条件都成立，下一个结算日结算。', en: 'Every condition is met; the next settlement takes it.' };
      }
      const open = joined([...no, ...unknown]);
      return verdict === 'refuse'
        ? { zh: `到期也不付：${open.zh}。`, en: `It will not be paid: ${open.en}.` }
        : { zh: `现在不能付：${open.zh}。`, en: `It cannot be paid now: ${open.en}.` };
    }
  }
}

/** What happens to it next and under which condition; empty once nothing can change any more. */
export function accrualOutlook({ state, conditions, dueOn, dueProvisional }: Known): readonly Outlook[] {
  if (state === 'paid' || state === 'clawed-back' || state === 'refused') return [];
  const stops: Outlook = {
    tone: 'bad',
    when: { zh: '付款前停机或销户', en: 'Suspended or closed before it is paid' },
    then: { zh: '追回，不付', en: 'clawed back, not paid' },
    on: null,
  };
  if (state === 'settled') {
    const since = joined(conditions.filter(({ value }) => value !== true));
    return [
      ...(since.zh === ''
        ? []
        : [
            {
              tone: 'unk' as const,
              when: { zh: `仍然：${since.zh}`, en: `Still: ${since.en}` },
              then: {
                zh: '制单时拿出来，结案后再结算',
                en: 'a payout leaves it out, and it is settled again after that',
              },
              on: null,
            },
          ]),
      {
        tone: 'ok',
        when: { zh: '制单、复核放款', en: 'Finance makes the payout and a second person releases it' },
        then: { zh: '银行付款', en: 'the bank pays' },
        on: null,
      },
      stops,
    ];
  }
  const open = conditions.filter(({ value }) => value !== true);
  const on = state === 'accrued' ? dueOn : null;
  switch (judgeCommission(conditions)) {
    case 'pay':
      return [
        {
          tone: 'ok',
          when: { zh: '一切照旧', en: 'Nothing changes' },
          then:
            on === null
              ? { zh: '下一个结算日结算', en: 'the next settlement takes it' }
              : { zh: '结算', en: 'settled' },
          on,
        },
        stops,
        ...(dueProvisional ? [PROVISIONAL] : []),
      ];
    case 'hold': {
      const what = joined(open);
      return [
        {
          tone: 'ok',
          when: { zh: '下列问题解决', en: 'What is open is resolved' },
          then:
            on === null
              ? { zh: '下一个结算日结算', en: 'the next settlement takes it' }
              : { zh: '结算', en: 'settled' },
          on,
        },
        {
          tone: 'unk',
          when: { zh: `仍然：${what.zh}`, en: `Still: ${what.en}` },
          then: { zh: '暂缓，每个结算日重查', en: 'held, looked at again each settlement day' },
          on: null,
        },
        stops,
      ];
    }
    case 'refuse': {
      const what = joined(open.filter(({ value }) => value === false));
      return [
        {
          tone: 'bad',
          when: { zh: what.zh, en: upper(what.en) },
          then: { zh: '不付，结案', en: 'refused for good' },
          on,
        },
      ];
    }
  }
}

const PROVISIONAL: Outlook = {
  tone: 'unk',
  when: { zh: '节假日安排公布后', en: 'Once the holidays are published' },
  then: { zh: '到期日可能顺延', en: 'the due day may move' },
  on: null,
};
