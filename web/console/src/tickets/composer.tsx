import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import type { TicketView } from '../../../../api/schemas/ticket';
import { freshKey } from '../../../shared/key';
import { useHotkeys } from '../hotkeys';
import { Kbd } from '../parts/basics';
import { TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';
import { useCommand } from './use-command';

interface Draft {
  readonly mode: 'reply' | 'memo';
  readonly text: string;
  /** Of what is to be sent, so that a double click or a second try is no second answer or note. */
  readonly key: string;
}

/** In memory only, so that going to another ticket and back loses nothing and no disk keeps it. */
const drafts = new Map<string, Draft>();
const LIMIT = 1000;
const blank = (): Draft => ({ mode: 'reply', text: '', key: freshKey() });

/** An answer to the customer or a note for colleagues, composed in place. */
export function Composer({ view }: { view: TicketView }) {
  const { t, say } = useSettings();
  const { id } = view.ticket;
  const [draft, setDraft] = useState<Draft>(() => drafts.get(id) ?? blank());
  const area = useRef<HTMLTextAreaElement>(null);
  const { run, problem } = useCommand(id);
  const words = t.tickets;
  const isReply = draft.mode === 'reply';
  const text = draft.text.trim();

  const edit = (change: Partial<Draft>): void => {
    // Other words are another answer: under the old key they would pass for the one whose reply was lost.
    const isOther = change.text !== undefined && change.text !== draft.text;
    const next = { ...draft, ...(isOther ? { key: freshKey() } : {}), ...change };
    drafts.set(id, next);
    setDraft(next);
  };
  const compose = (mode: Draft['mode']): void => {
    edit({ mode });
    area.current?.focus();
  };
  const send = (waits: boolean): void => {
    if (text === '' || run.isPending) return;
    const { key } = draft;
    run.mutate(isReply ? { do: 'answer', text, waits, key } : { do: 'note', text, key }, {
      onSuccess: () => {
        edit(blank());
      },
    });
  };
  useHotkeys({
    r: () => {
      compose('reply');
    },
    m: () => {
      compose('memo');
    },
  });

  return (
    <section className={isReply ? 'comp' : 'comp memo'} aria-label={words.composer}>
      <div className="row wrap">
        <div className="seg" role="group" aria-label={words.composer}>
          {(['reply', 'memo'] as const).map((mode) => (
            <button
              key={mode}
              type="button"
              aria-pressed={draft.mode === mode}
              onClick={() => {
                compose(mode);
              }}
            >
              {words[mode]} <Kbd>{mode === 'reply' ? 'R' : 'M'}</Kbd>
            </button>
          ))}
        </div>
        <span className="grow" />
        {isReply ? (
          <Select<string | null>
            size="small"
            className="templates"
            aria-label={words.template}
            placeholder={words.template}
            value={null}
            options={view.templates.map(({ code, title }) => ({ value: code, label: say(title) }))}
            onChange={(code) => {
              const chosen = view.templates.find((template) => template.code === code);
              if (chosen) edit({ text: text === '' ? chosen.text : `${draft.text}\n${chosen.text}` });
              area.current?.focus();
            }}
          />
        ) : null}
      </div>
      <textarea
        ref={area}
        rows={3}
        maxLength={LIMIT}
        aria-label={isReply ? words.replyLabel : words.memoLabel}
        placeholder={isReply ? words.replyPlaceholder : words.memoPlaceholder}
        value={draft.text}
        onChange={(event) => {
          edit({ text: event.target.value });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(true);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {problem === null ? null : (
        <p className="bad s12" role="alert">
          <TriangleAlert size={14} aria-hidden /> {problem}
        </p>
      )}
      <div className="row wrap">
        <span className="s12 t3 grow">{isReply ? words.willPause : words.memoPlaceholder}</span>
        {isReply ? (
          <>
            <Button
              disabled={text === ''}
              loading={run.isPending}
              onClick={() => {
                send(false);
              }}
            >
              {words.send}
            </Button>
            <Button
              type="primary"
              disabled={text === ''}
              loading={run.isPending}
              onClick={() => {
                send(true);
              }}
            >
              {words.sendWait} <Kbd>Ctrl ↵</Kbd>
            </Button>
          </>
        ) : (
          <Button
            type="primary"
            disabled={text === ''}
            loading={run.isPending}
            onClick={() => {
              send(false);
            }}
          >
            {words.saveNote} <Kbd>Ctrl ↵</Kbd>
          </Button>
        )}
      </div>
    </section>
  );
}
