import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { PayoutView } from '../../../../api/schemas/commission';
import { ApiProblem } from '../api/client';
import { cancelPayout, moneyChanged } from '../api/money';
import { TriangleAlert, Undo2 } from '../parts/icons';
import { ReasonForm } from '../parts/reason-form';
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
        <ReasonForm
          title={words.cancel}
          lead={words.cancelThen(payout.statementIds.length)}
          label={words.cancelReason}
          notNow={words.keep}
          isDanger
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
