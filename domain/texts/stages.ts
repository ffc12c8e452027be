import type { Bilingual } from '../ports/use-cases';
import type { Stage } from '../stages';

/** What a stage is called, to people of ours and of the channels alike. */
const STAGE_NAMES = {
  received: { zh: '已接收', en: 'Received' },
  verifying: { zh: '实名中', en: 'Verifying' },
  provisioning: { zh: '开通中', en: 'Opening' },
  shipping: { zh: '配送中', en: 'Shipping' },
  activating: { zh: '待激活', en: 'Activation' },
  active: { zh: '已激活', en: 'Active' },
  rejected: { zh: '未通过', en: 'Rejected' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  expired: { zh: '已过期', en: 'Expired' },
  returned: { zh: '已退回', en: 'Returned' },
  failed: { zh: '失败', en: 'Failed' },
} as const satisfies Readonly<Record<Stage, Bilingual>>;

export const stageName = (stage: Stage): Bilingual => STAGE_NAMES[stage];
