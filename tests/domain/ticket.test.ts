import { instant, userId } from '../../domain/brand';
import { TICKET_KINDS, TICKET_RULES } from '../../domain/ticket';
import { type Colleague, pickColleague } from '../../domain/ticket-routing';
import { classify, isThanks } from '../../domain/ticket-words';
import { rungMoments, rungsToTell } from '../../domain/ticket-ladder';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import { plusWorkingMs, workingMsBetween } from '../../domain/working-time';

describe('what a customer writes', () => {
  it.each([
    ['我的卡到哪了？', 'T-LOG-1'],
    ['一直没发货', 'T-LOG-1'],
    ['地址写错了，能改吗', 'T-LOG-2'],
    ['显示昨天签收了，可是我没有收到卡', 'T-LOG-3'],
    ['人脸一直不通过', 'T-RN-1'],
    ['这张卡不是我办的', 'T-RN-2'],
    ['说我名下超过五张', 'T-RN-3'],
    ['激活页面打不开', 'T-ACT-1'],
    ['激活链接过期了怎么办', 'T-ACT-2'],
    ['插上卡没信号', 'T-NET-1'],
    ['月租与宣传不一致', 'T-PLAN-1'],
    ['首充 50 元没到账', 'T-PLAN-2'],
    ['不想要了', 'T-CAN-1'],
    ['怎么注销', 'T-CAN-2'],
    ['说涉诈停机了', 'T-SUS-1'],
    ['请删除我的信息', 'T-PII-1'],
    ['38 张佣金没到', 'T-COM-1'],
    ['我要投诉工信部', 'T-MIIT'],
    ['你好', 'T-ASK'],
    ['Where is my card?', 'T-LOG-1'],
  ] as const)('%s is %s', (words, kind) => {
    expect(classify(words).kind).toBe(kind);
  });

  it('keeps its subject and becomes urgent when the regulator is named', () => {
    expect(classify('一直没发货，再不发我找工信部')).toEqual({ kind: 'T-LOG-1', priority: 1, tags: ['工信部'] });
  });

  it.each([
    ['不投诉，只想问快递到哪了', false],
    ['我没想要投诉，就问下快递', false],
    ['不是要去工信部，快递到哪了', false],
    ['并非投诉，快递到哪了', false],
    ['快递再不到就投诉', true],
    ['我没收到快递，要投诉', true],
    ['你们逼得我不得不投诉，快递呢', true],
    ['上次没投诉，这次快递还不到我要投诉', true],
  ])('%s: urgent %s', (words, urgent) => {
    expect(classify(words)).toMatchObject({ kind: 'T-LOG-1', priority: urgent ? 1 : 3 });
  });

  it.each([
    ['谢谢！', true],
    ['好的，谢谢您', true],
    ['ok thanks', true],
    ['收到👍', true],
    ['谢谢，可是还没到', false],
    ['???', false],
    ['...', false],
    ['收到?', false],
    ['没问题?', false],
    ['OK?', false],
    ['好的？', false],
    ['', false],
    ['好的，那什么时候到？', false],
  ])('%s is thanks only: %s', (words, thanks) => {
    expect(isThanks(words)).toBe(thanks);
  });
});

describe('the rules of kinds', () => {
  it.each(TICKET_KINDS)('%s answers before it is due', (kind) => {
    const { firstMs, doneMs } = TICKET_RULES[kind];

    expect(firstMs).toBeGreaterThan(0);
    expect(doneMs).toBeGreaterThan(firstMs);
  });
});

