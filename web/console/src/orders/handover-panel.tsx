import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { OrderPage } from '../../../../api/schemas/order';
import { ApiProblem } from '../api/client';
import { decideHandover, type HandoverDecision } from '../api/handover';
import { CircleCheck, TriangleAlert } from '../parts/icons';
import { StagePill } from '../parts/stage-pill';
import { useSettings } from '../settings';
import { mayReview } from '../shell/roles';
import { useSession } from '../shell/session';

const DECISIONS = ['clear', 'stop'] as const;

/**
 * An officer's decision on a parcel that somebody else took: choice, grounds, then one button that says what it does.
 * Who comes second is told how the order stands.
 */
export function HandoverPanel({ page }: { page: OrderPage }) {
  const officer = mayReview(useSession().user.roles);
  const queries = useQueryClient();
  const [decision, setDecision] = useState<HandoverDecision | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const { order, handover } = page;
  const send = useMutation({
    mutationFn: ({ kind, code }: { kind: HandoverDecision; code: string }) => decideHandover(order.id, kind, code),
    onSettled: () => queries.invalidateQueries({ queryKey: ['order', order.id] }),
  });
  if (!officer) return null;
  const late = send.error instanceof ApiProblem && send.error.status === 409;
  if (send.isSuccess || late) {
    return (
      <Outcome
        page={page}
        done={late ? null : (send.variables?.kind ?? null)}
        onDismiss={() => {
          send.reset();
        }}
      />
    );
  }
  if (handover === null) return null;
  return (
    <Choice
      options={handover}
      decision={decision}
      reason={reason}
      failed={send.isError}
      pending={send.isPending}
      onDecision={(next) => {
        setDecision(next);
        setReason(null);
      }}
      onReason={setReason}
      onSubmit={() => {
        if (decision !== null && reason !== null) send.mutate({ kind: decision, code: reason });
      }}
    />
  );
}

function Outcome({
  page: { order },
  done,
  onDismiss,
}: {
  page: OrderPage;
  done: HandoverDecision | null;
  onDismiss: () => void;
}) {
  const { t } = useSettings();
  const words = t.parcel.handover;
  return (
    <div className={done === null ? 'note warn after' : 'note info after'} role="status">
      {done === null ? <TriangleAlert size={16} aria-hidden /> : <CircleCheck size={16} aria-hidden />}
      <span className="grow">
        {done === null ? words.late : words.done[done]}{' '}
        {done === null ? <StagePill stage={order.stage} status={order.status} /> : null}
      </span>
      <Button size="small" onClick={onDismiss}>
        {words.dismiss}
      </Button>
    </div>
  );
}

interface ChoiceProps {
  readonly options: NonNullable<OrderPage['handover']>;
  readonly decision: HandoverDecision | null;
  readonly reason: string | null;
  readonly failed: boolean;
  readonly pending: boolean;
  readonly onDecision: (next: HandoverDecision) => void;
  readonly onReason: (next: string) => void;
  readonly onSubmit: () => void;
}

function Choice({ options, decision, reason, failed, pending, onDecision, onReason, onSubmit }: ChoiceProps) {
  const { t, say } = useSettings();
  const words = t.parcel.handover;
  const hint =
    decision === null
      ? words.pick
      : reason === null
        ? words.pickReason
        : decision === 'clear'
          ? words.clearNext
          : words.stopNext;
  return (
    <section className="card handover after" aria-label={words.title}>
      <div className="hd">
        <TriangleAlert size={16} aria-hidden />
        <h2>{words.title}</h2>
      </div>
      <div className="bd">
        <p className="t2">{words.lead}</p>
        <div className="chips" role="group" aria-label={words.label}>
          {DECISIONS.map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={decision === each}
              onClick={() => {
                onDecision(each);
              }}
            >
              {words[each]}
            </button>
          ))}
        </div>
        {decision === null ? null : (
          <div className="chips" role="group" aria-label={words.reasons}>
            <span className="t3 s12">{words.reasons}</span>
            {options[decision].map(({ reasonCode, label }) => (
              <button
                key={reasonCode}
                type="button"
                className="chip"
                title={reasonCode}
                aria-pressed={reason === reasonCode}
                onClick={() => {
                  onReason(reasonCode);
                }}
              >
                {say(label)}
              </button>
            ))}
          </div>
        )}
        <div className="row wrap">
          <span className="t2 grow" role="status">
            {failed ? <span className="bad">{words.failed}</span> : hint}
          </span>
          <Button
            type="primary"
            danger={decision === 'stop'}
            disabled={decision === null || reason === null}
            loading={pending}
            onClick={onSubmit}
          >
            {words.submit[decision ?? 'clear']}
          </Button>
        </div>
      </div>
    </section>
  );
}
