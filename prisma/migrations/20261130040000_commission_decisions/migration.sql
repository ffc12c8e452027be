-- What two people of finance decided about held commission of which nobody says who activated the card, or where.
create table commission_decisions (
  id bigserial primary key,
  public_id text not null unique,
  order_id bigint not null references orders (id),
  verdict text not null check (verdict in ('release', 'refuse')),
  conditions text[] not null check (cardinality(conditions) > 0 and conditions <@ '{PERSON,PLACE}'),
  reason text not null,
  state text not null check (state in ('proposed', 'confirmed', 'withdrawn', 'lapsed')),
  maker_id bigint not null references users (id),
  made_at timestamptz not null,
  checker_id bigint references users (id),
  withdrawn_by_id bigint references users (id),
  withdraw_reason text,
  ended_at timestamptz,
  -- A second person, whatever the programme thinks.
  check (checker_id <> maker_id),
  check ((state = 'confirmed') = (checker_id is not null)),
  check ((state = 'withdrawn') = (withdrawn_by_id is not null)),
  check ((state = 'proposed') = (ended_at is null))
);
create index commission_decisions_by_order on commission_decisions (order_id, id);
create unique index commission_decisions_one_open on commission_decisions (order_id) where state = 'proposed';
