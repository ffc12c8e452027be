import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ReviewCase } from '../../../../api/schemas/review';
import { dateTime, exact, phone } from '../../../shared/format';
import { CircleHelp, CircleX, TriangleAlert } from '../parts/icons';
import { StagePill } from '../parts/stage-pill';
import { STAGES } from '../../../../api/schemas/words';
import { useSettings } from '../settings';
import { FieldTable } from './case-fields';

/** The right-hand side: why it is here, what was read against what was said, and what is known besides. */
export function Judgement({ review }: { review: ReviewCase }) {
  const { t, say, language } = useSettings();
  const words = t.case;
  const { authority } = review;
  return (
    <section className="right" aria-label={words.judgement}>
      <Section title={words.why} aside={words.weight}>
        <Reasons reasons={review.reasons} />
      </Section>
      <Section title={words.fields.title} aside={words.fields.legend}>
        <FieldTable review={review} />
        <p className="authority">
          <span className="t3">{words.authority}</span> {say(authority.text)}
          <span className="t3 s12">
            {authority.code === null ? null : <span className="mono"> {authority.code}</span>}
            {authority.at === null ? null : ` · ${dateTime(authority.at, language)}`}
          </span>
        </p>
      </Section>
      {review.decisions.length === 0 ? null : (
        <Section title={words.decisions}>
          <ul className="lines">
            {review.decisions.map((each) => (
              <li key={each.at + each.userName}>
                <time dateTime={each.at} title={exact(each.at)} className="t3 nw">
                  {dateTime(each.at, language)}
                </time>
                <span>
                  {each.userName} · <DecisionWord decision={each.decision} /> · {say(each.label)}
                  {each.note === null ? null : <div className="t2">{each.note}</div>}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={words.orders}>
        <ul className="lines">
          {review.orders.map((order) => (
            <li key={order.id}>
              <Link className="mono" to={`/orders/${order.id}`}>
                {order.id}
              </Link>
              <span className="row">
                <span className="ell">
                  {order.planName} {order.number === null ? null : phone(order.number)}
                </span>
                <span className="grow" />
                <OrderStage stage={order.stage} />
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.history}>
        {review.history.length === 0 ? <p className="t3">{words.noHistory}</p> : null}
        <ul className="lines">
          {review.history.map((each) => (
            <li key={each.at + each.text.en}>
              <time dateTime={each.at} title={exact(each.at)} className="t3 nw">
                {dateTime(each.at, language)}
              </time>
              <span>
                <span className="t3">{actorWord(each.actor, t.order.actor)}</span> {say(each.text)}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </section>
  );
}

function Section({ title, aside, children }: { title: string; aside?: string; children: ReactNode }) {
  return (
    <section className="sec" aria-label={title}>
      <h2>
        {title}
        <span className="grow" />
        {aside === undefined ? null : <span className="aside">{aside}</span>}
      </h2>
      {children}
    </section>
  );
}

function Reasons({ reasons }: { reasons: ReviewCase['reasons'] }) {
  const { t, say } = useSettings();
  const heaviest = Math.max(1e-9, ...reasons.map((reason) => reason.weight));
  return (
    <ul className="why">
      {reasons
        .toSorted((a, b) => b.weight - a.weight)
        .map((reason) => {
          const [tone, Icon] =
            reason.class === 'T'
              ? (['unk', CircleHelp] as const)
              : reason.class === 'F'
                ? (['bad', CircleX] as const)
                : (['warn', TriangleAlert] as const);
          return (
            <li key={reason.code + (reason.part ?? '')}>
              <span className={tone}>
                <Icon size={16} aria-label={t.case.class[reason.class]} />
              </span>
              <span>
                {say(reason.text)}
                {reason.detail === null ? null : <span className="t3"> {reason.detail}</span>}
                <span className="sub t3" title={t.case.class[reason.class]}>
                  <span className="mono">{reason.code}</span> · {t.case.class[reason.class]}
                </span>
              </span>
              <span className="bar" aria-hidden>
                <i className={tone} style={{ width: `${(reason.weight / heaviest) * 100}%` }} />
              </span>
              <span className="pt">
                <span className="sr">{t.case.weight} </span>
                {Number.isInteger(reason.weight) ? reason.weight : reason.weight.toFixed(2)}
              </span>
            </li>
          );
        })}
    </ul>
  );
}

function DecisionWord({ decision }: { decision: string }) {
  const { t } = useSettings();
  const words: Readonly<Record<string, string>> = t.case.decision;
  return words[decision] ?? decision;
}

/** A name, or where there is none, the kind of whoever acted. */
const actorWord = (actor: string, kinds: Readonly<Record<string, string>>): string => kinds[actor] ?? actor;

function OrderStage({ stage }: { stage: string }) {
  const known = STAGES.find((each) => each === stage);
  return known === undefined ? <span className="mono">{stage}</span> : <StagePill stage={known} />;
}
