import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SelfServiceState, Submission } from '../../../../api/schemas/self-service';
import { submit, type Part } from '../api/client';
import { withPatience } from '../api/patience';
import { Icon } from '../parts/icon';
import { Deadline, Problem } from '../parts/notices';
import { Page } from '../parts/page';
import { progressOf } from '../parts/progress';
import { useScene } from '../scene';

type Field = SelfServiceState['fields'][number];
type Typed = 'name' | 'address';

/** As the server's schema has them. */
const LONGEST: Record<Typed, number> = { name: 60, address: 200 };

/** Longer names get a second line: what has to be checked must be seen whole. */
const ONE_LINE = 10;

interface ConfirmProps {
  readonly state: SelfServiceState;
  readonly refresh: () => Promise<void>;
  readonly onRetake: (part: Part) => void;
}

export function ConfirmScreen({ state, refresh, onRetake }: ConfirmProps): JSX.Element {
  const { t } = useScene();
  const [typed, setTyped] = useState<Partial<Record<Typed, string>>>({});
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const editable = state.fields.filter(isTyped);
  const valueOf = (field: Field & { field: Typed }): string => typed[field.field] ?? field.value ?? '';
  const faultOf = (field: Field & { field: Typed }): string | null => {
    const value = valueOf(field).trim();
    if (value === '') return t.confirm.empty;
    return value.length > LONGEST[field.field] ? t.confirm.tooLong : null;
  };

  const send = async (): Promise<void> => {
    setTried(true);
    const faulty = editable.find((field) => faultOf(field) !== null);
    if (faulty !== undefined) {
      document.getElementById(`field-${faulty.field}`)?.focus();
      return;
    }
    setSending(true);
    setProblem(null);
    try {
      await withPatience(() => submit(submissionOf(editable.map((field) => [field.field, valueOf(field).trim()]))));
    } catch {
      setProblem(t.confirm.failed);
    }
    await refresh();
    setSending(false);
  };

  return (
    <Page
      id="confirm"
      title={t.confirm.title}
      lead={editable.length > 0 ? t.confirm.leadDoubt : t.confirm.lead}
      progress={progressOf('confirm', [])}
      busy={sending}
      actions={
        <button type="submit" form="confirm-form" class="main" disabled={sending}>
          {sending ? t.confirm.sending : t.confirm.submit}
        </button>
      }
    >
      <form
        id="confirm-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <dl class="fields">
          {state.fields.map((field) =>
            isTyped(field) ? (
              <TypedField
                key={field.field}
                field={field}
                value={valueOf(field)}
                fault={tried ? faultOf(field) : null}
                onInput={(value) => {
                  setTyped({ ...typed, [field.field]: value });
                }}
              />
            ) : (
              <ReadField key={field.field} field={field} />
            ),
          )}
        </dl>
      </form>
      <Problem text={problem} />
      <section class="wrong">
        <h2>{t.confirm.wrongTitle}</h2>
        <p class="small">{t.confirm.wrongText}</p>
        <div class="pair">
          {(['front', 'back'] as const).map((part) => (
            <button
              key={part}
              type="button"
              class="line"
              onClick={() => {
                onRetake(part);
              }}
            >
              {t.confirm.retake(t.shortParts[part])}
            </button>
          ))}
        </div>
      </section>
      <Deadline state={state} />
    </Page>
  );
}

/** Only a doubtful name or address may be typed, whatever else the server should mark. */
function isTyped(field: Field): field is Field & { field: Typed } {
  return field.editable && (field.field === 'name' || field.field === 'address');
}

function submissionOf(values: readonly (readonly [Typed, string])[]): Submission {
  return values.length === 0 ? {} : { confirmed: Object.fromEntries(values) };
}

function ReadField({ field }: { field: Field }): JSX.Element {
  const { say } = useScene();
  return (
    <div class="field">
      <dt>{say(field.label)}</dt>
      <dd>{field.shown}</dd>
    </div>
  );
}

interface TypedFieldProps {
  readonly field: Field & { field: Typed };
  readonly value: string;
  readonly fault: string | null;
  readonly onInput: (value: string) => void;
}

function TypedField({ field, value, fault, onInput }: TypedFieldProps): JSX.Element {
  const { t, say } = useScene();
  const id = `field-${field.field}`;
  const shared = {
    id,
    value,
    autocomplete: 'off',
    'aria-describedby': `${id}-hint`,
    'aria-invalid': fault !== null,
    onInput: (event: { currentTarget: { value: string } }) => {
      onInput(event.currentTarget.value.replace(/\s*\n\s*/g, ''));
    },
  } as const;
  return (
    <div class="field doubtful">
      <dt>
        <label for={id}>{say(field.label)}</label>
      </dt>
      <dd>
        {field.field === 'address' ? (
          <textarea rows={3} {...shared} />
        ) : (field.value ?? '').length > ONE_LINE ? (
          <textarea rows={2} {...shared} />
        ) : (
          <input type="text" {...shared} />
        )}
        <p id={`${id}-hint`} class={fault === null ? 'hint warn' : 'hint bad'}>
          <Icon name="alert" />
          <span>{fault ?? t.confirm.asPrinted}</span>
        </p>
      </dd>
    </div>
  );
}
