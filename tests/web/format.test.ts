import {
  clock,
  dateTime,
  dayLabel,
  duration,
  iccid,
  idNumber,
  money,
  phone,
  relative,
  roughDuration,
  spaced,
} from '../../web/shared/format';

const plain = (text: string): string => text.replaceAll('\u2009', ' ');
const at = '2026-11-23T15:59:00Z';
const after = (ms: number): number => Date.parse(at) + ms;

describe('figures as people read them', () => {
  it.each([
    ['11010519491231002X', '110105 19491231 002X'],
    ['110***********0018', '110***********0018'],
  ])('groups the ID number %s', (raw, shown) => {
    expect(idNumber(raw)).toBe(shown);
  });

  it.each([
    ['19200000888', '192 0000 0888'],
    ['139****0172', '139 **** 0172'],
    ['110', '110'],
  ])('groups the phone %s', (raw, shown) => {
    expect(phone(raw)).toBe(shown);
  });

  it('groups an ICCID in fours', () => {
    expect(iccid('89861526013100000105')).toBe('8986 1526 0131 0000 0105');
  });

  it.each([
    [123_450, '¥1,234.50'],
    [-9333, '-¥93.33'],
    [5, '¥0.05'],
  ])('writes %d fen with sign and cents', (fen, shown) => {
    expect(money(fen)).toBe(shown);
  });
});

describe('spans and moments', () => {
  it.each([
    [400, '0.4 秒', '0.4 s'],
    [41_000, '41 秒', '41 s'],
    [372_000, '6 分 12 秒', '6 min 12 s'],
    [3_600_000, '1 小时', '1 h'],
    [183_600_000, '2 天 3 小时', '2 d 3 h'],
    [-5, '0 秒', '0 s'],
  ])('says %d ms in its two largest units', (ms, zh, en) => {
    expect(plain(duration(ms, 'zh-CN'))).toBe(zh);
    expect(plain(duration(ms, 'en'))).toBe(en);
  });

  it('leaves the seconds out of a deadline', () => {
    expect(plain(roughDuration(372_000, 'zh-CN'))).toBe('6 分');
    expect(plain(roughDuration(59_000, 'en'))).toBe('<1 min');
    expect(plain(roughDuration(59_000, 'zh-CN'))).toBe('不到 1 分');
  });

  it('counts a lease down to the second', () => {
    expect(clock(461_001)).toBe('07:42');
    expect(clock(4_062_000)).toBe('1:07:42');
  });

  it('speaks of the past, and of a skewed clock as now', () => {
    expect(plain(relative(at, after(180_000), 'zh-CN'))).toBe('3 分钟前');
    expect(plain(relative(at, after(7_200_000), 'en'))).toBe('2 h ago');
    expect(relative(at, after(-60_000), 'zh-CN')).toBe('刚刚');
    expect(relative(at, after(59_000), 'en')).toBe('just now');
  });

  it('names days by the calendar of China', () => {
    expect(dateTime(at, 'zh-CN')).toBe('11-23 周一 23:59');
    expect(dateTime(at, 'en')).toBe('Mon 23 Nov 23:59');
    expect(dayLabel(at, after(120_000), 'zh-CN')).toBe('昨天 11-23 周一');
    expect(dayLabel(at, after(30_000), 'en')).toBe('Today Mon 23 Nov');
  });

  it('puts a thin space between Han and Latin', () => {
    expect(spaced('第3轮ICCID号')).toBe('第\u20093\u2009轮\u2009ICCID\u2009号');
  });
});
