import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { OrderPage } from '../../../../api/schemas/order';
import { ApiProblem } from '../api/client';
import { sendLink } from '../api/queries';
import { CircleCheck, Send, TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';
import { maySendLinks } from '../shell/roles';
import { useSession } from '../shell/session';

/** For a link that was opened on the wrong phone: says what will end before it does. Only while the order waits for the customer. */
export function SendLink({ order }: { order: OrderPage['order'] }) {
  const { t } = useSettings();
  const words = t.order.link;
  const queries = useQueryClient();
  const { roles } = useSession().user;
  const [asking, setAsking] = useState(false);
  const send = useMutation({
    mutationFn: () => sendLink(order.id),
    onSettled: async () => {
      setAsking(false);
      await queries.invalidateQueries({ queryKey: ['order', order.id] });
    },
  });
  if (!maySendLinks(roles) || order.status !== 'awaiting-documents') return null;
  return (
    <>
      <Button
        icon={<Send size={14} aria-hidden />}
        onClick={() => {
          send.reset();
          setAsking(true);
        }}
      >
        {words.send}
      </Button>
      <Modal
        open={asking}
        title={words.title}
        okText={words.confirm}
        cancelText={words.cancel}
        confirmLoading={send.isPending}
        onOk={() => {
          send.mutate();
        }}
        onCancel={() => {
          setAsking(false);
        }}
        closable={{ 'aria-label': t.help.close }}
        destroyOnHidden
        width={440}
      >
        <p>{words.text}</p>
      </Modal>
      <SentNote problem={send.error} sent={send.isSuccess} />
    </>
  );
}

function SentNote({ problem, sent }: { problem: unknown; sent: boolean }) {
  const { t } = useSettings();
  const words = t.order.link;
  if (problem === null && !sent) return null;
  const code = problem instanceof ApiProblem ? problem.code : null;
  const text = sent
    ? words.sent
    : code === 'TooManyRequests'
      ? words.tooMany
      : code === 'StepRefused'
        ? words.notNow
        : words.failed;
  return (
    <div className={sent ? 'note ok wide' : 'note bad wide'} role={sent ? 'status' : 'alert'}>
      {sent ? <CircleCheck size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
      <span>{text}</span>
    </div>
  );
}
