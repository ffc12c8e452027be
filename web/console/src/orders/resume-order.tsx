import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { OrderView } from '../../../../api/schemas/order';
import { RESUME_REASONS } from '../../../../api/schemas/words';
import type { ResumeReason } from '../../../../domain/stages';
import { ApiProblem } from '../api/client';
import { resumeOrder } from '../api/queries';
import { CircleCheck, RefreshCw, TriangleAlert } from '../parts/icons';
import { ReasonModal } from '../parts/reason-modal';
import { useSettings } from '../settings';
import { mayResume } from '../shell/roles';
import { useSession } from '../shell/session';

/** Lets a parked order go on from the step it stood at. A reason is asked for; what will happen is said before it does. */
export function ResumeOrder({ order }: { order: OrderView }) {
  const { t } = useSettings();
  const words = t.order.resume;
  const queries = useQueryClient();
  const { roles } = useSession().user;
  const [asking, setAsking] = useState(false);
  const send = useMutation({
    mutationFn: (input: { waitId: string; reasonCode: ResumeReason }) => resumeOrder(order.id, input),
    onSettled: async () => {
      setAsking(false);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['order', order.id] }),
        queries.invalidateQueries({ queryKey: ['ticket'] }),
      ]);
    },
  });
  const { wait } = order;
  // What keeps failing to be given back goes on by itself, and what is overdue is being given back.
  const isOffered =
    order.status === 'parked' &&
    order.reasonCode !== 'COMPENSATION_FAILED' &&
    wait !== null &&
    !wait.overdue &&
    mayResume(roles);
  return (
    <>
      {isOffered ? (
        <Button
          icon={<RefreshCw size={14} aria-hidden />}
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
        reasons={RESUME_REASONS}
        pending={send.isPending}
        onConfirm={(reasonCode) => {
          if (wait !== null) send.mutate({ waitId: wait.id, reasonCode });
        }}
        onCancel={() => {
          setAsking(false);
        }}
      />
      <Outcome problem={send.error} done={send.isSuccess} />
    </>
  );
}

function Outcome({ problem, done }: { problem: unknown; done: boolean }) {
  const { t } = useSettings();
  const words = t.order.resume;
  if (problem === null && !done) return null;
  const isLate = problem instanceof ApiProblem && problem.status === 409;
  return (
    <div className={done ? 'note ok wide' : 'note bad wide'} role={done ? 'status' : 'alert'}>
      {done ? <CircleCheck size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
      <span>{done ? words.done : isLate ? words.late : words.failed}</span>
    </div>
  );
}
