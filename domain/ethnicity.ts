const ROWS =
  '01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎 20傈僳 ' +
  '21佤 22畲 23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬 38锡伯 ' +
  '39阿昌 40普米 41塔吉克 42怒 43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春 53赫哲 54门巴 ' +
  '55珞巴 56基诺';

export interface EthnicGroup {
  /** Two digits of GB/T 3304. */
  readonly code: string;
  /** As printed on the card, without 族. */
  readonly name: string;
}

export const ETHNIC_GROUPS: readonly EthnicGroup[] = ROWS.split(' ').map((row) => ({
  code: row.slice(0, 2),
  name: row.slice(2),
}));

/** Spellings given up in the 1980s that lists still carry. */
const OLD_SPELLINGS: Readonly<Record<string, string>> = { 毛难: '毛南', 崩龙: '德昂' };
const byName = new Map(ETHNIC_GROUPS.map((group) => [group.name, group]));

/** The group for a printed or typed name, with or without 族; undefined for 其他 and the like, which is no error of the card. */
export function ethnicGroup(text: string): EthnicGroup | undefined {
  const name = text.length > 1 ? text.replace(/族$/u, '') : text;
  return byName.get(OLD_SPELLINGS[name] ?? name);
}
