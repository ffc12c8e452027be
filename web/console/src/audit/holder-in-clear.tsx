import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import type { ClearHolder } from '../../../../api/schemas/audit';
import { dateTime, idNumber, phone } from '../../../shared/format';
import { revealHolder } from '../api/audit';
import { useBusinessNow, useRealNow } from '../now';
import { Card, Facts } from '../parts/basics';
import { Eye } from '../parts/icons';
import { useSettings } from '../settings';
import { useSession } from '../shell/session';
import type { OwnLook } from './side';

const SHORTEST_REASON = 4;

interface Shown extends ClearHolder {
  /** Real time. */
  readonly until: number;
}

/** The holder in clear, for a reason that is kept, and for a minute only. */
export function HolderInClear({ orderId, onShown }: { orderId: string; onShown: (look: OwnLook) => void }) {
  const { t } = useSettings();
  const words = t.audit.reveal;
  const business = useBusinessNow();
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const ask = useMutation({
    gcTime: 0,
    mutationFn: (why: string) => revealHolder(orderId, why),
    onSuccess: (answer, why) => {
      setShown({ ...answer, until: Date.now() + answer.showSeconds * 1000 });
      setReason('');
      onShown({ at: new Date(business).toISOString(), reason: why });
    },
  });
  const hide = (): void => {
    setShown(null);
    ask.reset(); // It holds the answer too.
  };
  if (shown !== null) return <InClear shown={shown} onHide={hide} />;
  return (
    <Card title={words.title}>
      <form
        className="stack reveal"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim().length >= SHORTEST_REASON) ask.mutate(reason.trim());
        }}
      >
        <p className="t3 s12">{words.lead}</p>
        <Input
          aria-label={words.reason}
          placeholder={words.placeholder}
          title={words.hint}
          maxLength={200}
          autoComplete="off"
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
        <div className="row">
          <span className="s12 grow" role="status">
            {ask.isError ? <span className="bad">{words.failed}</span> : <span className="t3">{words.hint}</span>}
          </span>
          <Button
            htmlType="submit"
            icon={<Eye size={14} aria-hidden />}
            disabled={reason.trim().length < SHORTEST_REASON}
            loading={ask.isPending}
          >
            {words.submit}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function InClear({ shown, onHide }: { shown: Shown; onHide: () => void }) {
  const { t, language } = useSettings();
  const words = t.audit.reveal;
  const facts = t.order.facts;
  const { user } = useSession();
  const left = Math.max(0, Math.ceil((shown.until - useRealNow()) / 1000));
  const at = dateTime(new Date(useBusinessNow('minute')).toISOString(), language);
  useEffect(() => {
    const timer = setTimeout(onHide, Math.max(0, shown.until - Date.now()));
    return () => {
      clearTimeout(timer);
    };
  }, [shown.until, onHide]);
  return (
    <Card title={words.title} className="in-clear" extra={<span className="warn s12">{words.left(left)}</span>}>
      {shown.holder === null ? (
        <p>{words.erased}</p>
      ) : (
        <Facts
          rows={[
            [facts.name, shown.holder.name],
            [facts.idNumber, <span className="nw">{idNumber(shown.holder.idNumber)}</span>],
            [facts.phone, phone(shown.holder.phone)],
            [words.address, shown.holder.address],
          ]}
        />
      )}
      <div className="row reveal-foot">
        <span className="t3 s12 grow">{words.mark(user.name, at)}</span>
        <Button size="small" onClick={onHide}>
          {words.hide}
        </Button>
      </div>
    </Card>
  );
}
