import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ConsentView, SelfServiceState } from '../../../../api/schemas/self-service';
import { giveConsents, Refused } from '../api/client';
import { withPatience } from '../api/patience';
import { Icon } from '../parts/icon';
import { Deadline, Note, Problem } from '../parts/notices';
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
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [reading, setReading] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const isGiven = (consent: ConsentView): boolean => consent.given || ticked.has(consent.textHash);
  const tick = (consent: ConsentView, on: boolean): void => {
    const next = new Set(ticked);
    if (on) next.add(consent.textHash);
    else next.delete(consent.textHash);
    setTicked(next);
  };
  const missing = state.consents.filter((consent) => consent.required && !isGiven(consent));
  const next = missing[0];
  const faceToDecline = state.consents.find((consent) => consent.kind.includes('face') && !consent.given);

  const send = async (): Promise<void> => {
    setSending(true);
    setProblem(null);
    const given = state.consents.filter((consent) => ticked.has(consent.textHash));
    try {
      if (given.length > 0)
        await withPatience(() => giveConsents(given.map(({ kind, textHash }) => ({ kind, textHash }))));
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
          tick(open, true);
          close();
        }}
        onDecline={() => {
          tick(open, false);
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
        {state.consents.map((consent) => (
          <ConsentRow
            key={consent.kind}
            consent={consent}
            given={isGiven(consent)}
            onTick={(on) => {
              tick(consent, on);
            }}
            onRead={() => {
              setReading(consent.kind);
            }}
          />
        ))}
      </ul>
      {faceToDecline !== undefined && (
        <Note tone="plain" icon="info">
          <strong>{t.consents.declineTitle}</strong>
          <p>{faceToDecline.required ? t.consents.declineAsk : t.consents.declineOptional}</p>
        </Note>
      )}
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
        <span>
          {title}
          {!consent.required && <span class="tag">{t.consents.optional}</span>}
        </span>
      </label>
      <button type="button" class="row-more" aria-label={t.consents.read(title)} onClick={onRead}>
        <Icon name="chevron" large />
      </button>
    </li>
  );
}
