import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time';
import { HOLD_MS, PROVISIONING_HOLD_MS, WAIT_KINDS, WAIT_RULES } from '../../domain/waits';

describe('the rules of waits', () => {
  it.each(WAIT_KINDS)(
    '%s has an owner, a deadline and what happens then, its reminders rising and before it',
    (kind) => {
      const { owner, dueMs, remindersMs, then } = WAIT_RULES[kind];
      const moments = [0, ...remindersMs, dueMs];

      expect(owner).not.toBe('');
      expect(then).not.toBe('');
      expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
    },
  );

  it('gives documents 72 hours, with reminders at 2, 24 and 48', () => {
    expect(WAIT_RULES.documents).toMatchObject({
      dueMs: 72 * HOUR_MS,
      remindersMs: [2 * HOUR_MS, 24 * HOUR_MS, 48 * HOUR_MS],
      then: 'end-expired',
    });
  });

  it('keeps a number half an hour after the last sign of life, and as long as the carrier may take once it was sent', () => {
    expect(HOLD_MS).toBe(30 * MINUTE_MS);
    expect(PROVISIONING_HOLD_MS).toBeGreaterThanOrEqual(WAIT_RULES['carrier-answer'].dueMs);
    expect(PROVISIONING_HOLD_MS).toBeGreaterThan(WAIT_RULES.parked.dueMs);
    expect(PROVISIONING_HOLD_MS).toBe(3 * DAY_MS);
  });
});
