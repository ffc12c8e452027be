import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ConflictCase } from '../../../../api/schemas/conflict';
import { dateTime } from '../../../shared/format';
import { ApiProblem } from '../api/client';
import { conflictQuery, settleConflict } from '../api/queries';
import { CopyId, Facts, Kbd } from '../parts/basics';
import { CircleCheck, TriangleAlert } from '../parts/icons';
import { StagePill } from '../parts/stage-pill';
import { Failure, Skeleton } from '../parts/states';
import { useSettings } from '../settings';
import { maySettleConflicts } from '../shell/roles';
import { useSession } from '../shell/session';
import { useNarrow } from '../use-narrow';

/** One conflict beside the list: both sides, the orders it is about, and how it was or may be settled. */
export function ConflictDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t, say } = useSettings();
  const narrow = useNarrow();
  const found = useQuery({ ...conflictQuery(id ?? ''), enabled: id !== null });
  const conflict = found.data;
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={narrow ? '100%' : 560}
      destroyOnHidden
      className="conflict"
      title={conflict === undefined ? t.conflicts.one : say(conflict.title)}
      closable={{ 'aria-label': t.help.close }}
    >
      {conflict === undefined ? (
        found.isError ? (
          <Failure error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )
      ) : (
        <Conflict key={conflict.id} conflict={conflict} />
      )}
    </Drawer>
  );
}

function Conflict({ conflict }: { conflict: ConflictCase }) {
  const { t, say, language } = useSettings();
  const { roles } = useSession().user;
  const words = t.conflicts;
  return (
    <>
      <p>{say(conflict.text)}</p>
      <Facts
        rows={[
          [words.columns.case, <CopyId key="id" id={conflict.id} />],
          ...(conflict.channel === null
            ? []
            : [[words.columns.channel, conflict.channelName ?? conflict.channel] as const]),
          ...(conflict.externalRef === null
            ? []
            : [
                [
                  words.columns.reference,
                  <span key="reference" className="mono">
                    {conflict.externalRef}
                  </span>,
                ] as const,
              ]),
          [words.columns.opened, dateTime(conflict.openedAt, language)],
        ]}
      />
      <Sides conflict={conflict} />
      <h3>{words.orders}</h3>
      {conflict.orders.length === 0 ? <p className="t3">—</p> : null}
      <ul className="plain">
        {conflict.orders.map((order) => (
          <li key={order.id} className="row">
            <Link to={`/orders/${order.id}`} className="mono">
              {order.id}
            </Link>
            <span className="grow" />
            <StagePill stage={order.stage} />
          </li>
        ))}
      </ul>
      {conflict.resolution !== null ? (
        <Settled conflict={conflict} />
      ) : maySettleConflicts(roles) ? (
        <Settle conflict={conflict} />
      ) : (
        <p className="t3">{words.notYours}</p>
      )}
    </>
  );
}

function Sides({ conflict: { sides } }: { conflict: ConflictCase }) {
  const { t, say } = useSettings();
  return (
    <>
      <table className="cmp">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">{t.conflicts.line}</span>
            </th>
            <th scope="col">{say(sides.ours)}</th>
            <th scope="col">{say(sides.theirs)}</th>
          </tr>
        </thead>
        <tbody>
          {sides.rows.map((row) => (
            <tr key={row.label.en} className={row.differs ? 'hit' : undefined}>
              <th scope="row">{say(row.label)}</th>
              <td>{row.ours === null || say(row.ours) === '' ? '—' : say(row.ours)}</td>
              <td>
                {row.differs ? (
                  <span className="warn">
                    ≠ <span className="sr">{t.conflicts.differs}</span>
                  </span>
                ) : null}
                {row.theirs === null || say(row.theirs) === '' ? '—' : say(row.theirs)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sides.remark === null ? null : <p className="t2">{say(sides.remark)}</p>}
    </>
  );
}

function Settled({ conflict: { resolution, closedAt } }: { conflict: ConflictCase }) {
  const { t, say, language } = useSettings();
  if (resolution === null) return null;
  return (
    <div className="note ok" role="note">
      <CircleCheck size={16} aria-hidden />
      <div>
        <p className="b">{say(resolution.label)}</p>
        {resolution.note === null ? null : <p>{resolution.note}</p>}
        <p className="t2 s12">
          {t.conflicts.settledBy(
            resolution.by ?? t.conflicts.engine,
            closedAt === null ? '' : dateTime(closedAt, language),
          )}
        </p>
      </div>
    </div>
  );
}

function Settle({ conflict }: { conflict: ConflictCase }) {
  const { t, say } = useSettings();
  const words = t.conflicts;
  const queries = useQueryClient();
  const [reasonCode, setReasonCode] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const settle = useMutation({
    mutationFn: (chosen: string) =>
      settleConflict(conflict.id, { reasonCode: chosen, ...(note.trim() === '' ? {} : { note: note.trim() }) }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['conflict', conflict.id] });
      await queries.invalidateQueries({ queryKey: ['conflicts'] });
    },
  });
  const submit = (): void => {
    if (reasonCode !== null && !settle.isPending) settle.mutate(reasonCode);
  };
  return (
    <form
      className="settle"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset>
        <legend>{words.settle}</legend>
        {conflict.options.map((option) => (
          <label key={option.reasonCode} className="pick">
            <input
              type="radio"
              name="resolution"
              value={option.reasonCode}
              checked={reasonCode === option.reasonCode}
              onChange={() => {
                setReasonCode(option.reasonCode);
              }}
            />
            <span>{say(option.label)}</span>
          </label>
        ))}
      </fieldset>
      <label htmlFor="conflict-note">{words.note}</label>
      <textarea
        id="conflict-note"
        rows={3}
        maxLength={1000}
        placeholder={words.notePlaceholder}
        value={note}
        onChange={(event) => {
          setNote(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        }}
      />
      {settle.isError ? (
        <div className="note bad" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>
            {settle.error instanceof ApiProblem && settle.error.code === 'ConflictClosed' ? words.late : words.failed}
          </span>
        </div>
      ) : null}
      <div className="row">
        <span className="t3 s12">{words.noEffect}</span>
        <span className="grow" />
        <Button type="primary" htmlType="submit" disabled={reasonCode === null} loading={settle.isPending}>
          <span>
            {words.submit} <Kbd>Ctrl ↵</Kbd>
          </span>
        </Button>
      </div>
    </form>
  );
}
