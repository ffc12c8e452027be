import type { Bilingual } from '../ports/use-cases';

const CODES: Readonly<Record<string, Bilingual>> = {
  '200': { zh: '姓名与号码一致', en: 'Name and number belong together' },
  '201': { zh: '姓名与号码不一致', en: 'Name and number do not belong together' },
  '202': { zh: '库中无此号码', en: 'No such number on record' },
  '203': { zh: '库中无照片', en: 'No photo on record' },
  '204': { zh: '人脸不匹配', en: 'The face does not match' },
  '205': { zh: '活体风险', en: 'Liveness is doubtful' },
  '206': { zh: '业务策略限制，需人工核对', en: 'Restricted by policy; a person has to look' },
  '417': { zh: '权威源暂时不可用', en: 'The authority is unavailable just now' },
  '418': { zh: '今日核验次数过多', en: 'Too many queries today' },
  '427': { zh: '风险策略，需人工核对', en: 'Risk policy; a person has to look' },
};

/** What the identity authority said; a code without a row here is shown as it came. */
export function describeAuthority(code: string | null): Bilingual {
  if (code === null) return { zh: '未查询', en: 'Not asked' };
  return CODES[code] ?? { zh: `返回码 ${code}`, en: `Answered ${code}` };
}
