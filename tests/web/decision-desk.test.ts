import type { ReviewDecision, ReviewOutcome } from '../../api/schemas/review';
import { ApiProblem } from '../../web/console/src/api/client';
import { UNDO_MS, decisionDesk, type DecisionDesk } from '../../web/console/src/reviews/decision-desk';

const body: ReviewDecision = { decision: 'retake', reasonCode: 'RN_OCR_BLURRED', evidenceHash: 'a'.repeat(64) };
const settled: ReviewOutcome = {
  reviewId: 'rev_1',
  state: 'decided',
  outcome: 'retake',
  approvals: 0,
  approvalsNeeded: 1,
};

/** The server of a desk: what reached it, and how it answers. */
function desk(answer: () => Promise<ReviewOutcome | null> = () => Promise.resolve(settled)): {
  desk: DecisionDesk;
  sent: string[];
} {
  const sent: string[] = [];
  const made = decisionDesk(
    (reviewId) => {
      sent.push(reviewId);
      return answer();
    },
    () => undefined,
  );
  return { desk: made, sent };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('sends nothing before ten seconds have passed', async () => {
  const { desk: d, sent } = desk();
  d.submit('rev_1', body);

  await jest.advanceTimersByTimeAsync(UNDO_MS - 1);
  expect(sent).toEqual([]);

  await jest.advanceTimersByTimeAsync(1);
  expect(sent).toEqual(['rev_1']);
  expect(d.state().notice).toEqual({ kind: 'sent', reviewId: 'rev_1', decision: 'retake', settled: true });
});

it('never sends what was undone, and keeps what was composed', async () => {
  const { desk: d, sent } = desk();
  d.edit('rev_1', { decision: 'retake', reasonCode: 'RN_OCR_BLURRED', note: '407 ?' });
  d.submit('rev_1', body);
  d.undo();

  await jest.advanceTimersByTimeAsync(UNDO_MS * 2);

  expect(sent).toEqual([]);
  expect(d.state().drafts.get('rev_1')?.note).toBe('407 ?');
});

it('sends a held decision at once when the next one is submitted', async () => {
  const { desk: d, sent } = desk();
  d.submit('rev_1', body);
  d.submit('rev_2', body);

  await jest.advanceTimersByTimeAsync(0);
  expect(sent).toEqual(['rev_1']);
  expect(d.state().held).toMatchObject({ reviewId: 'rev_2', phase: 'held' });

  await jest.advanceTimersByTimeAsync(UNDO_MS);
  expect(sent).toEqual(['rev_1', 'rev_2']);
});

it('sends once, however often it is told to', async () => {
  const { desk: d, sent } = desk();
  d.submit('rev_1', body);

  await Promise.all([d.flush(), d.flush(true)]);
  await jest.advanceTimersByTimeAsync(UNDO_MS);

  expect(sent).toEqual(['rev_1']);
});

it('keeps note and choice when the lease was lost, and says so', async () => {
  const { desk: d } = desk(() => Promise.reject(new ApiProblem(409, 'LeaseLost', null, '')));
  d.edit('rev_1', { note: '证件照偏暗' });
  d.submit('rev_1', body);

  await jest.advanceTimersByTimeAsync(UNDO_MS);

  expect(d.state().refusals.get('rev_1')).toBe('LeaseLost');
  expect(d.state().drafts.get('rev_1')?.note).toBe('证件照偏暗');
  expect(d.state().held).toBeNull();
});

it('forgets the draft of what was taken', async () => {
  const { desk: d } = desk();
  d.edit('rev_1', { note: '好' });
  d.submit('rev_1', body);

  await jest.advanceTimersByTimeAsync(UNDO_MS);

  expect(d.state().drafts.has('rev_1')).toBe(false);
});
