import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import type { ReviewCase } from '../../../../api/schemas/review';
import { clock, count, dateTime, roughDuration } from '../../../shared/format';
import { queueQuery } from '../api/queries';
import { useBusinessNow } from '../now';
import { CopyId, Kbd, Pill } from '../parts/basics';
import { CircleCheck, Eye, Lock, UserRoundSearch, UsersRound } from '../parts/icons';
import { useSettings } from '../settings';
import type { Access } from './access';
import type { Lease } from './use-lease';

interface CaseHeadProps {
  readonly review: ReviewCase;
  readonly lease: Lease;
  readonly access: Access;
}

export function CaseHead({ review, lease, access }: CaseHeadProps) {
  const { t } = useSettings();
  const { data: queue } = useQuery(queueQuery());
  const { review: row } = review;
  return (
    <header className="case-head">
      <div className="grow">
        <div className="row wrap">
          <h1>{nameOf(review)}</h1>
          {access === 'closed' ? (
            <Pill tone="ok" icon={CircleCheck}>
              {t.case.settled}
            </Pill>
          ) : (
            <Pill tone="warn" icon={UserRoundSearch}>
              {t.case.review}
            </Pill>
          )}
          {row.approvalsNeeded > 1 ? (
            <Pill tone="warn" icon={UsersRound}>
              {access === 'reader' || access === 'closed'
                ? t.case.dual
                : row.approvals === 0
                  ? t.case.dualFirst
                  : t.case.dualSecond}
            </Pill>
          ) : null}
        </div>
        <div className="meta">
          <CopyId id={row.id} />
          <span>
            {t.case.order}{' '}
            {review.orders.map((order) => (
              <Link key={order.id} className="mono" to={`/orders/${order.id}`}>
                {order.id}
              </Link>
            ))}
          </span>
          <span>
            {row.planName} · {t.queue.cards(row.quantity)}
          </span>
          <span className="row fine">
            {review.clear ? <Eye size={14} aria-hidden /> : <Lock size={14} aria-hidden />}
            {review.clear ? t.case.watching : access === 'free' ? t.case.masked : t.case.maskedOnly}
          </span>
        </div>
      </div>
      {queue === undefined ? null : (
        <div className="cd">
          <div className="k">{t.case.queueLeft}</div>
          <div className="v">{t.case.pieces(count(queue.counts.open))}</div>
        </div>
      )}
      {access === 'closed' ? null : <Deadline dueAt={row.dueAt} />}
      {lease.left === null ? null : <LeaseClock lease={lease} left={lease.left} />}
    </header>
  );
}

/** The declared name where the case may be seen in clear, masked otherwise. */
function nameOf({ clear, fields, review: { holder } }: ReviewCase): string {
  return (clear ? fields.find(({ field }) => field === 'name')?.declared : null) ?? holder;
}

function Deadline({ dueAt }: { dueAt: string }) {
  const { t, language } = useSettings();
  const rest = Date.parse(dueAt) - useBusinessNow('minute');
  return (
    <div className="cd">
      <div className="k">{t.case.due(dateTime(dueAt, language))}</div>
      <div className={rest < 0 ? 'v bad' : 'v'}>
        {rest < 0 ? t.case.over(roughDuration(-rest, language)) : t.case.left(roughDuration(rest, language))}
      </div>
    </div>
  );
}

const ROUND = 2 * Math.PI * 14;

function LeaseClock({ lease, left }: { lease: Lease; left: number }) {
  const { t } = useSettings();
  const share = lease.whole === 0 ? 0 : left / lease.whole;
  const short = left < 60_000;
  return (
    <div className={short ? 'cd lease short' : 'cd lease'}>
      <svg width="34" height="34" viewBox="0 0 34 34" aria-hidden="true">
        <circle cx="17" cy="17" r="14" className="ring-back" />
        <circle
          cx="17"
          cy="17"
          r="14"
          className="ring"
          strokeDasharray={`${ROUND * share} ${ROUND}`}
          transform="rotate(-90 17 17)"
        />
      </svg>
      <div>
        <div className="k">{t.case.lease}</div>
        <div className="v" role="timer">
          {clock(left)}
        </div>
      </div>
      <Button size="small" onClick={lease.renew} disabled={lease.busy}>
        {t.case.extend} <Kbd>L</Kbd>
      </Button>
      <Button size="small" type="text" onClick={lease.giveBack} disabled={lease.busy}>
        {t.case.giveBack}
      </Button>
    </div>
  );
}
