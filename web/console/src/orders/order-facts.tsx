import { Link } from 'react-router';
import type { OrderPage } from '../../../../api/schemas/order';
import { dateTime, duration, iccid, idNumber, money, phone } from '../../../shared/format';
import { Card, Facts, Pill, type Tone } from '../parts/basics';
import { CircleCheck, CircleHelp, CircleX, Hourglass } from '../parts/icons';
import { StagePill } from '../parts/stage-pill';
import { useSettings } from '../settings';
import { isOfChannel, mayReadReviews } from '../shell/roles';
import { useSession } from '../shell/session';
import { ParcelCard } from './parcel-card';

interface Part {
  readonly page: OrderPage;
}

export function OverviewFacts({ page }: Part) {
  const ours = !isOfChannel(useSession().user.roles);
  return (
    <div className="facts">
      <div>
        <PlanCard page={page} />
        {page.parcel === null ? null : <ParcelCard page={page} />}
        <NumberCard page={page} />
        <SiblingsCard page={page} />
      </div>
      <div>
        <PersonCard page={page} />
        {ours ? <IdentityCard page={page} /> : null}
        <MessagesCard page={page} />
      </div>
    </div>
  );
}

export function IdentityTab({ page }: Part) {
  return (
    <div className="facts">
      <div>
        <IdentityCard page={page} />
      </div>
      <div>
        <PersonCard page={page} />
        <MessagesCard page={page} />
      </div>
    </div>
  );
}

export function CardTab({ page }: Part) {
  return (
    <div className="facts">
      <div>
        <NumberCard page={page} />
      </div>
      <div>
        <ParcelCard page={page} />
        <PlanCard page={page} />
        <SiblingsCard page={page} />
      </div>
    </div>
  );
}

function PlanCard({ page: { order } }: Part) {
  const { t } = useSettings();
  const f = t.order.facts;
  return (
    <Card title={f.plan} extra={<span className="t3 s12 mono">{order.planCode}</span>}>
      <Facts
        rows={[
          [f.planName, order.planName],
          [f.fee, money(order.feeFen)],
          [f.carrier, `${order.carrierName} · ${order.cityName}`],
          ...(order.agentCode === null ? [] : [[f.agent, <span className="mono">{order.agentCode}</span>] as const]),
        ]}
      />
    </Card>
  );
}

function PersonCard({ page: { holder } }: Part) {
  const { t } = useSettings();
  const f = t.order.facts;
  return (
    <Card title={f.person}>
      <Facts
        rows={[
          [f.name, holder.name],
          [f.idNumber, <span className="nw">{idNumber(holder.idNumber)}</span>],
          [f.phone, phone(holder.phone)],
          [f.address, holder.address],
        ]}
      />
    </Card>
  );
}

const CALL_TONE: Readonly<Record<string, Tone>> = { open: 'info', done: 'ok', refused: 'bad', undone: 'plain' };

const word = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code;

function NumberCard({ page }: Part) {
  const { t } = useSettings();
  const f = t.order.facts;
  const { order, iccid: card } = page;
  const ours = !isOfChannel(useSession().user.roles);
  return (
    <Card title={f.number}>
      <Facts
        rows={[
          [f.msisdn, order.number === null ? <span className="t3">{f.notChosen}</span> : phone(order.number)],
          [
            t.parcel.iccid,
            card === null ? (
              <span className="t3">{t.parcel.notOpened}</span>
            ) : (
              <span className="mono">{iccid(card)}</span>
            ),
          ],
        ]}
      />
      {ours ? <CarrierCalls page={page} /> : null}
    </Card>
  );
}

