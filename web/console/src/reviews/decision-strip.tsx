import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useMatch } from 'react-router';
import { useHotkeys } from '../hotkeys';
import { useRealNow } from '../now';
import { Kbd } from '../parts/basics';
import { Check, LoaderCircle, TriangleAlert, Undo2 } from '../parts/icons';
import { useSettings } from '../settings';
import { UNDO_MS, type Held, type Notice } from './decision-desk';
import { useDesk, useDeskState } from './desk-context';

/** Refusals that the case page explains itself, beside the note they are about. */
const EXPLAINED = ['LeaseLost', 'EvidenceChanged', 'ReviewClosed', 'SameReviewerTwice'];

/** Along the bottom of every page: a decision that can still be taken back, and what became of the last one. */
export function DecisionStrip() {
  const desk = useDesk();
  const { held, notice } = useDeskState();
  const shown = useMatch('/reviews/:id')?.params.id;
  const hidden = notice?.kind === 'failed' && notice.reviewId === shown && EXPLAINED.includes(notice.code);
  useHotkeys({ Escape: desk.undo }, held?.phase === 'held');
  useEffect(() => {
    const onLeave = (): void => {
      void desk.flush(true);
    };
    window.addEventListener('pagehide', onLeave);
    return () => {
      window.removeEventListener('pagehide', onLeave);
    };
  }, [desk]);
  useEffect(() => {
    if (notice?.kind !== 'sent' && notice?.kind !== 'undone') return;
    const timer = setTimeout(desk.dismiss, 6_000);
    return () => {
      clearTimeout(timer);
    };
  }, [desk, notice]);
  return (
    <div className="strip-place" role="status">
      {held !== null ? (
        <HeldStrip held={held} here={held.reviewId === shown} />
      ) : notice !== null && !hidden ? (
        <NoticeStrip notice={notice} here={notice.reviewId === shown} />
      ) : null}
    </div>
  );
}

function HeldStrip({ held, here }: { held: Held; here: boolean }) {
  const { t } = useSettings();
  const desk = useDesk();
  const left = Math.max(0, held.until - useRealNow());
  const what = t.case.decision[held.body.decision];
  if (held.phase === 'sending') {
    return (
      <div className="strip">
        <LoaderCircle size={16} aria-hidden />
        {what} · {t.case.undo.sending}
      </div>
    );
  }
  return (
    <div className="strip held">
      <span className="b">{t.case.undo.will(what)}</span>
      {here ? null : <ToCase id={held.reviewId} />}
      <span className="grow" />
      <progress max={UNDO_MS} value={left} aria-hidden />
      <span className="t2 nw" aria-hidden data-testid="undo-left">
        {t.case.undo.in(Math.ceil(left / 1000))}
      </span>
      <Button onClick={desk.undo} icon={<Undo2 size={16} aria-hidden />}>
        {t.case.undo.undo} <Kbd>Esc</Kbd>
      </Button>
    </div>
  );
}

function NoticeStrip({ notice, here }: { notice: Notice; here: boolean }) {
  const { t } = useSettings();
  const desk = useDesk();
  const text = t.case.undo;
  const dismiss = (
    <Button size="small" onClick={desk.dismiss}>
      {text.dismiss}
    </Button>
  );
  if (notice.kind === 'failed') {
    return (
      <div className="strip bad">
        <TriangleAlert size={16} aria-hidden />
        <span className="b">{text.failed(t.case.decision[notice.decision])}</span>
        <span className="t2">{text.failedNext}</span>
        <span className="grow" />
        {here ? null : <ToCase id={notice.reviewId} />}
        {dismiss}
      </div>
    );
  }
  const what =
    notice.kind === 'undone'
      ? text.undone
      : notice.settled || notice.decision !== 'approve'
        ? text.sentDecided(t.case.decision[notice.decision])
        : text.sentWaiting;
  return (
    <div className={notice.kind === 'sent' ? 'strip ok' : 'strip'}>
      {notice.kind === 'sent' ? <Check size={16} aria-hidden /> : <Undo2 size={16} aria-hidden />}
      <span>{what}</span>
      <span className="grow" />
      {here ? null : <ToCase id={notice.reviewId} />}
      {dismiss}
    </div>
  );
}

function ToCase({ id }: { id: string }) {
  const { t } = useSettings();
  return <Link to={`/reviews/${id}`}>{t.case.undo.open}</Link>;
}
