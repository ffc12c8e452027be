import type { JSX } from 'preact';
import type { SelfServiceState } from '../../../../api/schemas/self-service';
import type { CustomerDesk } from '../../../../api/schemas/ticket';
import { dateTime, phone } from '../../../shared/format';
import { Icon } from '../parts/icon';
import { Note } from '../parts/notices';
import { Page } from '../parts/page';
import { Questions } from '../parts/questions';
import { useScene } from '../scene';
import { useDesk } from '../use-desk';

const ON_ITS_WAY: readonly string[] = ['shipping', 'activating', 'returned', 'failed'];

/** Whether the cards are past what the verification page has to say. */
export const isOnItsWay = (state: SelfServiceState): boolean =>
  state.orders.some(({ stage }) => ON_ITS_WAY.includes(stage));

/** "Where is my card": how each card stands in plain words, and what to ask. */
export function CardScreen(): JSX.Element {
  const { t } = useScene();
  const desk = useDesk();
  return (
    <Page id="card" title={t.card.title} lead={desk.desk?.planName} busy={desk.desk === null && !desk.failed}>
      {desk.failed && (
        <Note tone="warn" icon="offline">
          {t.offline}{' '}
          <button type="button" class="link" onClick={() => void desk.refresh()}>
            {t.retryNow}
          </button>
        </Note>
      )}
      {desk.desk?.orders.map((order) => (
        <Card key={order.id} order={order} />
      ))}
      {desk.desk !== null && <Questions desk={desk} />}
    </Page>
  );
}

function Card({ order }: { order: CustomerDesk['orders'][number] }): JSX.Element {
  const { t, say, language } = useScene();
  const { parcel } = order;
  const state = parcel === null ? null : (parcel.trouble ?? parcel.state);
  return (
    <section class="standing">
      <h2>
        <Icon name={order.stage === 'active' ? 'check' : 'clock'} /> {say(order.title)}
      </h2>
      <p>{say(order.text)}</p>
      <dl class="facts">
        {order.number !== null && (
          <div>
            <dt>{t.card.number}</dt>
            <dd>{phone(order.number)}</dd>
          </div>
        )}
        {parcel !== null && parcel.waybill !== null && (
          <div>
            <dt>{parcel.company === null ? t.card.parcel : say(parcel.company)}</dt>
            <dd class="code">{parcel.waybill}</dd>
          </div>
        )}
        {state !== null && (
          <div>
            <dt>{t.card.parcelState}</dt>
            <dd>
              {say(state)}
              {parcel !== null && parcel.newsAt !== null && (
                <span class="small"> · {dateTime(parcel.newsAt, language)}</span>
              )}
            </dd>
          </div>
        )}
        {parcel !== null && parcel.activateBy !== null && order.stage === 'activating' && (
          <div>
            <dt>{t.card.activateBy}</dt>
            <dd>{dateTime(parcel.activateBy, language)}</dd>
          </div>
        )}
        <div>
          <dt>{t.card.order}</dt>
          <dd class="code">{order.id}</dd>
        </div>
      </dl>
    </section>
  );
}
