import { Link } from 'react-router';
import type { TicketView } from '../../../../api/schemas/ticket';
import { dateTime, phone } from '../../../shared/format';
import { Card, Facts } from '../parts/basics';
import { StagePill } from '../parts/stage-pill';
import { useSettings } from '../settings';
import { FixIt } from './fix-it';
import { MoneyCard } from './money-card';
import { Sla } from './sla';

/** The order's facts beside the conversation: where it stands, what it waits for, parcel, identity, other tickets. */
export function ContextPane({ view }: { view: TicketView }) {
  const { t, say, language } = useSettings();
  const { order, parcel, others } = view;
  const words = t.tickets;
  const kyc = view.kycState === null ? words.none : (words.kycStates[view.kycState] ?? view.kycState);
  return (
    <aside className="ctx" aria-label={words.context}>
      <FixIt key={view.ticket.id} view={view} />
      {view.ticket.kind === 'T-COM-1' ? <MoneyCard order={order.id} /> : null}
      <Card title={words.order} extra={<StagePill stage={order.stage} status={order.status} />}>
        <p>
          <Link className="mono" to={`/orders/${order.id}`}>
            {order.id}
          </Link>
        </p>
        {order.reason === null ? null : <p className="warn">{say(order.reason)}</p>}
        {order.wait === null ? null : <p className="s12 t2">{say(order.wait.sentence)}</p>}
      </Card>
      <Card title={words.parcel}>
        {parcel === null ? (
          <p className="t3">{words.noParcel}</p>
        ) : (
          <Facts
            rows={[
              [
                words.parcelState,
                parcel.trouble === null ? (
                  parcel.state === null ? (
                    t.parcel.waiting
                  ) : (
                    say(parcel.state)
                  )
                ) : (
                  <span className="warn">{say(parcel.trouble)}</span>
                ),
              ],
              ...(parcel.company === null ? [] : ([[words.company, say(parcel.company)]] as const)),
              ...(parcel.waybill === null
                ? []
                : ([
                    [
                      words.waybill,
                      <span key="w" className="mono any">
                        {parcel.waybill}
                      </span>,
                    ],
                  ] as const)),
              ...(parcel.newsAt === null ? [] : ([[words.news, dateTime(parcel.newsAt, language)]] as const)),
              ...(parcel.interception === null
                ? []
                : ([[t.parcel.intercept.row, t.parcel.intercept.state[parcel.interception]]] as const)),
              ...(parcel.signedBy === null ? [] : ([[words.signedBy, say(parcel.signedBy)]] as const)),
              ...(parcel.activateBy === null
                ? []
                : ([[words.activateBy, dateTime(parcel.activateBy, language)]] as const)),
            ]}
          />
        )}
      </Card>
      <Card title={words.card}>
        <Facts
          rows={[
            [words.kyc, kyc],
            [words.number, order.number === null ? words.none : phone(order.number)],
            [words.plan, order.planName],
          ]}
        />
      </Card>
      <Card title={words.others}>
        {others.length === 0 ? (
          <p className="t3">{words.noOthers}</p>
        ) : (
          <ul className="others">
            {others.map((row) => (
              <li key={row.id} className="row">
                <Link className="ell grow" to={`/tickets/${row.id}`}>
                  {say(row.title)}
                </Link>
                <Sla row={row} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </aside>
  );
}
