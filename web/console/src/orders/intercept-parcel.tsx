import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { OrderView } from '../../../../api/schemas/order';
import type { InterceptionView, ParcelView } from '../../../../api/schemas/parcel';
import { INTERCEPTION_REASONS } from '../../../../api/schemas/words';
import type { InterceptionReason } from '../../../../domain/stages';
import { ApiProblem } from '../api/client';
import { interceptParcel } from '../api/queries';
import { CircleCheck, TriangleAlert, Undo2 } from '../parts/icons';
import { ReasonModal } from '../parts/reason-modal';
import { useSettings } from '../settings';
import { mayIntercept } from '../shell/roles';
import { useSession } from '../shell/session';

/** Has a parcel turned round before it is carried to the door. What the courier said stands where the button was. */
export function InterceptParcel({ order, parcel }: { order: OrderView; parcel: ParcelView | null }) {
  const { t } = useSettings();
  const words = t.parcel.intercept;
  const queries = useQueryClient();
  const { roles } = useSession().user;
  const [asking, setAsking] = useState(false);
  const send = useMutation({
    mutationFn: (reasonCode: InterceptionReason) => interceptParcel(order.id, reasonCode),
    onSettled: async () => {
      setAsking(false);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['order', order.id] }),
        queries.invalidateQueries({ queryKey: ['ticket'] }),
      ]);
    },
  });
  const isOffered = order.stage === 'shipping' && parcel?.interceptable === true && mayIntercept(roles);
  return (
    <>
      {isOffered ? (
        <Button
          icon={<Undo2 size={14} aria-hidden />}
          onClick={() => {
            send.reset();
            setAsking(true);
          }}
        >
          {words.button}
        </Button>
      ) : null}
      <ReasonModal
        open={asking && isOffered}
        words={words}
        reasons={INTERCEPTION_REASONS}
        pending={send.isPending}
        onConfirm={(reasonCode) => {
          send.mutate(reasonCode);
        }}
        onCancel={() => {
          setAsking(false);
        }}
      />
      <Outcome problem={send.error} said={send.data ?? null} />
    </>
  );
}

function Outcome({ problem, said }: { problem: unknown; said: InterceptionView | null }) {
  const { t } = useSettings();
  const words = t.parcel.intercept;
  if (problem === null && said === null) return null;
  const isLate = problem instanceof ApiProblem && problem.status === 409;
  const isDone = said !== null && said.outcome !== 'refused';
  const text =
    said === null
      ? isLate
        ? words.late
        : words.failed
      : said.outcome === 'refused'
        ? words.refused(said.courierText)
        : words.done[said.outcome];
  return (
    <div className={isDone ? 'note ok wide' : 'note bad wide'} role={isDone ? 'status' : 'alert'}>
      {isDone ? <CircleCheck size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
      <span>{text}</span>
    </div>
  );
}
