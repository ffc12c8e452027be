import { Button, Dropdown } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { TicketClock, TicketRow, TicketView } from '../../../../api/schemas/ticket';
import { leadsSkill, maySkill } from '../../../../api/schemas/words';
import { dateTime } from '../../../shared/format';
import { useHotkeys } from '../hotkeys';
import { CopyId, Kbd, Pill } from '../parts/basics';
import { ArrowLeft, Check, ChevronDown, Pause, ShieldAlert, TriangleAlert, User } from '../parts/icons';
import { useSettings } from '../settings';
import { useSession } from '../shell/session';
import { TimeLeft } from '../orders/time-left';
import { useDuty } from './duty-switch';
import { useCommand } from './use-command';

/** What it is, who has it, how its promises stand, and what may be done with it as a whole. */
export function TicketHead({ view, narrow }: { view: TicketView; narrow: boolean }) {
  const { t, say } = useSettings();
  const { ticket } = view;
  const [search] = useSearchParams();
  const { run, problem } = useCommand(ticket.id);
  const { roles } = useSession().user;
  const mine = ticket.assignee?.mine === true;
  const free = ticket.state !== 'closed' && ticket.state !== 'acting' && !mine;
  const mayTake =
    free && maySkill(roles, ticket.skill) && (ticket.assignee === null || leadsSkill(roles, ticket.skill));
  const take = (): void => {
    run.mutate({ do: 'claim' });
  };
  useHotkeys({ c: take }, mayTake);
  return (
    <header className="tk-hd">
      <div className="row g3 wrap">
        {narrow ? (
          <Link to={{ pathname: '/tickets', search: search.toString() }} aria-label={t.tickets.back}>
            <ArrowLeft size={20} aria-hidden />
          </Link>
        ) : null}
        <h2 className="tk-title">{say(ticket.title)}</h2>
        {ticket.priority === 1 ? (
          <Pill tone="bad" icon={ShieldAlert}>
            P1 {ticket.tags.join(' ')}
          </Pill>
        ) : null}
        <Standing row={ticket} />
        <span className="grow" />
        {mayTake ? (
          <Button type="primary" loading={run.isPending} onClick={take}>
            {ticket.assignee === null ? t.tickets.claim : t.tickets.take} <Kbd>C</Kbd>
          </Button>
        ) : null}
        {mine && ticket.state !== 'closed' ? <Whole view={view} run={run} /> : null}
      </div>
      <div className="row g3 wrap s12 t3">
        <CopyId id={ticket.id} />
        <span>{ticket.holder}</span>
        {ticket.clocks.map((clock) => (
          <Promised key={clock.kind} clock={clock} />
        ))}
        {ticket.round > 1 ? <span>{t.tickets.reopened(ticket.round)}</span> : null}
        {ticket.escalatedAt === null ? null : (
          <span className="bad">
            {ticket.assignee === null && ticket.state !== 'closed'
              ? t.tickets.ownedBy(ticket.skill === 'compliance' ? t.role.compliance_lead : t.role.support_lead)
              : t.tickets.escalated}
          </span>
        )}
      </div>
      {problem === null ? null : (
        <p className="bad s12" role="alert">
          <TriangleAlert size={14} aria-hidden /> {problem}
        </p>
      )}
    </header>
  );
}

function Standing({ row }: { row: TicketRow }) {
  const { t } = useSettings();
  if (row.state === 'closed')
    return (
      <Pill tone="ok" icon={Check}>
        {t.tickets.closed}
      </Pill>
    );
  if (row.alarmAt !== null)
    return (
      <Pill tone="bad" icon={TriangleAlert}>
        {t.tickets.nobody}
      </Pill>
    );
  if (row.state === 'acting') return <Pill tone="info">{t.tickets.acting}</Pill>;
  const who = row.assignee === null ? t.tickets.nobodyAssigned : row.assignee.mine ? t.tickets.mine : row.assignee.name;
  return row.state === 'waiting-customer' ? (
    <Pill tone="unk" icon={Pause}>
      {t.tickets.waiting} · {who}
    </Pill>
  ) : (
    <Pill tone="plain" icon={User}>
      {who}
    </Pill>
  );
}

/** One promise: kept, broken, standing, or how much is left. */
function Promised({ clock }: { clock: TicketClock }) {
  const { t, language } = useSettings();
  const name = clock.kind === 'first' ? t.tickets.first1 : t.tickets.resolve;
  if (clock.metAt !== null)
    return (
      <span className={clock.missedAt === null ? 'ok' : 'warn'}>
        <Check size={14} aria-hidden /> {name} {t.tickets.met(dateTime(clock.metAt, language))}
      </span>
    );
  if (clock.leftMs !== null)
    return (
      <span>
        <Pause size={14} aria-hidden /> {name} {t.tickets.paused}
      </span>
    );
  return (
    <span>
      {name} <TimeLeft dueAt={clock.dueAt} left={t.tickets.left} over={t.tickets.over} />
    </span>
  );
}

function Whole({ view, run }: { view: TicketView; run: ReturnType<typeof useCommand>['run'] }) {
  const { t } = useSettings();
  const duty = useDuty();
  const colleagues = (duty.data?.colleagues ?? []).filter((one) => one.onDuty && !one.silent);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: '', label: t.tickets.handoverNext },
            ...colleagues.map((one) => ({
              key: one.id,
              label: `${one.name} · ${t.tickets.inHand(one.open)}`,
            })),
            ...(colleagues.length === 0 ? [{ key: '-', label: t.tickets.handoverOff, disabled: true }] : []),
          ],
          onClick: ({ key }) => {
            run.mutate(key === '' ? { do: 'handover' } : { do: 'handover', to: key });
          },
        }}
      >
        <Button disabled={run.isPending}>
          {t.tickets.handover} <ChevronDown size={14} aria-hidden />
        </Button>
      </Dropdown>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'solved', label: t.tickets.closeSolved },
            { key: 'cannot-help', label: t.tickets.closeCannot },
            { type: 'divider' },
            { key: '-', label: <span className="s12 t3">{t.tickets.closeHint}</span>, disabled: true },
          ],
          onClick: ({ key }) => {
            if (key === 'solved' || key === 'cannot-help') run.mutate({ do: 'close', outcome: key });
          },
        }}
      >
        <Button disabled={run.isPending} aria-label={`${t.tickets.close} ${view.ticket.id}`}>
          {t.tickets.close} <ChevronDown size={14} aria-hidden />
        </Button>
      </Dropdown>
    </>
  );
}
