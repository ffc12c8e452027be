import type { Language } from './i18n';

/** Between Han and Latin or digits, and between a figure and its unit. */
export const THIN = '\u2009';

/** Business days and hours of the product are China's, whatever the browser's zone is. */
const ZONE = 'Asia/Shanghai';
const DAY = 86_400_000;

/** `11010519491231002X` → `110105 19491231 002X`; a masked or odd value stays as it came. */
export function idNumber(value: string): string {
  return /^\d{17}[\dX]$/.test(value) ? `${value.slice(0, 6)} ${value.slice(6, 14)} ${value.slice(14)}` : value;
}

/** `19200000888` → `192 0000 0888`, masked `192****0888` likewise. */
export function phone(value: string): string {
  return /^1[\d*]{10}$/.test(value) ? `${value.slice(0, 3)} ${value.slice(3, 7)} ${value.slice(7)}` : value;
}

/** In fours, as printed on the card. */
export function iccid(value: string): string {
  return value.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Whole fen → `¥1,234.50`, `-¥93.33`. */
export function money(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const cents = String(Math.abs(fen) % 100).padStart(2, '0');
  return `${fen < 0 ? '-' : ''}¥${whole.toLocaleString('en-US')}.${cents}`;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

const UNITS = {
  'zh-CN': { day: '天', hour: '小时', minute: '分', second: '秒' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const;

/** The two largest units: `2 天 3 小时`, `6 分 12 秒`, `0.4 秒`. Never negative. */
export function duration(milliseconds: number, language: Language): string {
  const unit = UNITS[language];
  const left = Math.max(0, milliseconds);
  const part = (value: number, name: string): string => `${String(value)}${THIN}${name}`;
  if (left < 9_950) return part(Number((left / 1000).toFixed(1)), unit.second);
  const seconds = Math.round(left / 1000);
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600)];
  const [minutes, rest] = [Math.floor((seconds % 3600) / 60), seconds % 60];
  if (days > 0) return hours > 0 ? `${part(days, unit.day)} ${part(hours, unit.hour)}` : part(days, unit.day);
  if (hours > 0)
    return minutes > 0 ? `${part(hours, unit.hour)} ${part(minutes, unit.minute)}` : part(hours, unit.hour);
  if (minutes > 0)
    return rest > 0 ? `${part(minutes, unit.minute)} ${part(rest, unit.second)}` : part(minutes, unit.minute);
  return part(seconds, unit.second);
}

/** For deadlines, which need no seconds: `3 小时 42 分`, `不到 1 分`. */
export function roughDuration(milliseconds: number, language: Language): string {
  if (milliseconds < 60_000) return language === 'en' ? `<1${THIN}min` : `不到${THIN}1${THIN}分`;
  return duration(Math.floor(milliseconds / 60_000) * 60_000, language);
}

/** A countdown: `07:42`, `1:07:42`. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}

/**
 * `3 分钟前`, `3 min ago`; up to a month, then the date. The last minute, and what lies ahead by a skewed clock, is just now:
 * lists move once a minute, so that seconds would stand still and be wrong.
 */
export function relative(at: string, now: number, language: Language): string {
  const age = now - Date.parse(at);
  if (age < 60_000) return language === 'en' ? 'just now' : '刚刚';
  if (age > 30 * DAY) return date(at, language);
  const [size, unit] = AGES.find(([each]) => age >= each) ?? AGES[2];
  const figure = `${String(Math.floor(age / size))}${THIN}`;
  return language === 'en'
    ? `${figure}${UNITS.en[unit]} ago`
    : `${figure}${unit === 'minute' ? '分钟' : UNITS['zh-CN'][unit]}前`;
}

const AGES = [
  [DAY, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

const parts = (at: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, ...options }).format(new Date(at));

/** `2026-11-29`. */
export function isoDay(at: string): string {
  return parts(at, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

export function time(at: string): string {
  return parts(at, { hour: '2-digit', minute: '2-digit' });
}

/** `11-29 周日`, `Sun 29 Nov`. */
export function date(at: string, language: Language): string {
  if (language === 'en') {
    const format = { timeZone: ZONE, weekday: 'short', day: 'numeric', month: 'short' } as const;
    return new Intl.DateTimeFormat('en-GB', format).format(new Date(at)).replace(',', '');
  }
  const weekday = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, weekday: 'short' }).format(new Date(at));
  return `${isoDay(at).slice(5)} ${weekday}`;
}

/** `11-29 周日 23:59`, `Sun 29 Nov 23:59`. */
export function dateTime(at: string, language: Language): string {
  return `${date(at, language)} ${time(at)}`;
}

/** With seconds and year, for hovering. */
export function exact(at: string): string {
  return `${parts(at, { dateStyle: 'short', timeStyle: 'medium' })} UTC+8`;
}

/** The heading of a day in a timeline: `今天 11-23 周一`. */
export function dayLabel(at: string, now: number, language: Language): string {
  const days = Math.round((Date.parse(isoDay(new Date(now).toISOString())) - Date.parse(isoDay(at))) / DAY);
  const word = language === 'en' ? ['Today', 'Yesterday'][days] : ['今天', '昨天'][days];
  return word === undefined ? date(at, language) : `${word} ${date(at, language)}`;
}

/** A thin space between Han and Latin, where CSS `text-autospace` does not reach (titles, copied text). */
export function spaced(text: string): string {
  return text
    .replace(/(\p{Script=Han})([A-Za-z0-9¥])/gu, `$1${THIN}$2`)
    .replace(/([A-Za-z0-9%])(\p{Script=Han})/gu, `$1${THIN}$2`);
}
