import type { Bilingual } from '../ports/use-cases';

/** Whether a card is good on a day, spelled out. Days are `YYYY-MM-DD`; `长期` never ends, null was not read. */
export function validitySentence(to: string | null, asOf: string): Bilingual {
  if (to === null) return { zh: '有效期限未读出', en: 'The validity was not read' };
  if (to === '长期') return { zh: '长期有效', en: 'Valid without end' };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(to)) return { zh: '有效期限已遮盖', en: 'The validity is masked' };
  const days = Math.round((Date.parse(to) - Date.parse(asOf)) / 86_400_000);
  if (days < 0) return { zh: `已过期 ${String(-days)} 天`, en: `Expired ${String(-days)} days ago` };
  const years = Math.floor(days / 365.25);
  return years >= 1
    ? {
        zh: `有效，还有 ${String(years)} 年以上`,
        en: `Valid for more than ${String(years)} year${years === 1 ? '' : 's'}`,
      }
    : { zh: `有效，还有 ${String(days)} 天`, en: `Valid for another ${String(days)} days` };
}
