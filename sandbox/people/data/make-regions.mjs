/**
 * Writes regions.ts: some four hundred counties of mainland China, evenly spread over the provinces, from the dev package
 * @vant/area-data (MIT). Run by hand when the list shall change: node sandbox/people/data/make-regions.mjs
 */
import fs from 'node:fs';
import { areaList } from '@vant/area-data';

const PER_PROVINCE = 14;
const LONGEST_NAME = 8; // Longer ones, with 公安局 behind them, do not fit the line of the issuing authority.

const lines = [];
for (const [code, province] of Object.entries(areaList.province_list)) {
  if (Number(code) >= 710000) continue;
  const counties = Object.entries(areaList.county_list).filter(
    ([county, name]) =>
      county.slice(0, 2) === code.slice(0, 2) &&
      name.length <= LONGEST_NAME &&
      /[区县市旗]$/.test(name) &&
      !/开发区|园区|示范|管理区|新区|实验区|试验区|合作区|工业区|功能区|矿区/.test(name),
  );
  const step = Math.max(1, counties.length / PER_PROVINCE);
  for (let at = 0; at < counties.length; at += step) {
    const [county, name] = counties[Math.floor(at)];
    const city = areaList.city_list[`${county.slice(0, 4)}00`] ?? '';
    const isReal = city !== province && city !== '县' && /[市州盟区]$/.test(city);
    lines.push(`  '${province} ${isReal ? city : '-'} ${name}',`);
  }
}

fs.writeFileSync(
  new URL('regions.ts', import.meta.url),
  `// Written by make-regions.mjs from @vant/area-data (MIT).\n\n/** Province, city (\`-\` where the county stands directly under the province) and county. */\nexport const REGIONS = [\n${lines.join('\n')}\n] as const;\n`,
);
console.log(`${lines.length} regions`);
