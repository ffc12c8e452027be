import type { JSX } from 'preact';
import type { SelfServiceState } from '../../../../api/schemas/self-service';
import { phone } from '../../../shared/format';
import { Icon, type IconName } from '../parts/icon';
import { Note, ReasonList } from '../parts/notices';
import { Page } from '../parts/page';
import { AskSupport } from '../parts/questions';
import { progressOf } from '../parts/progress';
import { useScene } from '../scene';

type Outcome = NonNullable<SelfServiceState['result']>['outcome'];

const SIGNS: Record<Outcome, { tone: string; icon: IconName }> = {
  passed: { tone: 'ok', icon: 'check' },
  active: { tone: 'ok', icon: 'check' },
  'in-review': { tone: 'info', icon: 'clock' },
  rejected: { tone: 'bad', icon: 'close' },
  expired: { tone: 'plain', icon: 'clock' },
};

/** How it ended, or whose turn it is: what happens next, by when, whom to ask, and how to object. */
export function ResultScreen({ state }: { state: SelfServiceState }): JSX.Element {
  const { t, say } = useScene();
  const { result, orders } = state;
  const ended = state.step === 'ended';
  const { tone, icon } = SIGNS[result?.outcome ?? (ended ? 'expired' : 'in-review')];
  const numbers = orders.flatMap((order) => (order.stage === 'active' && order.number !== null ? [order.number] : []));
  const isOpen = result?.outcome === 'in-review' || result?.outcome === 'passed' || (result === null && !ended);
  const told = result === null ? '' : say(result.text);
  // What the text itself has already named is not said twice.
  const reasons = result?.outcome === 'rejected' ? state.reasons.filter(({ text }) => !told.includes(say(text))) : [];
  return (
    <Page
      id="result"
      title={result === null ? (ended ? t.result.endedTitle : t.result.doneTitle) : say(result.title)}
      lead={result === null ? (ended ? t.result.endedText : t.result.doneText) : say(result.text)}
      progress={progressOf(null, [])}
      sign={
        <div class={`sign ${tone}`} data-outcome={result?.outcome ?? state.step}>
          <Icon name={icon} large />
        </div>
      }
    >
      {numbers.length > 0 && (
        <section class="numbers" aria-label={t.result.numbers}>
          <h2>{t.result.numbers}</h2>
          {numbers.map((number) => (
            <p key={number}>{phone(number)}</p>
          ))}
        </section>
      )}
      <ReasonList
        title={t.result.why}
        reasons={reasons.map(({ code, part, text, remedy }) => ({
          key: `${code}-${String(part)}`,
          text: say(text),
          remedy: say(remedy),
        }))}
      />
      {(result?.outcome === 'in-review' || result?.outcome === 'passed') && <Track outcome={result.outcome} />}
      {result !== null && (
        <section class="next">
          <h2>{t.result.next}</h2>
          <p>{say(result.next)}</p>
          {isOpen && <p class="small">{t.result.waiting}</p>}
        </section>
      )}
      {result !== null && result.appeal !== null && (
        <Note tone="info" icon="scale">
          <strong>{t.result.appeal}</strong>
          <p>{say(result.appeal)}</p>
        </Note>
      )}
      <OrderList state={state} />
      <AskSupport />
      <section>
        <h2>{t.result.help}</h2>
        <p class="small">{t.result.helpText}</p>
      </section>
    </Page>
  );
}

/** Where a case stands that is no longer the customer's turn. */
function Track({ outcome }: { outcome: 'in-review' | 'passed' }): JSX.Element {
  const { t } = useScene();
  const now = outcome === 'in-review' ? 1 : 2;
  const marks = (['handedIn', 'verified', 'opened'] as const).map((step, at) => {
    const mark = at < now ? 'done' : at === now ? 'now' : 'later';
    return { step, mark } as const;
  });
  const words = { done: t.result.trackDone, now: t.result.trackNow, later: t.result.trackLater };
  return (
    <ol class="track">
      {marks.map(({ step, mark }) => (
        <li key={step} class={mark}>
          <span class="mark">
            <Icon name={mark === 'done' ? 'check' : 'clock'} />
          </span>
          <span>
            {t.result.track[step]}
            <span class="small"> {words[mark]}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function OrderList({ state }: { state: SelfServiceState }): JSX.Element | null {
  const { t } = useScene();
  if (state.orders.length === 0) return null;
  return (
    <section>
      <h2>{state.orders.length > 1 ? t.result.orders : t.result.order}</h2>
      <ul class="rows orders">
        {state.orders.map((order) => (
          <li key={order.id}>
            <span class="row-text">
              <span class="code">{order.id}</span>
              {order.number !== null && <span class="small">{phone(order.number)}</span>}
            </span>
            <span class="state">{isStage(order.stage) ? t.result.stages[order.stage] : ''}</span>
          </li>
        ))}
      </ul>
    </section>
  );

  function isStage(stage: string): stage is keyof typeof t.result.stages {
    return stage in t.result.stages;
  }
}
