import type { Bilingual } from '../ports/use-cases';
import { isEnded } from '../order';
import type { Stage } from '../stages';
import { describeReason } from './reasons';

interface Kind {
  readonly title: Bilingual;
  readonly text: Bilingual;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'reference-reused': {
    title: { zh: '同一单号，内容不同', en: 'One reference, two contents' },
    text: {
      zh: '渠道用已经用过的单号发来了另一份内容。先到的订单照常办理，后到的没有接受。',
      en: 'The channel sent another content under a reference that is taken. The first order goes on; the second was not accepted.',
    },
  },
  'terminal-resurrected': {
    title: { zh: '已结束的订单，运营商称已激活', en: 'Ended here, active at the carrier' },
    text: {
      zh: '订单在我们这里已经结束，运营商却说号卡已激活。系统没有改动订单，需要人来核实。',
      en: 'The order has ended here, yet the carrier calls the card active. Nothing was changed; a person has to find out.',
    },
  },
  'active-contradicted': {
    title: { zh: '已激活的订单，运营商称未办成', en: 'Active here, refused at the carrier' },
    text: {
      zh: '订单在我们这里已经激活，运营商却说已拒绝或撤销。系统没有改动订单，需要人来核实。',
      en: 'The order is active here, yet the carrier calls it refused or withdrawn. Nothing was changed; a person has to find out.',
    },
  },
  'activated-after-expiry': {
    title: { zh: '已过期的订单，运营商称逾期激活', en: 'Expired here, activated too late at the carrier' },
    text: {
      zh: '订单因未按期激活已经结束，运营商却说号卡在期限之后激活了。系统没有改动订单，需要人来核实。',
      en: 'The order expired without an activation, yet the carrier tells of one after the window. Nothing was changed; a person has to find out.',
    },
  },
  'stopped-after-payout': {
    title: { zh: '放款之后号码停了', en: 'Stopped after its commission was released' },
    text: {
      zh: '付款单已经放款，运营商才答复号码停机或销户。钱没有追回，需要财务向代理商追讨；银行若拒付，系统自动追回。',
      en: 'The payout was released before the carrier said that the number stopped. The money was not taken back: finance has to ask the agent for it. If the bank refuses the payout, it is taken back by itself.',
    },
  },
  'handed-to-another': {
    title: { zh: '风险：包裹由他人签收', en: 'Risk: somebody else took the parcel' },
    text: {
      zh: '快递公司说包裹不是本人签收。激活已暂停，由合规审核员在订单页核实后放行或停用；决定之前包裹已退回的，系统自动结案。',
      en: 'The courier says that somebody else took the parcel. Activation is held; a compliance officer clears or stops it on the order page. If the parcel is back before that, the case is settled by itself.',
    },
  },
  'returned-after-active': {
    title: { zh: '已激活的订单，包裹却在退回', en: 'Active here, its parcel comes back' },
    text: {
      zh: '号卡已经激活，快递公司却说包裹正在退回。系统没有改动订单，需要人来核实卡在谁手里。',
      en: 'The card is active, yet the courier says that its parcel comes back. Nothing was changed; a person has to find out who has the card.',
    },
  },
};
const OTHER: Kind = {
  title: { zh: '记录互相矛盾', en: 'Records contradict each other' },
  text: { zh: '两边的记录不一致，需要人来核实。', en: 'Two records do not agree; a person has to find out.' },
};

export const describeConflict = (kind: string): Kind => KINDS[kind] ?? OTHER;

/** How a conflict may be settled; what is chosen and written is kept with the case. */
const RESOLUTIONS = {
  FIRST_STANDS: { zh: '以先到的订单为准，已告知渠道', en: 'The first order stands; the channel was told' },
  SENT_AGAIN: { zh: '渠道已改用新单号重发', en: 'The channel sent it again under a new reference' },
  PARTNER_CORRECTED: { zh: '运营商已更正', en: 'The carrier corrected its books' },
  UNDONE_AT_PARTNER: { zh: '已请运营商销号', en: 'The carrier was asked to close the number' },
  OURS_CORRECTED: { zh: '我方另行补办', en: 'Put right on our side by a new order' },
  ESCALATED: { zh: '涉嫌异常，已转合规', en: 'Suspicious; handed to compliance' },
  NO_EFFECT: { zh: '没有影响，无需处理', en: 'No effect; nothing to do' },
} as const satisfies Record<string, Bilingual>;

type ResolutionCode = keyof typeof RESOLUTIONS;

const AT_CARRIER: readonly ResolutionCode[] = [
  'PARTNER_CORRECTED',
  'UNDONE_AT_PARTNER',
  'OURS_CORRECTED',
  'ESCALATED',
  'NO_EFFECT',
];

/**
 * The choices for a kind of conflict, in the order of the keys 1–9. Who took a parcel is decided by an officer, on the
 * order; here its case can only be put away once the order has ended without that.
 */
export function conflictResolutions(
  kind: string,
  stages: readonly Stage[],
): readonly { readonly code: string; readonly label: Bilingual }[] {
  const codes: readonly ResolutionCode[] =
    kind === 'reference-reused'
      ? ['FIRST_STANDS', 'SENT_AGAIN', 'ESCALATED', 'NO_EFFECT']
      : kind !== 'handed-to-another'
        ? AT_CARRIER
        : stages.every(isEnded)
          ? ['ESCALATED', 'NO_EFFECT']
          : [];
  return codes.map((code) => ({ code, label: RESOLUTIONS[code] }));
}

export const resolutionLabel = (code: string): Bilingual =>
  code in RESOLUTIONS ? RESOLUTIONS[code as ResolutionCode] : describeReason(code).text;
