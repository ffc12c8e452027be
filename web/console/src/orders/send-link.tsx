import type { OrderPage } from '../../../../api/schemas/order';
import { ApiProblem } from '../api/client';
import { sendLink } from '../api/queries';
import { AskFirst } from '../parts/ask-first';
import { Send } from '../parts/icons';
import { useSettings } from '../settings';
import { maySendLinks } from '../shell/roles';
import { useSession } from '../shell/session';

/** Whether the customer has something to do on the pages behind a link. */
export const waitsForCustomer = ({ status, reasonCode }: OrderPage['order']): boolean =>
  status === 'awaiting-documents' || (status === 'awaiting-number' && reasonCode === 'NUMBER_TAKEN');

/** For a link that was opened on the wrong phone. Only while the order waits for the customer. */
export function SendLink({ order }: { order: OrderPage['order'] }) {
  const words = useSettings().t.order.link;
  const { roles } = useSession().user;
  if (!maySendLinks(roles) || !waitsForCustomer(order)) return null;
  return (
    <AskFirst
      icon={<Send size={14} aria-hidden />}
      words={words}
      isOffered
      act={() => sendLink(order.id)}
      changed={[['order', order.id]]}
      done={() => ({ good: true, text: words.done })}
      problem={(error) => {
        const code = error instanceof ApiProblem ? error.code : null;
        if (code === 'TooManyRequests') return words.tooMany;
        return code === 'StepRefused' ? words.notNow : words.failed;
      }}
    />
  );
}
