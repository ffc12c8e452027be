import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { PayoutView } from '../../../../api/schemas/commission';
import { money } from '../../../shared/format';
import { ApiProblem } from '../api/client';
import { moneyChanged, releasePayout } from '../api/money';
import { useHotkeys } from '../hotkeys';
import { CircleCheck, Lock, Send, TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';
import { useSession } from '../shell/session';
import { Agent } from './amount';

/**
 * The second person's part. It is composed in place: who gets how much is said before the button that does it, and the
 * focus lands on the one that does not. An amount that changes while it is read closes the question again.
 */
export function ReleasePanel({ payout }: { payout: PayoutView }) {
  const { t } = useSettings();
  const { user } = useSession();
  const queries = useQueryClient();
  /** The amount that was read when the question was opened; null while none is asked. */
  const [asked, setAsked] = useState<number | null>(null);
  const words = t.money.payout;
  const release = useMutation({
    mutationFn: (seenFen: number) => releasePayout(payout.id, seenFen),
    onSettled: () => {
      setAsked(null);
      return moneyChanged(queries, payout.id);
    },
  });
  const done = release.data;
  const code = release.error instanceof ApiProblem ? release.error.code : '';
  const said =
    code === 'MakerMayNotRelease' ||
    code === 'PayoutClosed' ||
    code === 'PayoutAmountChanged' ||
    code === 'CommissionHeld'
      ? words.failed[code]
      : words.failed.other;
  const fell = asked !== null && asked !== payout.amountFen;
  return (
    <>
      {release.isError ? (
        <div className="note bad m-gap" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>{said}</span>
        </div>
      ) : null}
      {fell ? (
        <div className="note bad m-gap" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>{words.failed.PayoutAmountChanged}</span>
        </div>
      ) : null}
      {done === undefined || done === null || payout.endedAt !== null ? null : (
        <div className="note info m-gap" role="status">
          <CircleCheck size={16} aria-hidden />
          <span>{done.state === 'nothing-to-pay' ? words.nothing : words.released(money(done.amountFen))}</span>
        </div>
      )}
      <Held payout={payout} />
      {payout.state !== 'created' || payout.held.length > 0 ? null : payout.maker.id === user.id ? (
        <Own />
      ) : asked !== null && !fell ? (
        <Confirm
          payout={payout}
          isPending={release.isPending}
          onConfirm={() => {
            release.mutate(asked);
          }}
          onCancel={() => {
            setAsked(null);
          }}
        />
      ) : (
        <section className="card m-act" aria-label={words.release}>
          <span className="t2 grow">{words.releaseLead}</span>
          <Button
            size="large"
            icon={<Send size={16} aria-hidden />}
            onClick={() => {
              setAsked(payout.amountFen);
            }}
          >
            {words.release}
          </Button>
        </section>
      )}
    </>
  );
}

/** Orders that keep it from being released: the cases come first, then the money. */
function Held({ payout: { state, held } }: { payout: PayoutView }) {
  const { t } = useSettings();
  if (state !== 'created' || held.length === 0) return null;
  const words = t.money.payout;
  return (
    <section className="note bad m-gap" aria-label={words.release}>
      <TriangleAlert size={16} aria-hidden />
      <div>
        <p>{words.failed.CommissionHeld}</p>
        <ul>
          {held.map(({ orderId, caseId }) => (
            <li key={orderId}>
              <Link to={`/orders/${orderId}`} className="mono">
                {orderId}
              </Link>{' '}
              {caseId === null ? words.stopped : words.openCase(caseId)}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Own() {
  const { t } = useSettings();
  const why = useId();
  return (
    <section className="card m-act" aria-label={t.money.payout.release}>
      <span className="grow" id={why}>
        <Lock size={16} aria-hidden /> {t.money.payout.ownBatch}
      </span>
      <Button size="large" disabled aria-describedby={why} icon={<Send size={16} aria-hidden />}>
        {t.money.payout.release}
      </Button>
    </section>
  );
}

interface ConfirmProps {
  readonly payout: PayoutView;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

function Confirm({ payout, isPending, onConfirm, onCancel }: ConfirmProps) {
  const { t } = useSettings();
  const words = t.money.payout;
  const cancelRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    cancelRef.current?.focus();
  }, []);
  useHotkeys({ Escape: onCancel }, !isPending);
  return (
    <section className="card m-act m-confirm" aria-label={words.confirmTitle}>
      <dl className="m-pay">
        <div>
          <dt>{words.payee}</dt>
          <dd>
            <Agent agent={payout.agent} />
          </dd>
        </div>
        <div>
          <dt>{words.amount}</dt>
          <dd className="m-sum">{money(payout.amountFen)}</dd>
        </div>
        <div>
          <dt>{t.money.columns.statements}</dt>
          <dd>{words.statements(payout.statementIds.length)}</dd>
        </div>
      </dl>
      <p className="t2">{words.irrevocable}</p>
      <div className="row wrap">
        <Button size="large" ref={cancelRef} disabled={isPending} onClick={onCancel}>
          {words.notNow}
        </Button>
        <Button
          type="primary"
          size="large"
          loading={isPending}
          icon={<Send size={16} aria-hidden />}
          onClick={onConfirm}
        >
          {words.confirm(money(payout.amountFen))}
        </Button>
      </div>
    </section>
  );
}
