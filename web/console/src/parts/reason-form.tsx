import { Button, Input } from 'antd';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useHotkeys } from '../hotkeys';

interface ReasonFormProps {
  /** What is done by it, on the button as well. */
  readonly title: string;
  /** What happens then. */
  readonly lead: string;
  readonly label: string;
  readonly notNow: string;
  readonly isDanger?: boolean;
  /** Whether everything but the reason is there. */
  readonly isReady?: boolean;
  readonly isPending: boolean;
  /** What is asked before the reason. */
  readonly children?: ReactNode;
  readonly foot?: string;
  /** With the reason, trimmed and not empty. */
  readonly onConfirm: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks in place for the reason of something that is kept with its reason; Escape leaves it alone. */
export function ReasonForm(props: ReasonFormProps) {
  const { title, lead, label, notNow, isDanger = false, isReady = true, isPending, children, foot } = props;
  const { onConfirm, onCancel } = props;
  const [reason, setReason] = useState('');
  const formRef = useRef<HTMLElement>(null);
  const field = useId();
  useEffect(() => {
    formRef.current?.querySelector('input')?.focus();
  }, []);
  useHotkeys({ Escape: onCancel }, !isPending);
  return (
    <section className="card m-act m-confirm" aria-label={title} ref={formRef}>
      <p>{lead}</p>
      {children}
      <div>
        <label htmlFor={field}>{label}</label>
        <Input
          id={field}
          value={reason}
          maxLength={500}
          onChange={({ target }) => {
            setReason(target.value);
          }}
        />
      </div>
      {foot === undefined ? null : <p className="t3 s12">{foot}</p>}
      <div className="row wrap">
        <Button disabled={isPending} onClick={onCancel}>
          {notNow}
        </Button>
        <Button
          danger={isDanger}
          loading={isPending}
          disabled={!isReady || reason.trim() === ''}
          onClick={() => {
            onConfirm(reason.trim());
          }}
        >
          {title}
        </Button>
      </div>
    </section>
  );
}
