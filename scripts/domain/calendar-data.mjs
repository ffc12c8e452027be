// node scripts/domain/calendar-data.mjs: writes domain/calendar-data.ts from the dev package chinese-days, which follows the notices
// of the State Council. Run by hand when a year is added to YEARS; a year the package does not have is an error.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const days = require('chinese-days');

const VERSION = 1;
const YEARS = [2025, 2026];
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const all = YEARS.flatMap((year) => {
  const dates = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  // A year without a single bridge day worked is a year nobody entered: chinese-days then calls every weekday a workday.
  if (!dates.some((date) => isWeekend(date) && days.isWorkday(date)))
    throw new Error(`chinese-days does not have ${year}`);
  return dates;
});
const holidays = all.filter((date) => !isWeekend(date) && !days.isWorkday(date));
const workdays = all.filter((date) => isWeekend(date) && days.isWorkday(date));
const list = (dates) => `[\n${dates.map((date) => `    '${date}',`).join('\n')}\n  ]`;

fs.writeFileSync(
  path.join(root, 'domain/calendar-data.ts'),
  `// Written by scripts/domain/calendar-data.mjs from chinese-days (MIT); do not edit.
import type { CalendarVersion } from './ports/catalogue-desk';

/** Working days of mainland China as the State Council announced them. No later year is announced yet. */
export const CN_CALENDAR: Omit<CalendarVersion, 'publishedAt'> = {
  code: 'cn',
  version: ${VERSION},
  from: '${all[0]}',
  to: '${all.at(-1)}',
  holidays: ${list(holidays)},
  workdays: ${list(workdays)},
  source: 'chinese-days ${require('chinese-days/package.json').version}',
};
`,
);

function isWeekend(date) {
  return [0, 6].includes(new Date(date).getUTCDay());
}
