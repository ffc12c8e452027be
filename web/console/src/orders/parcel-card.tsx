import type { OrderPage } from '../../../../api/schemas/order';
import { dateTime } from '../../../shared/format';
import { Card, Facts, Pill } from '../parts/basics';
import { TriangleAlert, Truck } from '../parts/icons';
import { useSettings } from '../settings';
import { TimeLeft } from './time-left';

/** Where the parcel is, who took it, and until when the card may be activated. */
export function ParcelCard({ page: { parcel, order } }: { page: Pick<OrderPage, 'parcel' | 'order'> }) {
  const { t, say, language } = useSettings();
  const words = t.parcel;
  if (parcel === null) {
    return (
      <Card title={words.title}>
        <p className="t3">{words.none}</p>
      </Card>
    );
  }
  const waits = order.stage === 'activating';
  return (
    <Card
      title={words.title}
      extra={
        parcel.trouble === null ? (
          <Pill tone={parcel.signedBy === null ? 'info' : 'ok'} icon={Truck}>
            {parcel.state === null ? words.waiting : say(parcel.state)}
          </Pill>
        ) : (
          <Pill tone="warn" icon={TriangleAlert}>
            {say(parcel.trouble)}
          </Pill>
        )
      }
    >
      <Facts
        rows={[
          ...(parcel.company === null ? [] : [[words.company, say(parcel.company)] as const]),
          ...(parcel.waybill === null
            ? []
            : [[words.waybill, <span className="mono any">{parcel.waybill}</span>] as const]),
          ...(parcel.trouble === null || parcel.state === null ? [] : [[words.state, say(parcel.state)] as const]),
          ...(parcel.dispatchedAt === null
            ? []
            : [[words.dispatched, dateTime(parcel.dispatchedAt, language)] as const]),
          ...(parcel.newsAt === null ? [] : [[words.news, dateTime(parcel.newsAt, language)] as const]),
          ...(parcel.interception === null
            ? []
            : [[words.intercept.row, words.intercept.state[parcel.interception]] as const]),
          ...(parcel.signedBy === null || parcel.signedAt === null
            ? []
            : [[words.signed, words.signedBy(say(parcel.signedBy), dateTime(parcel.signedAt, language))] as const]),
          ...(parcel.activateBy === null
            ? []
            : [
                [
                  words.activateBy,
                  <>
                    {words.before(dateTime(parcel.activateBy, language))}{' '}
                    {waits ? (
                      <TimeLeft dueAt={parcel.activateBy} left={t.order.wait.left} over={t.order.wait.over} />
                    ) : null}
                  </>,
                ] as const,
              ]),
        ]}
      />
    </Card>
  );
}
