import { Modal } from 'antd';
import { useState } from 'react';
import { useSettings } from '../settings';

interface ReasonModalProps<Reason extends string> {
  readonly open: boolean;
  readonly words: {
    readonly title: string;
    readonly text: string;
    readonly label: string;
    readonly reasons: Readonly<Record<Reason, string>>;
    readonly confirm: string;
    readonly cancel: string;
  };
  readonly reasons: readonly Reason[];
  readonly pending: boolean;
  readonly onConfirm: (reason: Reason) => void;
  readonly onCancel: () => void;
}

/** Says what will happen before it does, and asks for one of the reasons it takes. */
export function ReasonModal<Reason extends string>(props: ReasonModalProps<Reason>) {
  const { words, reasons } = props;
  const { t } = useSettings();
  const [reason, setReason] = useState<Reason | null>(null);
  return (
    <Modal
      open={props.open}
      title={words.title}
      okText={words.confirm}
      cancelText={words.cancel}
      confirmLoading={props.pending}
      okButtonProps={{ disabled: reason === null }}
      onOk={() => {
        if (reason !== null) props.onConfirm(reason);
      }}
      onCancel={props.onCancel}
      afterClose={() => {
        setReason(null);
      }}
      closable={{ 'aria-label': t.help.close }}
      destroyOnHidden
      width={440}
    >
      <p>{words.text}</p>
      <div className="chips" role="group" aria-label={words.label}>
        {reasons.map((code) => (
          <button
            key={code}
            type="button"
            className="chip"
            aria-pressed={reason === code}
            onClick={() => {
              setReason(code);
            }}
          >
            {words.reasons[code]}
          </button>
        ))}
      </div>
    </Modal>
  );
}
