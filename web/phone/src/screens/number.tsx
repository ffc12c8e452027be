import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { SelfServiceState } from '../../../../api/schemas/self-service';
import { phone } from '../../../shared/format';
import { choose, offers, Refused } from '../api/client';
import { withPatience } from '../api/patience';
import { Icon } from '../parts/icon';
import { Deadline, Problem } from '../parts/notices';
import { Page } from '../parts/page';
import { AskSupport } from '../parts/questions';
import { useScene } from '../scene';

interface NumberProps {
  readonly state: SelfServiceState;
  readonly refresh: () => Promise<void>;
}

/** Another number in the place of one that is gone, card by card. */
export function NumberScreen({ state, refresh }: NumberProps): JSX.Element {
  const { t } = useScene();
  const waiting = state.orders.filter(({ choosesNumber }) => choosesNumber);
  const order = waiting[0]?.id ?? '';
  const [offered, setOffered] = useState<readonly string[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const draw = useCallback(async (): Promise<void> => {
    setOffered(null);
    setChosen(null);
    try {
      setOffered(await withPatience(() => offers(order)));
    } catch {
      setOffered([]);
    }
  }, [order]);
  useEffect(() => {
    void draw();
  }, [draw]);

  const send = async (number: string): Promise<void> => {
    setSending(true);
    setProblem(null);
    try {
      await withPatience(() => choose(order, number));
    } catch (error) {
      const isTaken = error instanceof Refused && error.code === 'NumberTaken';
      setProblem(isTaken ? t.number.taken : t.number.failed);
      if (isTaken) await draw();
    }
    await refresh();
    setSending(false);
  };

  return (
    <Page
      id="number"
      title={t.number.title}
      lead={t.number.lead}
      busy={sending || offered === null}
      actions={
        <>
          <button
            type="button"
            class="main"
            disabled={chosen === null || sending}
            onClick={() => {
              if (chosen !== null) void send(chosen);
            }}
          >
            {sending ? t.number.sending : t.number.choose}
          </button>
          <button
            type="button"
            class="ghost"
            disabled={sending || offered === null}
            onClick={() => {
              setProblem(null);
              void draw();
            }}
          >
            {t.number.more}
          </button>
        </>
      }
    >
      {waiting.length > 1 && <p class="small">{t.number.order(order)}</p>}
      <Problem text={problem} />
      <fieldset class="choice">
        <legend>{t.number.offered}</legend>
        {offered?.length === 0 ? (
          <p class="small">{t.number.none}</p>
        ) : (
          <ul class="rows consents">
            {(offered ?? []).map((number) => (
              <li key={number}>
                <label>
                  <input
                    type="radio"
                    name="number"
                    checked={chosen === number}
                    disabled={sending}
                    onChange={() => {
                      setChosen(number);
                    }}
                  />
                  <span class="tick round">
                    <Icon name="check" />
                  </span>
                  <span>{phone(number)}</span>
                </label>
              </li>
            ))}
          </ul>
        )}
      </fieldset>
      <Deadline state={state} />
      <AskSupport />
    </Page>
  );
}
