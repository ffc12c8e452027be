-- What a payout left out of a statement because a case is open about its order: it waits again, and is settled once more on
-- a later statement. The statement keeps what it accrued, and says what was set aside of it.
create table set_asides (
  id bigserial primary key,
  accrual_id bigint not null references accruals (id),
  statement_id bigint not null references statements (id),
  amount_fen bigint not null check (amount_fen > 0),
  at timestamptz not null
);
create index set_asides_by_accrual on set_asides (accrual_id, id);
create index set_asides_by_statement on set_asides (statement_id, accrual_id);

alter table statements
  add column set_aside_fen bigint not null default 0,
  add check (set_aside_fen >= 0 and clawed_back_fen + set_aside_fen <= accrued_fen);
alter table statements
  add column payable_fen bigint not null generated always as (accrued_fen - clawed_back_fen - set_aside_fen) stored;

-- 'set-aside' and 'settle-again' are booked once for the set-aside, every other kind once for its accrual or payout.
alter table ledger_transfers drop constraint ledger_transfers_kind_check;
alter table ledger_transfers
  add check (kind in ('accrue', 'settle', 'refuse', 'claw-back', 'pay', 'set-aside', 'settle-again'));
