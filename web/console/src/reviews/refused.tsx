import { Button } from 'antd';
import type { ReviewCase } from '../../../../api/schemas/review';
import { Kbd } from '../parts/basics';
import { UsersRound } from '../parts/icons';
import { useSettings } from '../settings';
import type { Access } from './access';
import { NO_DRAFT } from './decision-desk';
import { useDesk, useDeskState } from './desk-context';
import { useNext } from './use-next';

/** Calm words where a decision could not be taken: what happened, that the note is kept, and what to do now. */
export function Refused({ review, access, claim }: { review: ReviewCase; access: Access; claim: () => void }) {
  const { t } = useSettings();
  const desk = useDesk();
  const { refusals, drafts, held } = useDeskState();
  const next = useNext();
  const { id } = review.review;
  const draft = drafts.get(id) ?? NO_DRAFT;
  const composed = draft.decision !== null || draft.note !== '';
  // Composed for a case that slipped away meanwhile: said before anybody presses submit in vain.
  const slipped = composed && held?.reviewId !== id && access !== 'mine';
  const code = refusals.get(id) ?? (slipped ? (access === 'closed' ? 'ReviewClosed' : 'LeaseLost') : undefined);
  if (code === undefined) return null;
  const words = t.case.lost;
  const [title, text] = ((): [string, string] => {
    switch (code) {
      case 'LeaseLost':
        return access === 'free'
          ? [words.expired, words.expiredText]
          : access === 'mine'
            ? [words.expired, words.text]
            : [words.title, words.text];
      case 'EvidenceChanged':
        return [words.evidence, words.evidenceText];
      case 'ReviewClosed':
        return [words.closed, words.closedText];
      case 'SameReviewerTwice':
        return [words.twice, words.twiceText];
      default:
        return [t.state.failed, t.case.undo.failedNext];
    }
  })();
  return (
    <div className="note info calm" role="alert">
      <UsersRound size={16} aria-hidden />
      <div className="grow">
        <p className="b">{title}</p>
        <p className="t2">{text}</p>
      </div>
      {access === 'free' ? (
        <Button type="primary" onClick={claim}>
          {words.claimAgain}
        </Button>
      ) : null}
      {code === 'EvidenceChanged' && access === 'mine' ? (
        <Button
          onClick={() => {
            desk.forgive(id);
          }}
        >
          {words.reviewAgain}
        </Button>
      ) : null}
      <Button
        type={access === 'free' ? 'default' : 'primary'}
        onClick={() => {
          next.mutate();
        }}
      >
        {words.next} <Kbd>N</Kbd>
      </Button>
    </div>
  );
}
