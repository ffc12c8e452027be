// node scripts/domain/calendar-data.mjs: writes domain/calendar-data.ts from the dev package chinese-days, which follows the notices
// of the State Council. Run by hand when a year is added to ANNOUNCED; a year the package does not have is an error.
//
// The year after the last notice is worked out by rule: weekends, and the holidays that the law itself fixes (全国年节及纪念日
// 放假办法 as revised in 2024), each that falls on a weekend moved to the next working day. Which weekends are worked in
// exchange only the notice says, so that year is provisional. The rule is held against each announced year first.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const days = require('chinese-days');

const VERSION = 2;
const ANNOUNCED = [2025, 2026];
const BY_RULE = [2027];
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const announced = ANNOUNCED.flatMap((year) => {
  const dates = daysOf(year);
  // A year without a single bridge day worked is a year nobody entered: chinese-days then calls every weekday a workday.
  if (!dates.some((date) => isWeekend(date) && days.isWorkday(date)))
    throw new Error(`chinese-days does not have ${year}`);
  return dates;
});
for (const year of ANNOUNCED) {
  const wrong = offByLaw(year).find((date) => days.isWorkday(date));
  if (wrong !== undefined) throw new Error(`the rule calls ${wrong} a holiday, the notice does not`);
}
const holidays = [
  ...announced.filter((date) => !isWeekend(date) && !days.isWorkday(date)),
  ...BY_RULE.flatMap(offByLaw),
];
const workdays = announced.filter((date) => isWeekend(date) && days.isWorkday(date));
const list = (dates) => `[\n${dates.map((date) => `    '${date}',`).join('\n')}\n  ]`;

fs.writeFileSync(
  path.join(root, 'domain/calendar-data.ts'),
  `// Written by scripts/domain/calendar-data.mjs from chinese-days (MIT); do not edit.
import type { CalendarVersion } from './ports/catalogue-desk';

/** Working days of mainland China: to announcedTo as the State Council announced them, after it by the law's fixed holidays. */
export const CN_CALENDAR: Omit<CalendarVersion, 'publishedAt'> = {
  code: 'cn',
  version: ${VERSION},
  from: '${announced[0]}',
  to: '${BY_RULE.at(-1)}-12-31',
  announcedTo: '${announced.at(-1)}',
  holidays: ${list(holidays)},
  workdays: ${list(workdays)},
  source: 'chinese-days ${require('chinese-days/package.json').version}; ${BY_RULE.join(', ')} by rule',
};
`,
);

function isWeekend(date) {
  return [0, 6].includes(new Date(date).getUTCDay());
}

function daysOf(year) {
  const dates = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}

/** Mondays to Fridays off by law: thirteen days a year, those on a weekend moved to the next weekday that is not off. */
function offByLaw(year) {
  const fixed = daysOf(year).filter((date) => isFixed(date));
  const off = new Set(fixed.filter((date) => !isWeekend(date)));
  for (const date of fixed.filter(isWeekend)) {
    let next = after(date);
    while (isWeekend(next) || off.has(next)) next = after(next);
    off.add(next);
  }
  return [...off].sort();
}

function after(date) {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

/** New year, the eve and three days of spring festival, tomb sweeping, two of May, dragon boat, mid-autumn, three of October. */
function isFixed(date) {
  if (['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].includes(date.slice(5))) return true;
  if (date === days.getSolarTermDate(Number(date.slice(0, 4)), 4, 'pure_brightness')) return true;
  const lunar = ({ lunarMon, lunarDay, isLeap }) => (isLeap ? '' : `${lunarMon}/${lunarDay}`);
  return (
    ['1/1', '1/2', '1/3', '5/5', '8/15'].includes(lunar(days.getLunarDate(date))) ||
    lunar(days.getLunarDate(after(date))) === '1/1'
  );
}
