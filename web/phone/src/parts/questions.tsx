import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CustomerDesk } from '../../../../api/schemas/ticket';
import { dateTime } from '../../../shared/format';
import { freshKey } from '../../../shared/key';
import { ask, reply, type Said } from '../api/desk';
import { Refused } from '../api/client';
import { useScene } from '../scene';
import { type Desk, useDesk } from '../use-desk';

type Ticket = CustomerDesk['tickets'][number];
const LIMIT = 1000;

/** The questions of this purchase with their answers, and the next one. */
export function Questions({ desk: { desk, show } }: { desk: Desk }): JSX.Element | null {
  const { t } = useScene();
  if (desk === null) return null;
  return (
    <section class="questions" aria-label={t.card.questions}>
      {desk.tickets.map((ticket) => (
        <Conversation key={ticket.id} ticket={ticket} show={show} />
      ))}
      <h2>{desk.tickets.length === 0 ? t.card.ask : t.card.askMore}</h2>
      <Write
        id="ask"
        label={t.card.askLabel}
        placeholder={t.card.askPlaceholder}
        action={t.card.send}
        send={async (said) => {
          show(await ask(said));
        }}
      />
    </section>
  );
}

/** Behind a button, for pages whose business is another. */
export function AskSupport(): JSX.Element {
  const { t } = useScene();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Opened />;
  return (
    <button
      type="button"
      class="line ask"
      onClick={() => {
        setOpen(true);
      }}
    >
      {t.card.askSupport}
    </button>
  );
}

function Opened(): JSX.Element | null {
  return <Questions desk={useDesk()} />;
}

function Conversation({ ticket, show }: { ticket: Ticket; show: (desk: CustomerDesk) => void }): JSX.Element {
  const { t, say, language } = useScene();
  const state =
    ticket.state === 'closed' ? t.card.closed : ticket.state === 'waiting-customer' ? t.card.yourTurn : t.card.ourTurn;
  return (
    <article class="ticket" aria-label={say(ticket.title)}>
      <h2>
        {say(ticket.title)} <span class="small">{state}</span>
      </h2>
      <div role="log">
        <ol class="talk">
          {ticket.entries.map((entry, at) => (
            <li key={`${entry.at}-${String(at)}`} class={entry.words === null ? 'done' : entry.from}>
              <p>{entry.words ?? (entry.text === null ? '' : say(entry.text))}</p>
              <span class="small">
                {entry.words === null ? '' : `${t.card.from[entry.from]} · `}
                <time dateTime={entry.at}>{dateTime(entry.at, language)}</time>
              </span>
            </li>
          ))}
        </ol>
      </div>
      {ticket.canReply ? (
        <Write
          id={ticket.id}
          label={t.card.replyLabel}
          placeholder={t.card.replyPlaceholder}
          action={ticket.state === 'closed' ? t.card.reopen : t.card.reply}
          second
          send={async (said) => {
            show(await reply(ticket.id, said));
          }}
        />
      ) : null}
    </article>
  );
}

interface WriteProps {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly action: string;
  readonly second?: boolean;
  readonly send: (said: Said) => Promise<void>;
}

const draft = (text: string): Said => ({ text, key: freshKey() });

function Write({ id, label, placeholder, action, second = false, send }: WriteProps): JSX.Element {
  const { t, announce } = useScene();
  // Other words are another message: under the old key they would pass for the one whose answer was lost.
  const [{ text, key }, setDraft] = useState(() => draft(''));
  const [stands, setStands] = useState<'idle' | 'sending' | 'failed' | 'closed'>('idle');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const said = text.trim();
    if (said === '' || stands === 'sending') return;
    setStands('sending');
    try {
      await send({ text: said, key });
      setDraft(draft(''));
      setStands('idle');
      announce(t.card.sent);
    } catch (error) {
      setStands(error instanceof Refused && error.code === 'TicketClosed' ? 'closed' : 'failed');
    }
  };
  return (
    <form class="write" onSubmit={(event) => void submit(event)}>
      <label for={`write-${id}`}>{label}</label>
      <textarea
        id={`write-${id}`}
        rows={3}
        maxLength={LIMIT}
        placeholder={placeholder}
        value={text}
        aria-describedby={stands === 'failed' || stands === 'closed' ? `trouble-${id}` : undefined}
        onInput={(event) => {
          setDraft(draft(event.currentTarget.value));
        }}
      />
      {(stands === 'failed' || stands === 'closed') && (
        <p class="trouble" id={`trouble-${id}`} role="alert">
          {stands === 'closed' ? t.card.tooLate : t.card.notSent}
        </p>
      )}
      <button type="submit" class={second ? 'line' : 'main'} disabled={text.trim() === '' || stands === 'sending'}>
        {stands === 'sending' ? t.card.sending : action}
      </button>
    </form>
  );
}
