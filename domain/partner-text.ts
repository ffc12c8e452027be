/** What stands where a person stood. */
export const SOMEBODY = '‹…›';

/** No column of ours holds these. */
const UNHOLDABLE = /[\p{Cc}\p{Cs}]/gu;
/** Phones, ID numbers, bank cards: eleven digits or more, in either width, grouped or not. */
const LONG_NUMBER = /(?:[\d０-９][ \-－]?){10,}[\d０-９XxＸｘ]/gu;
/** Between a word for a person and a word for what is theirs stands a name. */
const NAMED =
  /(客户|用户|机主|持卡人|收件人|联系人|经办人|收款人|户名|姓名)([:：是为]?\s*)(?!‹)[\p{L}·•]{2,20}?(?=\s*[,，;；]?\s*(?:手机|电话|联系电话|身份证|证件|号码|卡号|账号|‹))/gu;
const ADDRESSED = /[\p{Script=Han}·•]{1,4}(?=先生|女士|小姐)/gu;

const LONGEST = 300;

/**
 * A partner's free text as we may keep it: it says why, and often of whom. Whoever is known to be meant (`people`: names,
 * numbers, addresses) and whatever looks like a person is replaced; the mapping to our codes reads the text before this.
 */
export function partnerText(text: string, people: readonly string[] = []): string {
  const known = people.filter((each) => each.length >= 2).sort((a, b) => b.length - a.length);
  const plain = text.replaceAll(UNHOLDABLE, ' ').trim();
  return known
    .reduce((scrubbed, each) => scrubbed.replaceAll(each, SOMEBODY), plain)
    .replaceAll(LONG_NUMBER, SOMEBODY)
    .replaceAll(NAMED, `$1$2${SOMEBODY}`)
    .replaceAll(ADDRESSED, SOMEBODY)
    .slice(0, LONGEST);
}
