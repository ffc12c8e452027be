-- Business times (at, due_at, opened_at, …) are always handed in by the application's clock; real times are named *_real_at.
-- Money is whole fen. Nothing in this database is personal data in clear: parties are sealed, look-ups go through blind digests.

-- Clock: business time = real time + offset; the generation tells every process that it moved.
create table clock (
  id smallint primary key check (id = 1),
  offset_ms bigint not null,
  generation bigint not null
);
insert into clock (id, offset_ms, generation) values (1, 0, 0);
create table clock_acks (
  process text primary key,
  generation bigint not null,
  seen_real_at timestamptz not null
);

-- Catalogue: versioned rows, never edited in place.
create table carriers (
  code text primary key,
  name text not null,
  adapter text not null
);
create table plans (
  id bigserial primary key,
  code text not null,
  version integer not null,
  carrier_code text not null references carriers (code),
  name text not null,
  monthly_fee_fen bigint not null check (monthly_fee_fen >= 0),
  min_age integer not null,
  max_age integer not null,
  max_cards integer not null,
  cooldown_days integer not null,
  banned_provinces text[] not null default '{}',
  on_sale boolean not null default true,
  published_at timestamptz not null,
  unique (code, version)
);
create table cities (
  code text primary key,
  name text not null,
  province text not null
);
create table policies (
  id bigserial primary key,
  kind text not null,
  version integer not null,
  schema_version integer not null,
  body jsonb not null,
  published_at timestamptz not null,
  unique (kind, version)
);
create table agents (
  code text primary key,
  name text not null,
  parent_code text references agents (code),
  depth integer not null check (depth between 1 and 2)
);
create table channels (
  code text primary key,
  name text not null,
  active boolean not null default true
);

-- People of ours.
create table users (
  id bigserial primary key,
  public_id text not null unique,
  login text not null unique,
  name text not null,
  password_hash text not null,
  roles text[] not null,
  active boolean not null default true
);
create table sessions (
  token_hash text primary key,
  user_id bigint not null references users (id),
  csrf_hash text not null,
  created_real_at timestamptz not null,
  expires_real_at timestamptz not null
);

-- Parties: the holder of one purchase; both columns are sealed under the party's own keys.
create table parties (
  id bigserial primary key,
  public_id text not null unique,
  sealed_identity bytea,
  sealed_contact bytea,
  created_at timestamptz not null
);
create table party_index (
  party_id bigint not null references parties (id),
  kind text not null,
  generation integer not null,
  digest text not null,
  primary key (kind, digest, generation, party_id)
);

create table blobs (
  id bigserial primary key,
  public_id text not null unique,
  channel_code text references channels (code),
  purchase_id bigint,
  kind text not null,
  owner text not null,
  blob_key text not null,
  size integer not null,
  width integer not null,
  height integer not null,
  uploaded_at timestamptz not null
);

create table purchases (
  id bigserial primary key,
  public_id text not null unique,
  channel_code text not null references channels (code),
  external_ref text not null,
  party_id bigint not null references parties (id),
  plan_id bigint not null references plans (id),
  carrier_code text not null references carriers (code),
  city_code text not null references cities (code),
  province text not null,
  agent_code text references agents (code),
  quantity integer not null check (quantity between 1 and 5),
  pinned jsonb not null,
  created_at timestamptz not null
);
create index purchases_by_party on purchases (party_id);
alter table blobs add constraint blobs_purchase foreign key (purchase_id) references purchases (id);
create index blobs_by_purchase on blobs (purchase_id);

