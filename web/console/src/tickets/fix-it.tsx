import { Button } from 'antd';
import type { TicketView } from '../../../../api/schemas/ticket';
import { Card } from '../parts/basics';
import { TriangleAlert, Truck } from '../parts/icons';
import { ResumeOrder } from '../orders/resume-order';
import { SendLink } from '../orders/send-link';
import { useSettings } from '../settings';
import { mayResume, maySendLinks } from '../shell/roles';
import { useSession } from '../shell/session';
import { useCommand } from './use-command';

/** What the engine can do about this ticket, as buttons; nothing where it can do nothing now. */
export function FixIt({ view }: { view: TicketView }) {
  const { t } = useSettings();
  const words = t.tickets.fix;
  const { roles } = useSession().user;
  const { run, problem } = useCommand(view.ticket.id);
  const { order } = view;
  const isAskable = canAskCourier(view);
  const hasLink = order.status === 'awaiting-documents' && maySendLinks(roles);
  const isParked = order.status === 'parked' && mayResume(roles);
  if (!isAskable && !hasLink && !isParked && !run.isSuccess && problem === null) return null;
  return (
    <Card title={words.title}>
      <div className="row g2 wrap">
        {/* Shown only while the order waits for the customer, or for support. */}
        <SendLink order={order} />
        <ResumeOrder order={order} />
        {isAskable ? (
          <Button
            icon={<Truck size={14} aria-hidden />}
            loading={run.isPending}
            onClick={() => {
              run.mutate({ do: 'courier-inquiry' });
            }}
          >
            {words.courier}
          </Button>
        ) : null}
      </div>
      {isAskable ? <p className="s12 t3">{words.courierHint}</p> : null}
      {run.isSuccess ? (
        <p className="s12 ok" role="status">
          {words.courierDone}
        </p>
      ) : null}
      {problem === null ? null : (
        <p className="bad s12" role="alert">
          <TriangleAlert size={14} aria-hidden /> {problem}
        </p>
      )}
    </Card>
  );
}

/** Mine, our turn, and the parcel is on its way to somebody. */
function canAskCourier({ ticket, order, parcel }: TicketView): boolean {
  const isMyTurn = ticket.assignee?.mine === true && (ticket.state === 'open' || ticket.state === 'waiting-customer');
  return (
    isMyTurn && order.stage === 'shipping' && parcel !== null && parcel.waybill !== null && parcel.signedBy === null
  );
}
