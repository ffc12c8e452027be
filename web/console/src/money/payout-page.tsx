import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { PayoutPage as Page, PayoutView } from '../../../../api/schemas/commission';
import { dateTime, roughDuration } from '../../../shared/format';
import { payoutQuery } from '../api/money';
import { useListKeys } from '../list-keys';
import { useBusinessNow } from '../now';
import { Card, CopyId, Facts } from '../parts/basics';
import { ArrowLeft } from '../parts/icons';
import { Failure, Skeleton, Stale } from '../parts/states';
import { useSettings } from '../settings';
import { mayMakePayouts, mayReleasePayouts } from '../shell/roles';
import { useSession } from '../shell/session';
import { useTitle } from '../use-title';
import { Amount } from './amount';
import { CancelPanel } from './cancel-panel';
import { LeftOut } from './left-out';
import { ReleasePanel } from './release-panel';
import { PayoutPill } from './states';
import { PaidStatements } from './paid-statements';

/** One payment to one agent: what it waits for, who made and who released it, and the statements it pays. */
export default function PayoutPage() {
  const { id = '' } = useParams();
  const { t } = useSettings();
  const page = useQuery(payoutQuery(id));
  const { user } = useSession();
  useTitle(id);
  useListKeys();
  if (page.data === undefined) {
    return (
      <main className="page" id="content">
        {page.isError ? (
          <Failure error={page.error} onRetry={() => void page.refetch()} />
        ) : (
          <Skeleton block lines={10} />
        )}
      </main>
    );
  }
  const { payout, statements } = page.data;
  return (
    <main className="object" id="content">
      <Header payout={payout} />
      <div className="page">
        {page.isError ? <Stale onRetry={() => void page.refetch()} /> : null}
        <Standing payout={payout} />
        <LeftOut statements={statements} />
        {mayReleasePayouts(user.roles) ? <ReleasePanel key={payout.id} payout={payout} /> : null}
        {mayReleasePayouts(user.roles) || mayMakePayouts(user.roles) ? (
          <CancelPanel key={`cancel ${payout.id}`} payout={payout} />
        ) : null}
        <div className="cols m-cols">
          <Card
            title={t.money.statements}
            extra={<span className="t3 s12">{t.money.payout.statements(statements.length)}</span>}
            className="flush"
          >
            <PaidStatements rows={statements} />
          </Card>
          <Hands page={page.data} />
        </div>
      </div>
    </main>
  );
}

function Header({ payout }: { payout: PayoutView }) {
  const { t, language } = useSettings();
  return (
    <div className="oh tail">
      <div className="row g3 wrap">
        <h1>{payout.agent.name}</h1>
        <PayoutPill state={payout.state} />
        <span className="grow" />
        <Link to="/payouts" className="back">
          <ArrowLeft size={14} aria-hidden /> {t.money.payout.back}
        </Link>
      </div>
      <div className="meta">
        <CopyId id={payout.id} />
        <span className="mono">{payout.agent.code}</span>
        <span>
          {t.money.payout.maker} {payout.maker.name} {dateTime(payout.createdAt, language)}
        </span>
      </div>
    </div>
  );
}

/** What it waits for in the cells of every object, or how it ended. */
function Standing({ payout }: { payout: PayoutView }) {
  const { t, language } = useSettings();
  const now = useBusinessNow('minute');
  const words = t.money.payout;
  const { state } = payout;
  if (state === 'paid' || state === 'refused' || state === 'nothing-to-pay' || state === 'cancelled') {
    return (
      <div className={`wait ${state === 'paid' ? 'ok' : state === 'refused' ? 'bad' : 'quiet'}`}>
        <div className="grow">
          <div className="k">{words.result}</div>
          <div className="b">{words.end[state]}</div>
        </div>
        <div>
          <div className="k">{words.amount}</div>
          <Amount fen={payout.amountFen} strong />
        </div>
        {payout.endedAt === null ? null : (
          <div>
            <div className="k">{words.when}</div>
            <div>{dateTime(payout.endedAt, language)}</div>
          </div>
        )}
      </div>
    );
  }
  const since = Date.parse(payout.releasedAt ?? payout.createdAt);
  return (
    <div className="wait" role="status">
      <div className="grow">
        <div className="k">{words.waits}</div>
        <div className="b">
          {words.wait[state]} <span className="t3 n">{t.order.wait.since(roughDuration(now - since, language))}</span>
        </div>
      </div>
      <div>
        <div className="k">{words.who}</div>
        <div>{words.waitWho[state]}</div>
      </div>
      <div>
        <div className="k">{words.amount}</div>
        <Amount fen={payout.amountFen} strong />
      </div>
      <div>
        <div className="k">{words.then}</div>
        <div>{words.waitThen[state]}</div>
      </div>
    </div>
  );
}

function Hands({ page: { payout } }: { page: Page }) {
  const { t, language } = useSettings();
  const words = t.money.payout;
  const nobody = <span className="t3">{words.nobody}</span>;
  return (
    <div className="m-side">
      <Card title={words.people}>
        <Facts
          rows={[
            [
              words.maker,
              <span key="maker">
                {payout.maker.name} <span className="t3 s12">{dateTime(payout.createdAt, language)}</span>
              </span>,
            ],
            [
              words.checker,
              payout.checker === null ? (
                nobody
              ) : (
                <span>
                  {payout.checker.name}{' '}
                  {payout.releasedAt === null ? null : (
                    <span className="t3 s12">{dateTime(payout.releasedAt, language)}</span>
                  )}
                </span>
              ),
            ],
            ...(payout.cancelledBy === null
              ? []
              : [
                  [words.cancelledBy, payout.cancelledBy.name] as const,
                  [words.cancelReason, payout.cancelReason] as const,
                ]),
          ]}
        />
      </Card>
      <Card title={words.bank}>
        <Facts
          rows={[
            [
              words.reference,
              payout.bankReference === null ? (
                <span className="t3">{words.notSent}</span>
              ) : (
                <CopyId id={payout.bankReference} />
              ),
            ],
            [
              words.transfer,
              payout.bankTransferNo === null ? (
                <span className="t3">{words.notPaid}</span>
              ) : (
                <CopyId id={payout.bankTransferNo} />
              ),
            ],
            ...(payout.bankText === null ? [] : [[words.bankText, payout.bankText] as const]),
          ]}
        />
      </Card>
    </div>
  );
}
