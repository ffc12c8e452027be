-- Money is whole fen in a double-entry ledger that nobody can edit: entries are only added, and what one statement adds
-- to a transfer sums to zero, so every transfer does, always. Corrections are transfers of their own.

create table calendars (
  id bigserial primary key,
  code text not null,
  version integer not null,
  valid_from date not null,
  valid_to date not null,
  holidays date[] not null,
  workdays date[] not null,
  source text not null,
  published_at timestamptz not null,
  unique (code, version),
  check (valid_from <= valid_to)
);

create table ledger_accounts (
  id serial primary key,
  kind text not null check (kind in ('cost', 'accrued', 'payable', 'bank')),
  agent_code text references agents (code),
  check ((kind in ('accrued', 'payable')) = (agent_code is not null))
);
create unique index ledger_accounts_once on ledger_accounts (kind, agent_code) nulls not distinct;

-- Booked once for its subject: an accrual, or the payout for 'pay'.
create table ledger_transfers (
  id bigserial primary key,
  kind text not null check (kind in ('accrue', 'settle', 'refuse', 'claw-back', 'pay')),
  subject_id bigint not null,
  at timestamptz not null
);
create unique index ledger_transfers_once on ledger_transfers (subject_id, kind);
create table ledger_entries (
  transfer_id bigint not null references ledger_transfers (id),
  amount_fen bigint not null check (amount_fen <> 0),
  account_id integer not null references ledger_accounts (id),
  line smallint not null,
  primary key (transfer_id, line)
);
create index ledger_entries_by_account on ledger_entries (account_id);

create function ledger_sums_to_zero() returns trigger language plpgsql as $$
declare unbalanced bigint;
begin
  select transfer_id into unbalanced from added group by transfer_id having sum(amount_fen) <> 0 limit 1;
  if found then
    raise exception 'transfer % does not sum to zero', unbalanced using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger ledger_entries_sum after insert on ledger_entries
  referencing new table as added for each statement execute function ledger_sums_to_zero();

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger ledger_entries_stay before update or delete or truncate on ledger_entries
  for each statement execute function ledger_is_append_only();
create trigger ledger_transfers_stay before update or delete or truncate on ledger_transfers
  for each statement execute function ledger_is_append_only();

-- One run a business day, and how far it came: a batch commits with its place, so a killed run goes on behind it.
create table settlement_runs (
  id bigserial primary key,
  business_date date not null unique,
  state text not null check (state in ('running', 'done')),
  after_due_on date not null,
  after_id bigint not null,
  settled integer not null default 0,
  held integer not null default 0,
  refused integer not null default 0,
  settled_fen bigint not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  check ((state = 'done') = (finished_at is not null))
);

create table payouts (
  id bigserial primary key,
  public_id text not null unique,
  agent_code text not null references agents (code),
  state text not null check (state in ('created', 'released', 'waiting-for-bank', 'paid', 'refused', 'nothing-to-pay')),
  amount_fen bigint not null check (amount_fen >= 0),
  maker_id bigint not null references users (id),
  checker_id bigint references users (id),
  bank_reference text,
  bank_transfer_no text,
  bank_text text,
  created_at timestamptz not null,
  released_at timestamptz,
  ended_at timestamptz,
  -- A second person, whatever the programme thinks.
  check (checker_id <> maker_id),
  check (state not in ('released', 'waiting-for-bank', 'paid') or checker_id is not null)
);

create table statements (
  id bigserial primary key,
  public_id text not null unique,
  agent_code text not null references agents (code),
  run_id bigint not null references settlement_runs (id),
  business_date date not null,
  state text not null check (state in ('open', 'ready', 'in-payout', 'paid', 'empty')),
  lines integer not null default 0,
  opening_fen bigint not null,
  accrued_fen bigint not null default 0,
  clawed_back_fen bigint not null default 0,
  payout_id bigint references payouts (id),
  settled_at timestamptz not null,
  unique (agent_code, business_date),
  check (clawed_back_fen between 0 and accrued_fen),
  check ((state in ('in-payout', 'paid')) = (payout_id is not null))
);
create index statements_by_run on statements (run_id);
create index statements_by_payout on statements (payout_id) where payout_id is not null;
-- Which statements a payout was made for stays known after the bank refused it and another one took them over.
create table payout_statements (
  payout_id bigint not null references payouts (id),
  statement_id bigint not null references statements (id),
  primary key (payout_id, statement_id)
);

-- What an order earns for one agent under one rule, once; the evidence is what was known when it was accrued.
create table accruals (
  id bigserial primary key,
  order_id bigint not null references orders (id),
  amount_fen bigint not null check (amount_fen > 0),
  accrued_at timestamptz not null,
  activated_at timestamptz not null,
  window_ends_at timestamptz not null,
  stopped_at timestamptz,
  ended_at timestamptz,
  statement_id bigint references statements (id),
  policy_version integer not null,
  due_on date not null,
  confirmed_level smallint not null,
  due_provisional boolean not null,
  person_matches boolean,
  place_matches boolean,
  public_id text not null unique,
  rule_code text not null,
  type text not null check (type in ('order', 'parent')),
  period text not null,
  agent_code text not null references agents (code),
  state text not null check (state in ('accrued', 'held', 'settled', 'clawed-back', 'refused')),
  stopped_reason text,
  areas jsonb not null,
  unique (order_id, rule_code, type, period),
  check (state <> 'settled' or statement_id is not null)
);
create index accruals_due on accruals (due_on, id) where state in ('accrued', 'held');
create index accruals_provisional on accruals (due_on) where due_provisional and state in ('accrued', 'held');
create index accruals_by_statement on accruals (statement_id, id) where statement_id is not null;

-- An open case about an order holds its commission.
create index conflict_cases_open_by_order on conflict_cases (order_id) where closed_at is null;