create table intake_keys (
  channel_code text not null,
  external_ref text not null,
  body_hash text not null,
  purchase_id bigint not null references purchases (id),
  primary key (channel_code, external_ref)
);
create table nonces (
  scope text not null,
  nonce text not null,
  seen_real_at timestamptz not null,
  primary key (scope, nonce)
);
create index nonces_by_age on nonces (seen_real_at);
-- Journal of refusals: a refused command promises nothing and binds no reference, but it is on record.
create table refusals (
  id bigserial primary key,
  channel_code text not null,
  external_ref text not null,
  body_hash text not null,
  reasons jsonb not null,
  at timestamptz not null
);
create table conflict_cases (
  id bigserial primary key,
  public_id text not null unique,
  kind text not null,
  channel_code text,
  external_ref text,
  purchase_id bigint references purchases (id),
  order_id bigint,
  detail jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create unique index conflict_cases_once on conflict_cases (kind, channel_code, external_ref, (detail ->> 'bodyHash'));

-- Orders: the projection; the journal is the record. version is the compare-and-set.
create table orders (
  id bigserial primary key,
  public_id text not null unique,
  purchase_id bigint not null references purchases (id),
  line integer not null,
  attempt integer not null default 1,
  stage text not null,
  status text not null,
  reason_code text,
  version integer not null,
  fact_seq integer not null default 0,
  channel_code text not null,
  carrier_code text not null,
  plan_code text not null,
  city_code text not null,
  msisdn text,
  iccid text,
  fee_fen bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  activated_at timestamptz,
  ended_at timestamptz,
  unique (purchase_id, line, attempt)
);
create index orders_by_stage on orders (stage, id desc);
create index orders_by_msisdn on orders (msisdn) where msisdn is not null;
alter table conflict_cases add constraint conflict_cases_order foreign key (order_id) references orders (id);

create table journal (
  id bigserial primary key,
  order_id bigint not null references orders (id),
  version integer not null,
  at timestamptz not null,
  event text not null,
  stage text not null,
  status text not null,
  actor_kind text not null,
  actor_id text,
  body jsonb not null,
  unique (order_id, version)
);

-- Every open thing that waits has a row: what, who, until when, then what.
create table waits (
  id bigserial primary key,
  public_id text not null unique,
  subject_kind text not null,
  subject_id bigint not null,
  workflow_id text not null,
  what text not null,
  owner_kind text not null,
  owner_id text,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  reminders timestamptz[] not null default '{}',
  reminded integer not null default 0,
  escalated_at timestamptz,
  then_what text not null,
  detail jsonb not null default '{}',
  closed_at timestamptz,
  closed_how text
);
create index waits_open on waits (due_at) where closed_at is null;
create unique index waits_one_open on waits (subject_kind, subject_id, what) where closed_at is null;

create table facts (
  id bigserial primary key,
  source text not null,
  event_key text not null,
  order_id bigint not null references orders (id),
  seq integer not null,
  kind text not null,
  body jsonb not null,
  at timestamptz not null,
  dispatched_at timestamptz,
  applied text,
  unique (source, event_key, order_id),
  unique (order_id, seq)
);
create index facts_undispatched on facts (order_id) where dispatched_at is null;

-- Remote effects: the intent is committed before the call, the outcome after it.
create table partner_calls (
  id bigserial primary key,
  partner text not null,
  command text not null,
  reference text not null unique,
  order_id bigint references orders (id),
  purchase_id bigint references purchases (id),
  attempt integer not null,
  number integer not null,
  intent jsonb not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused', 'unknown', 'undone')),
  outcome jsonb,
  tries integer not null default 0,
  queue text,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create index partner_calls_by_order on partner_calls (order_id);
create index partner_calls_open on partner_calls (partner) where state = 'open';

create table outbox (
  id bigserial primary key,
  topic text not null,
  dedupe_key text not null unique,
  body jsonb not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  retry_real_at timestamptz,
  last_error text,
  done_at timestamptz
);
create index outbox_open on outbox (id) where done_at is null;

create table links (
  id bigserial primary key,
  public_id text not null unique,
  token_hash text not null unique,
  purchase_id bigint not null references purchases (id),
  purpose text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz,
  device_hash text unique,
  revoked_at timestamptz
);
create index links_by_purchase on links (purchase_id);
create table consents (
  id bigserial primary key,
  purchase_id bigint not null references purchases (id),
  kind text not null,
  text_hash text not null,
  source text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  unique (purchase_id, kind, text_hash)
);
create table notifications (
  id bigserial primary key,
  purchase_id bigint not null references purchases (id),
  template text not null,
  reference text not null unique,
  link_id bigint references links (id),
  params jsonb not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  message_id text
);

-- KYC: one case a purchase, immutable evidence a round.
create table kyc_cases (
  id bigserial primary key,
  public_id text not null unique,
  purchase_id bigint not null unique references purchases (id),
  state text not null,
  round integer not null default 0,
  lead_order_id bigint not null references orders (id),
  documents jsonb not null default '{}',
  sealed_typed bytea,
  needed text[] not null default '{}',
  confirm text[] not null default '{}',
  reasons jsonb not null default '[]',
  face_retries integer not null default 0,
  document_retries integer not null default 0,
  retries_day text,
  version integer not null default 0,
  decided_by text,
  opened_at timestamptz not null,
  decided_at timestamptz
);
create table kyc_checks (
  id bigserial primary key,
  case_id bigint not null references kyc_cases (id),
  round integer not null,
  sealed_evidence bytea not null,
  evidence_hash text not null,
  scores jsonb not null,
  versions jsonb not null,
  authority jsonb,
  verdict jsonb,
  portrait_blob_id bigint references blobs (id),
  checked_at timestamptz not null,
  judged_at timestamptz,
  unique (case_id, round)
);
create table reviews (
  id bigserial primary key,
  public_id text not null unique,
  case_id bigint not null references kyc_cases (id),
  number integer not null,
  round integer not null,
  state text not null check (state in ('queued', 'claimed', 'decided', 'withdrawn')),
  approvals_needed integer not null,
  reasons jsonb not null,
  evidence_hash text not null,
  lease_user_id bigint references users (id),
  lease_real_until timestamptz,
  lease_number integer not null default 0,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  escalated_at timestamptz,
  decided_at timestamptz,
  outcome text,
  outcome_reason text,
  version integer not null default 0,
  unique (case_id, number)
);
create index reviews_open on reviews (due_at) where state in ('queued', 'claimed');
create table review_decisions (
  id bigserial primary key,
  review_id bigint not null references reviews (id),
  user_id bigint not null references users (id),
  decision text not null,
  reason_code text not null,
  note text,
  evidence_hash text not null,
  at timestamptz not null,
  unique (review_id, user_id)
);
create table risk_entries (
  id bigserial primary key,
  kind text not null,
  generation integer not null,
  digest text not null,
  source text not null,
  evidence text not null,
  entered_at timestamptz not null,
  expires_at timestamptz,
  unique (kind, digest, generation, source)
);

-- Numbers are stock: free + held + sold + withdrawn = pool, always.
create table number_batches (
  id bigserial primary key,
  carrier_code text not null references carriers (code),
  plan_code text not null,
  city_code text not null references cities (code),
  reference text not null unique,
  batch_no text,
  wanted integer not null,
  delivered integer not null default 0,
  asked_at timestamptz not null,
  delivered_at timestamptz
);
create table numbers (
  msisdn text primary key,
  carrier_code text not null references carriers (code),
  plan_code text not null,
  city_code text not null references cities (code),
  batch_id bigint not null references number_batches (id),
  state text not null check (state in ('free', 'held', 'sold', 'withdrawn')),
  version integer not null default 0,
  order_id bigint references orders (id),
  held_until timestamptz,
  changed_at timestamptz not null,
  check ((state in ('held', 'sold')) = (order_id is not null))
);
create index numbers_free on numbers (carrier_code, plan_code, city_code, msisdn) where state = 'free';
create index numbers_held on numbers (held_until) where state = 'held';
create index numbers_by_order on numbers (order_id) where order_id is not null;

create table breakers (
  partner text primary key,
  state text not null,
  failures integer not null,
  open_real_until timestamptz,
  changed_real_at timestamptz not null
);

-- Who looked at whom; append-only.
create table access_log (
  id bigserial primary key,
  user_id bigint references users (id),
  subject_kind text not null,
  subject_id text not null,
  action text not null,
  reason text not null,
  at timestamptz not null
);
