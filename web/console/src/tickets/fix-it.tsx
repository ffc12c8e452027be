import { Button } from 'antd';
import type { TicketView } from '../../../../api/schemas/ticket';
import { Card } from '../parts/basics';
import { TriangleAlert, Truck } from '../parts/icons';
import { InterceptParcel } from '../orders/intercept-parcel';
import { ResumeOrder } from '../orders/resume-order';
import { SendLink, waitsForCustomer } from '../orders/send-link';
import { useSettings } from '../settings';
import { mayIntercept, mayResume, maySendLinks } from '../shell/roles';
import { useSession } from '../shell/session';
import { useCommand } from './use-command';

/** What the engine can do about this ticket, as buttons; nothing where it can do nothing now. */
export function FixIt({ view }: { view: TicketView }) {
  const { t } = useSettings();
  const words = t.tickets.fix;
  const { roles } = useSession().user;
  const { run, problem } = useCommand(view.ticket.id);
  const { order, parcel } = view;
  const isAskable = canAskCourier(view);
  const hasLink = waitsForCustomer(order) && maySendLinks(roles);
  const isParked = order.status === 'parked' && mayResume(roles);
  // Also once it was asked for: what came of it is said where the button was.
  const canComeBack =
    order.stage === 'shipping' &&
    parcel !== null &&
    (parcel.interceptable || parcel.interception !== null) &&
    mayIntercept(roles);
  if (!isAskable && !hasLink && !isParked && !canComeBack && !run.isSuccess && problem === null) return null;
  return (
    <Card title={words.title}>
      <div className="row g2 wrap">
        {/* Shown only while the order waits for the customer, for support, or for its parcel. */}
        <SendLink order={order} />
        <ResumeOrder order={order} />
        <InterceptParcel order={order} parcel={parcel} />
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
