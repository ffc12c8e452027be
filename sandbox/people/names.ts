import { type Random } from './random';

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const COMPOUND_SURNAMES = ['欧阳', '上官', '司马', '诸葛', '皇甫', '尉迟', '令狐', '端木'];
const GIVEN =
  '芳娜秀英敏静丽艳娟霞兰红玉梅燕晓丹雨涵欣怡诗琪梦洁雅婷莉莎佳慧思美玲淑珍凤仙月娥春花秋菊冬雪琴画婧彤可馨语嫣紫萱依诺沐阳颖琳瑶蕾薇倩琼蓉岚悦宁安然文华清平海云';
/** In GB 18030, outside GB 2312: real names have them, and dictionaries of text readers often do not. */
const RARE_GIVEN = '玥琸彧瑀晟祎嬅婳珏昶妘姮甯蕙芃璠璐琬瑄煊';
const WITH_DOT = ['阿依古丽', '古丽娜尔', '热依汗', '帕提古丽', '阿孜古丽', '迪丽努尔', '米热古丽', '努尔比亚'];
const FATHERS_WITH_DOT = ['买买提', '阿卜杜拉', '艾合买提', '吐尔逊', '玉素甫', '库尔班', '阿迪力', '热合曼'];
const MINORITIES =
  '蒙古 回 藏 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 土 仫佬 羌 布朗 毛南 仡佬 锡伯 阿昌 普米 怒 德昂 保安 京 独龙 赫哲 门巴 珞巴 基诺'.split(
    ' ',
  );

const DOT_SHARE = 0.03;
const COMPOUND_SHARE = 0.03;
const MINORITY_SHARE = 0.12;
const RARE_SHARE = 0.02;
const ONE_CHARACTER_SHARE = 0.2;

export interface DrawnName {
  readonly name: string;
  /** As printed on the card, without 族. */
  readonly ethnicity: string;
}

/** A woman's name of at least two characters; `long` makes it at least four, for searches that need bytes to find. */
export function drawName(random: Random, long: boolean): DrawnName {
  if (random.chance(long ? 0.5 : DOT_SHARE)) {
    return {
      name: `${random.pick(WITH_DOT)}·${random.pick(FATHERS_WITH_DOT)}`,
      ethnicity: random.pick(['维吾尔', '维吾尔', '维吾尔', '哈萨克', '柯尔克孜']),
    };
  }
  const ethnicity = random.chance(MINORITY_SHARE) ? random.pick(MINORITIES) : '汉';
  if (long) return { name: random.pick(COMPOUND_SURNAMES) + givenName(random, 2), ethnicity };

  const surname = random.chance(COMPOUND_SHARE) ? random.pick(COMPOUND_SURNAMES) : drawSurname(random);
  return { name: surname + givenName(random, random.chance(ONE_CHARACTER_SHARE) ? 1 : 2), ethnicity };
}

/** Frequent surnames stand first in the list and are drawn more often. */
function drawSurname(random: Random): string {
  const at = Math.floor(-Math.log(1 - random.next()) * 28);
  return SURNAMES.charAt(Math.min(SURNAMES.length - 1, at));
}

function givenName(random: Random, length: number): string {
  const characters = Array.from({ length }, () =>
    random.pick(Array.from(random.chance(RARE_SHARE) ? RARE_GIVEN : GIVEN)),
  );
  return characters.join('');
}
