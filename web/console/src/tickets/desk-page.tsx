import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { useListKeys } from '../list-keys';
import { ticketQuery, ticketsQuery } from '../api/tickets';
import { Empty, Failure, Skeleton } from '../parts/states';
import { useSettings } from '../settings';
import { useNarrow } from '../use-narrow';
import { useTitle } from '../use-title';
import { Conversation } from './conversation';
import { ContextPane } from './context-pane';
import { TicketHead } from './ticket-head';
import { TicketList } from './ticket-list';

const DEFAULT_VIEW = 'mine';

/** Three panes: the list, the conversation, and the order beside it. On a phone one after the other. */
export default function DeskPage() {
  const { id } = useParams();
  const { t } = useSettings();
  const narrow = useNarrow();
  const [search] = useSearchParams();
  const asked = new URLSearchParams(search);
  if (!asked.has('view')) asked.set('view', DEFAULT_VIEW);
  const list = useQuery(ticketsQuery(asked.toString()));
  useTitle(id ?? t.tickets.title);
  useListKeys();
  const showList = !narrow || id === undefined;
  return (
    <main className={`tickets${id === undefined ? ' none' : ''}`} id="content">
      {showList ? <TicketList list={list} view={asked.get('view') ?? DEFAULT_VIEW} chosen={id} /> : null}
      {id === undefined ? narrow ? null : <Nothing /> : <Chosen key={id} id={id} narrow={narrow} />}
    </main>
  );
}

function Nothing() {
  const { t } = useSettings();
  return (
    <section className="mid" aria-label={t.tickets.conversation}>
      <Empty title={t.tickets.pick} next={t.tickets.pickNext} />
    </section>
  );
}

function Chosen({ id, narrow }: { id: string; narrow: boolean }) {
  const { t } = useSettings();
  const ticket = useQuery(ticketQuery(id));
  if (ticket.data === undefined) {
    return (
      <section className="mid" aria-label={t.tickets.conversation}>
        {ticket.isError ? (
          <Failure error={ticket.error} onRetry={() => void ticket.refetch()} />
        ) : (
          <Skeleton block lines={10} />
        )}
      </section>
    );
  }
  return (
    <>
      <section className="mid" aria-label={t.tickets.conversation}>
        <TicketHead view={ticket.data} narrow={narrow} />
        <Conversation view={ticket.data} />
      </section>
      <ContextPane view={ticket.data} />
    </>
  );
}
