import { useState } from 'react';
import type { OrderView } from '../../../../api/schemas/order';
import type { ParcelView } from '../../../../api/schemas/parcel';
import { INTERCEPTION_REASONS, type InterceptionReason } from '../../../../api/schemas/words';
import { ApiProblem } from '../api/client';
import { interceptParcel } from '../api/queries';
import { AskFirst, Reasons } from '../parts/ask-first';
import { Undo2 } from '../parts/icons';
import { useSettings } from '../settings';
import { mayIntercept } from '../shell/roles';
import { useSession } from '../shell/session';

/** Has a parcel turned round before it is carried to the door. What the courier said stands where the button was. */
export function InterceptParcel({ order: { id, stage }, parcel }: { order: OrderView; parcel: ParcelView | null }) {
  const words = useSettings().t.parcel.intercept;
  const { roles } = useSession().user;
  const [reason, setReason] = useState<InterceptionReason | null>(null);
  return (
    <AskFirst
      icon={<Undo2 size={14} aria-hidden />}
      words={words}
      isOffered={stage === 'shipping' && parcel?.interceptable === true && mayIntercept(roles)}
      act={reason === null ? null : () => interceptParcel(id, reason)}
      changed={[['order', id], ['ticket']]}
      done={(said) => {
        if (said === null) return null;
        if (said.outcome === 'refused') return { good: false, text: words.refused(said.courierText) };
        return { good: true, text: words.done[said.outcome] };
      }}
      problem={(error) => (error instanceof ApiProblem && error.status === 409 ? words.late : words.failed)}
      onClosed={() => {
        setReason(null);
      }}
    >
      <Reasons
        label={words.label}
        codes={INTERCEPTION_REASONS}
        words={words.reasons}
        value={reason}
        onChange={setReason}
      />
    </AskFirst>
  );
}
