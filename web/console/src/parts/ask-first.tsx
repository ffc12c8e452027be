import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSettings } from '../settings';
import { CircleCheck, TriangleAlert } from './icons';

/** What came of it, in words, and whether it is what was wanted. */
interface Outcome {
  readonly good: boolean;
  readonly text: string;
}

interface AskFirstProps<Answer> {
  readonly icon: ReactNode;
  readonly words: {
    readonly button: string;
    readonly title: string;
    /** What will happen. */
    readonly text: string;
    readonly confirm: string;
    readonly cancel: string;
  };
  /** Whether there is a button; what came of it stays on the page when there is none any more. */
  readonly isOffered: boolean;
  /** What a yes does; null while something is still to be chosen. */
  readonly act: (() => Promise<Answer>) | null;
  /** What is read afresh afterwards, whatever came of it. */
  readonly changed: readonly QueryKey[];
  /** Null where nothing is to be said. */
  readonly done: (answer: Answer) => Outcome | null;
  readonly problem: (error: Error) => string;
  /** Once the question is gone, whichever way it was answered. */
  readonly onClosed?: () => void;
  /** What is to be chosen. */
  readonly children?: ReactNode;
}

/** A button for what nobody should do by accident: it says what will happen before it does, and then what came of it. */
export function AskFirst<Answer>(props: AskFirstProps<Answer>) {
  const { icon, words, isOffered, act, changed, done, problem, onClosed, children } = props;
  const { t } = useSettings();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const send = useMutation({
    mutationFn: (yes: () => Promise<Answer>) => yes(),
    onSettled: async () => {
      setAsking(false);
      await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  const outcome = send.isError ? { good: false, text: problem(send.error) } : send.isSuccess ? done(send.data) : null;
  return (
    <>
      {isOffered ? (
        <Button
          icon={icon}
          onClick={() => {
            send.reset();
            setAsking(true);
          }}
        >
          {words.button}
        </Button>
      ) : null}
      <Modal
        open={asking && isOffered}
        title={words.title}
        okText={words.confirm}
        cancelText={words.cancel}
        confirmLoading={send.isPending}
        okButtonProps={{ disabled: act === null }}
        onOk={() => {
          if (act !== null) send.mutate(act);
        }}
        onCancel={() => {
          setAsking(false);
        }}
        afterClose={() => onClosed?.()}
        closable={{ 'aria-label': t.help.close }}
        destroyOnHidden
        width={440}
      >
        <p>{words.text}</p>
        {children}
      </Modal>
      {outcome === null ? null : <Note {...outcome} />}
    </>
  );
}

function Note({ good, text }: Outcome) {
  return (
    <div className={good ? 'note ok wide' : 'note bad wide'} role={good ? 'status' : 'alert'}>
      {good ? <CircleCheck size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
      <span>{text}</span>
    </div>
  );
}

/** Grounds to choose one of. */
export function Reasons<Code extends string>({
  label,
  codes,
  words,
  value,
  onChange,
}: {
  readonly label: string;
  readonly codes: readonly Code[];
  readonly words: Readonly<Record<Code, string>>;
  readonly value: Code | null;
  readonly onChange: (code: Code) => void;
}) {
  return (
    <div className="chips" role="group" aria-label={label}>
      {codes.map((code) => (
        <button
          key={code}
          type="button"
          className="chip"
          aria-pressed={value === code}
          onClick={() => {
            onChange(code);
          }}
        >
          {words[code]}
        </button>
      ))}
    </div>
  );
}
