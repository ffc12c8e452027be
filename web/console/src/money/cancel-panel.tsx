import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import type { PayoutView } from '../../../../api/schemas/commission';
import { ApiProblem } from '../api/client';
import { cancelPayout, moneyChanged } from '../api/money';
import { useHotkeys } from '../hotkeys';
import { TriangleAlert, Undo2 } from '../parts/icons';
import { useSettings } from '../settings';

/** Takes a payout back that nobody released yet. The reason is asked for in place, and what happens then is said before. */
export function CancelPanel({ payout }: { payout: PayoutView }) {
  const { t } = useSettings();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const words = t.money.payout;
  const cancel = useMutation({
    mutationFn: (reason: string) => cancelPayout(payout.id, reason),
    onSettled: () => moneyChanged(queries, payout.id),
  });
  const isClosed = cancel.error instanceof ApiProblem && cancel.error.code === 'PayoutClosed';
  return (
    <>
      {cancel.isError ? (
        <div className="note bad m-gap" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>{isClosed ? words.failed.PayoutClosed : words.cancelFailed}</span>
        </div>
      ) : null}
      {payout.state !== 'created' ? null : asked ? (
        <Reason
          statements={payout.statementIds.length}
          isPending={cancel.isPending}
          onConfirm={(reason) => {
            cancel.mutate(reason);
          }}
          onCancel={() => {
            setAsked(false);
          }}
        />
      ) : (
        <section className="card m-act" aria-label={words.cancel}>
          <span className="t2 grow">{words.cancelLead}</span>
          <Button
            icon={<Undo2 size={16} aria-hidden />}
            onClick={() => {
              setAsked(true);
            }}
          >
            {words.cancel}
          </Button>
        </section>
      )}
    </>
  );
}

interface ReasonProps {
  readonly statements: number;
  readonly isPending: boolean;
  readonly onConfirm: (reason: string) => void;
  readonly onCancel: () => void;
}

function Reason({ statements, isPending, onConfirm, onCancel }: ReasonProps) {
  const { t } = useSettings();
  const words = t.money.payout;
  const [reason, setReason] = useState('');
  const fieldRef = useRef<HTMLDivElement>(null);
  const field = useId();
  useEffect(() => {
    fieldRef.current?.querySelector('input')?.focus();
  }, []);
  useHotkeys({ Escape: onCancel }, !isPending);
  return (
    <section className="card m-act m-confirm" aria-label={words.cancel}>
      <p>{words.cancelThen(statements)}</p>
      <div ref={fieldRef}>
        <label htmlFor={field}>{words.cancelReason}</label>
        <Input
          id={field}
          value={reason}
          maxLength={500}
          onChange={({ target }) => {
            setReason(target.value);
          }}
        />
      </div>
      <div className="row wrap">
        <Button disabled={isPending} onClick={onCancel}>
          {words.keep}
        </Button>
        <Button
          danger
          loading={isPending}
          disabled={reason.trim() === ''}
          onClick={() => {
            onConfirm(reason.trim());
          }}
        >
          {words.cancel}
        </Button>
      </div>
    </section>
  );
}
