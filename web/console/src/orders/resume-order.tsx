import { useState } from 'react';
import type { OrderView } from '../../../../api/schemas/order';
import { RESUME_REASONS, type ResumeReason } from '../../../../api/schemas/words';
import { ApiProblem } from '../api/client';
import { resumeOrder } from '../api/queries';
import { AskFirst, Reasons } from '../parts/ask-first';
import { RefreshCw } from '../parts/icons';
import { useSettings } from '../settings';
import { mayResume } from '../shell/roles';
import { useSession } from '../shell/session';

/** Lets a parked order go on from the step it stood at, for a reason. */
export function ResumeOrder({ order: { id, status, reasonCode, wait } }: { order: OrderView }) {
  const words = useSettings().t.order.resume;
  const { roles } = useSession().user;
  const [reason, setReason] = useState<ResumeReason | null>(null);
  // What keeps failing to be given back goes on by itself, and what is overdue is being given back.
  const isOffered =
    status === 'parked' && reasonCode !== 'COMPENSATION_FAILED' && wait !== null && !wait.overdue && mayResume(roles);
  return (
    <AskFirst
      icon={<RefreshCw size={14} aria-hidden />}
      words={words}
      isOffered={isOffered}
      act={wait === null || reason === null ? null : () => resumeOrder(id, { waitId: wait.id, reasonCode: reason })}
      changed={[['order', id], ['ticket']]}
      done={() => ({ good: true, text: words.done })}
      problem={(error) => (error instanceof ApiProblem && error.status === 409 ? words.late : words.failed)}
      onClosed={() => {
        setReason(null);
      }}
    >
      <Reasons label={words.label} codes={RESUME_REASONS} words={words.reasons} value={reason} onChange={setReason} />
    </AskFirst>
  );
}