function CarrierCalls({ page: { carrierCalls } }: Part) {
  const { t, language } = useSettings();
  const f = t.order.facts;
  return (
    <>
      <h3 className="sub">{f.calls}</h3>
      {carrierCalls.length === 0 ? (
        <p className="t3">{f.noCalls}</p>
      ) : (
        <ul className="calls">
          {carrierCalls.map((call) => (
            <li key={call.reference + call.command + call.openedAt}>
              <div className="row">
                <span>{word(t.order.command, call.command)}</span>
                <Pill tone={CALL_TONE[call.state] ?? 'unk'}>{word(t.order.callState, call.state)}</Pill>
                <span className="grow" />
                <span className="t3 s12 nw">
                  {dateTime(call.openedAt, language)}
                  {call.closedAt === null
                    ? null
                    : ` · ${duration(Date.parse(call.closedAt) - Date.parse(call.openedAt), language)}`}
                </span>
              </div>
              {call.text === null ? null : <div className="t2">{call.text}</div>}
              <div className="t3 s12 mono any" title={f.reference}>
                {call.reference}
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const KYC_LOOK: Readonly<Record<string, readonly [Tone, typeof CircleCheck]>> = {
  passed: ['ok', CircleCheck],
  rejected: ['bad', CircleX],
  'in-review': ['warn', Hourglass],
  'awaiting-documents': ['info', Hourglass],
  submitted: ['info', Hourglass],
};

/** Nothing has been looked at yet in these, which is not the same as nothing being wrong. */
const UNJUDGED = ['awaiting-documents', 'submitted'];

function IdentityCard({ page: { kyc } }: Part) {
  const { t, say } = useSettings();
  const reviewer = mayReadReviews(useSession().user.roles);
  const f = t.order.facts;
  if (kyc === null) {
    return (
      <Card title={f.identity}>
        <p className="t3">{f.noKyc}</p>
      </Card>
    );
  }
  const [tone, icon] = KYC_LOOK[kyc.state] ?? (['unk', CircleHelp] as const);
  return (
    <Card
      title={f.identity}
      extra={
        <Pill tone={tone} icon={icon}>
          {word(t.order.kycState, kyc.state)}
        </Pill>
      }
    >
      <Facts
        rows={[
          [f.case, <span className="mono">{kyc.caseId}</span>],
          [f.round, f.roundOf(kyc.round)],
          ...(kyc.faceDistance === null ? [] : [[f.face, kyc.faceDistance.toFixed(3)] as const]),
          [
            f.reasons,
            kyc.reasons.length === 0 ? (
              <span className="t3">{UNJUDGED.includes(kyc.state) ? f.notYet : f.noReasons}</span>
            ) : (
              <ul className="stack">
                {kyc.reasons.map((reason) => (
                  <li key={reason.code} title={reason.code}>
                    {say(reason.text)}
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            f.reviews,
            kyc.reviewIds.length === 0 ? (
              <span className="t3">{f.noReviews}</span>
            ) : (
              <ul className="stack">
                {kyc.reviewIds.map((id) => (
                  <li key={id} className="mono">
                    {reviewer ? <Link to={`/reviews/${id}`}>{id}</Link> : id}
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function SiblingsCard({ page: { order, siblings } }: Part) {
  const { t } = useSettings();
  const f = t.order.facts;
  const all = [...siblings.filter((each) => each.id !== order.id), order].sort((a, b) => a.line - b.line);
  return (
    <Card title={f.purchase} extra={<span className="t3 s12">{f.siblings(all.length)}</span>}>
      <p className="mono any t2">{order.purchaseId}</p>
      <ul className="calls">
        {all.map((each) => (
          <li key={each.id}>
            <div className="row">
              <span className="t3 nw">{t.orders.card(each.line)}</span>
              {each.id === order.id ? (
                <span className="mono ell" aria-current="true">
                  {each.id}
                </span>
              ) : (
                <Link className="mono ell" to={`/orders/${each.id}`}>
                  {each.id}
                </Link>
              )}
              <span className="grow" />
              <StagePill stage={each.stage} />
            </div>
            {each.number === null ? null : <div className="t3 s12">{phone(each.number)}</div>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function MessagesCard({ page: { notifications } }: Part) {
  const { t, language } = useSettings();
  const f = t.order.facts;
  return (
    <Card title={f.messages}>
      {notifications.length === 0 ? (
        <p className="t3">{f.noMessages}</p>
      ) : (
        <ul className="calls">
          {notifications.map((each) => (
            <li key={each.template + each.at} className="row">
              <span className="ell">{word(t.order.template, each.template)}</span>
              <span className="grow" />
              <Pill tone={each.sentAt === null ? 'info' : 'ok'}>{each.sentAt === null ? f.queued : f.sent}</Pill>
              <span className="t3 s12 nw">{dateTime(each.at, language)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