describe('routing', () => {
  const one = (n: number, change: Partial<Colleague> = {}): Colleague => ({
    userId: userId(`usr_${String(n).padStart(12, '0')}`),
    roles: ['support_agent'],
    onDuty: true,
    silent: false,
    open: 0,
    lastGivenMs: null,
    ...change,
  });

  it('goes to the person on duty with the fewest in hand, then to who waited longest', () => {
    const people = [one(1, { open: 2 }), one(2, { open: 1, lastGivenMs: 20 }), one(3, { open: 1, lastGivenMs: 10 })];

    expect(pickColleague(people, 'support', [])).toBe(one(3).userId);
    expect(pickColleague([...people].reverse(), 'support', [])).toBe(one(3).userId);
  });

  it('never to somebody off duty, silent, without the skill, or who had it before', () => {
    const people = [
      one(1, { onDuty: false }),
      one(2, { silent: true }),
      one(3, { roles: ['finance_maker', 'auditor'] }),
      one(4),
    ];

    expect(pickColleague(people, 'support', [])).toBe(one(4).userId);
    expect(pickColleague(people, 'support', [one(4).userId])).toBeNull();
    expect(pickColleague(people, 'compliance', [])).toBeNull();
    expect(pickColleague([one(5, { roles: ['compliance_lead'] })], 'compliance', [])).toBe(one(5).userId);
  });
});

describe("support's hours", () => {
  it.each([
    // 17:00 in Shanghai
    ['2026-03-02T09:00:00.000Z', 10 * MINUTE_MS, '2026-03-02T09:10:00.000Z'],
    // 23:55 in Shanghai: five minutes today, five tomorrow from nine
    ['2026-03-02T15:55:00.000Z', 10 * MINUTE_MS, '2026-03-03T01:05:00.000Z'],
    // 03:00 in Shanghai
    ['2026-03-02T19:00:00.000Z', 10 * MINUTE_MS, '2026-03-03T01:10:00.000Z'],
    ['2026-03-02T01:00:00.000Z', 24 * HOUR_MS, '2026-03-03T10:00:00.000Z'],
  ])('from %s, %d ms end at %s', (from, ms, at) => {
    expect(plusWorkingMs(instant(from), ms, 'support')).toBe(at);
    expect(workingMsBetween(instant(from), instant(at), 'support')).toBe(ms);
  });

  it('count all hours where a ticket is urgent', () => {
    expect(plusWorkingMs(instant('2026-03-02T19:00:00.000Z'), HOUR_MS, 'always')).toBe('2026-03-02T20:00:00.000Z');
    expect(workingMsBetween(instant('2026-03-02T20:00:00.000Z'), instant('2026-03-02T19:00:00.000Z'), 'always')).toBe(
      0,
    );
  });
});

describe('the ladder of a promise', () => {
  const opened = instant('2026-03-02T15:00:00.000Z');
  // 23:00 in Shanghai: one counted hour is left of the day, the other three lie after 09:00.
  const clock = {
    hours: 'support' as const,
    dueAt: plusWorkingMs(opened, 4 * HOUR_MS, 'support'),
    leftMs: null,
    metAt: null,
    rungs: 0,
  };

  it('has its rungs at half, four fifths and the end of the counted time', () => {
    expect(rungMoments(clock, 4 * HOUR_MS, opened)).toEqual([
      '2026-03-03T02:00:00.000Z',
      '2026-03-03T03:12:00.000Z',
      '2026-03-03T04:00:00.000Z',
    ]);
  });

  it.each([
    ['2026-03-03T01:59:59.999Z', 0, []],
    ['2026-03-03T02:00:00.000Z', 0, [0]],
    ['2026-03-03T03:11:59.999Z', 1, []],
    ['2026-03-03T03:12:00.000Z', 1, [1]],
    ['2026-03-03T04:00:00.000Z', 2, [2]],
    ['2026-04-03T04:00:00.000Z', 0, [0, 1, 2]],
    ['2026-04-03T04:00:00.000Z', 3, []],
  ])('at %s with %d told tells %p', (now, rungs, told) => {
    expect(rungsToTell({ ...clock, rungs }, 4 * HOUR_MS, instant(now))).toEqual(told);
  });

  it('tells nothing of a kept promise or of a clock that stands', () => {
    const late = instant('2026-04-03T04:00:00.000Z');
    expect(rungsToTell({ ...clock, metAt: opened }, 4 * HOUR_MS, late)).toEqual([]);
    expect(rungsToTell({ ...clock, leftMs: 1 }, 4 * HOUR_MS, late)).toEqual([]);
    expect(rungMoments({ ...clock, leftMs: 1 }, 4 * HOUR_MS, opened)).toEqual([]);
  });
});
