-- Tickets. What customers and colleagues write is sealed under the holder's contact key; nothing here is personal data in clear.

-- Presence: on duty by a switch of one's own; silent after letting a ticket lie, until the next thing done.
create table duty (
  user_id bigint primary key references users (id),
  on_duty boolean not null,
  changed_at timestamptz not null,
  last_act_at timestamptz not null,
  silent_since timestamptz
);

create table tickets (
  id bigserial primary key,
  public_id text not null unique,
  purchase_id bigint not null references purchases (id),
  order_id bigint not null references orders (id),
  kind text not null,
  source text not null check (source in ('engine', 'customer', 'staff')),
  priority smallint not null check (priority between 1 and 3),
  tags text[] not null default '{}',
  skill text not null,
  state text not null check (state in ('acting', 'open', 'waiting-customer', 'closed')),
  assignee_id bigint references users (id),
  -- When the assignee got it; null once they did something with it.
  given_at timestamptz,
  -- Who let it lie in this round.
  silent_ids bigint[] not null default '{}',
  -- Opened is round 1; each reopening the next, with a workflow and clocks of its own.
  round integer not null default 1,
  facts jsonb not null default '{}',
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  alarm_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  outcome text,
  version integer not null default 0
);
create unique index tickets_one_open on tickets (order_id, kind) where state <> 'closed';
create index tickets_live on tickets (state, id desc) where state <> 'closed';
create index tickets_by_purchase on tickets (purchase_id);
create index tickets_by_assignee on tickets (assignee_id) where state <> 'closed';

-- The reason of an opening, once for ever: asking again for the same reason finds the same ticket.
create table ticket_keys (
  dedupe_key text primary key,
  ticket_id bigint not null references tickets (id)
);

-- Append-only: the conversation and what was done.
create table ticket_events (
  id bigserial primary key,
  public_id text not null unique,
  ticket_id bigint not null references tickets (id),
  round integer not null,
  at timestamptz not null,
  event text not null,
  actor_kind text not null,
  actor_id text,
  sealed_words bytea,
  body jsonb not null default '{}'
);
create index ticket_events_by_ticket on ticket_events (ticket_id, id);

-- What was promised: first answer and end, in counted time; a paused clock knows how much is left.
create table sla_clocks (
  ticket_id bigint not null references tickets (id),
  round integer not null,
  kind text not null check (kind in ('first', 'resolve')),
  hours text not null check (hours in ('always', 'support')),
  started_at timestamptz not null,
  due_at timestamptz not null,
  paused_at timestamptz,
  left_ms bigint,
  met_at timestamptz,
  missed_at timestamptz,
  primary key (ticket_id, round, kind)
);
