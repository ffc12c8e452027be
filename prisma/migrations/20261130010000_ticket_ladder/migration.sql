-- How many rungs of the ladder a promise has been told: half of its time, four fifths, run out.
alter table sla_clocks add column rungs smallint not null default 0 check (rungs between 0 and 3);
-- What ran out before there were rungs has been told.
update sla_clocks set rungs = 3 where missed_at is not null;

-- Whom a promise was told, once a person and promise for ever; `nobody` is that nobody on duty can take the ticket.
create table ticket_notices (
  ticket_id bigint not null references tickets (id),
  round integer not null,
  promise text not null check (promise in ('first', 'resolve', 'nobody')),
  user_id bigint not null references users (id),
  rung smallint not null,
  told_at timestamptz not null,
  primary key (ticket_id, round, promise, user_id)
);
create index ticket_notices_by_user on ticket_notices (user_id, ticket_id);
