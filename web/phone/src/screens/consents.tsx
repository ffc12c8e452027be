import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ConsentView, SelfServiceState } from '../../../../api/schemas/self-service';
import { answerConsents, Refused } from '../api/client';
import { withPatience } from '../api/patience';
import { Icon } from '../parts/icon';
import { Deadline, Problem } from '../parts/notices';
import { Page } from '../parts/page';
import { progressOf } from '../parts/progress';
import { useScene } from '../scene';
import { ConsentReader } from './consent-reader';

interface ConsentsProps {
  readonly state: SelfServiceState;
  readonly refresh: () => Promise<void>;
}

export function ConsentsScreen({ state, refresh }: ConsentsProps): JSX.Element {
  const { t, say } = useScene();
  const [answers, setAnswers] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [reading, setReading] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  // Nothing is answered for anybody: true and false are choices, undefined is none yet.
  const answerTo = ({ given, declined, textHash }: ConsentView): boolean | undefined =>
    answers.get(textHash) ?? (given ? true : declined ? false : undefined);
  const isGiven = (consent: ConsentView): boolean => answerTo(consent) === true;
  const answer = (consent: ConsentView, yes: boolean): void => {
    setAnswers(new Map(answers).set(consent.textHash, yes));
  };
  const required = state.consents.filter((consent) => consent.required);
  const choices = state.consents.filter((consent) => !consent.required);
  const missing = [
    ...required.filter((consent) => !isGiven(consent)),
    ...choices.filter((consent) => answerTo(consent) === undefined),
  ];
  const next = missing[0];

  const send = async (): Promise<void> => {
    setSending(true);
    setProblem(null);
    const changed = state.consents.filter(({ textHash }) => answers.has(textHash));
    const named = (yes: boolean) =>
      changed.filter(({ textHash }) => answers.get(textHash) === yes).map(({ kind, textHash }) => ({ kind, textHash }));
    const body = {
      given: named(true),
      declined: named(false).filter(({ kind }) => choices.some((c) => c.kind === kind)),
    };
    try {
      if (body.given.length + body.declined.length > 0) await withPatience(() => answerConsents(body));
    } catch (error) {
      setProblem(error instanceof Refused && !error.passing ? t.consents.changed : t.consents.failed);
    }
    await refresh();
    setSending(false);
  };

  const open = state.consents.find((consent) => consent.kind === reading);
  if (open !== undefined) {
    const close = (): void => {
      setReading(null);
    };
    return (
      <ConsentReader
        consent={open}
        onClose={close}
        onAgree={() => {
          answer(open, true);
          close();
        }}
        onDecline={() => {
          answer(open, false);
          close();
        }}
      />
    );
  }

  return (
    <Page
      id="consents"
      title={t.consents.title}
      lead={t.consents.lead}
      progress={progressOf('consents', [])}
      busy={sending}
      actions={
        next === undefined ? (
          <button type="button" class="main" disabled={sending} onClick={() => void send()}>
            {t.consents.go}
          </button>
        ) : (
          <button
            type="button"
            class="main"
            onClick={() => {
              setReading(next.kind);
            }}
          >
            {t.consents.missing(missing.length, say(next.title))}
          </button>
        )
      }
    >
      <div class="plan">
        <span class="plan-sign">
          <Icon name="card" large />
        </span>
        <div>
          <strong>{state.planName}</strong>
          <p class="small">
            {t.consents.forPlan(state.holder)}
            {state.quantity > 1 && ` · ${t.consents.quantity(state.quantity)}`}
          </p>
        </div>
      </div>
      <ul class="rows consents">
        {required.map((consent) => (
          <ConsentRow
            key={consent.kind}
            consent={consent}
            given={isGiven(consent)}
            onTick={(on) => {
              answer(consent, on);
            }}
            onRead={() => {
              setReading(consent.kind);
            }}
          />
        ))}
      </ul>
      {choices.map((consent) => (
        <ConsentChoice
          key={consent.kind}
          consent={consent}
          answer={answerTo(consent)}
          onAnswer={(yes) => {
            answer(consent, yes);
          }}
          onRead={() => {
            setReading(consent.kind);
          }}
        />
      ))}
      <Problem text={problem} />
      <Deadline state={state} />
    </Page>
  );
}

interface RowProps {
  readonly consent: ConsentView;
  readonly given: boolean;
  readonly onTick: (on: boolean) => void;
  readonly onRead: () => void;
}

function ConsentRow({ consent, given, onTick, onRead }: RowProps): JSX.Element {
  const { t, say } = useScene();
  const title = say(consent.title);
  return (
    <li>
      <label>
        <input
          type="checkbox"
          checked={given}
          disabled={consent.given}
          onChange={(event) => {
            onTick(event.currentTarget.checked);
          }}
        />
        <span class="tick">
          <Icon name="check" />
        </span>
        <span>{title}</span>
      </label>
      <button type="button" class="row-more" aria-label={t.consents.read(title)} onClick={onRead}>
        <Icon name="chevron" large />
      </button>
    </li>
  );
}

interface ChoiceProps {
  readonly consent: ConsentView;
  /** Undefined while nothing was chosen. */
  readonly answer: boolean | undefined;
  readonly onAnswer: (yes: boolean) => void;
  readonly onRead: () => void;
}

/** A consent that may be declined without losing the order: both answers stand side by side, neither chosen beforehand. */
function ConsentChoice({ consent, answer, onAnswer, onRead }: ChoiceProps): JSX.Element {
  const { t, say } = useScene();
  const title = say(consent.title);
  const option = (yes: boolean, label: string): JSX.Element => (
    <label>
      <input
        type="radio"
        name={consent.kind}
        checked={answer === yes}
        onChange={() => {
          onAnswer(yes);
        }}
      />
      <span class="tick round">
        <Icon name="check" />
      </span>
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset class="choice">
      <legend>
        {title}
        <span class="tag">{t.consents.optional}</span>
      </legend>
      <ul class="rows consents">
        <li>
          {option(true, t.consents.accept(title))}
          <button type="button" class="row-more" aria-label={t.consents.read(title)} onClick={onRead}>
            <Icon name="chevron" large />
          </button>
        </li>
        <li>{option(false, t.consents.decline)}</li>
      </ul>
      <p class="small">{t.consents.declineText}</p>
    </fieldset>
  );
}
