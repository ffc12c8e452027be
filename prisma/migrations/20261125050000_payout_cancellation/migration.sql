-- A payout that nobody released can be taken back, by whoever of finance, with a reason.
alter table payouts
  add column cancelled_by_id bigint references users (id),
  add column cancel_reason text;
alter table payouts drop constraint payouts_state_check;
alter table payouts
  add constraint payouts_state_check check (
    state in ('created', 'released', 'waiting-for-bank', 'paid', 'refused', 'nothing-to-pay', 'cancelled')
  ),
  add constraint payouts_cancelled_check check (
    (state = 'cancelled') = (cancelled_by_id is not null) and (cancelled_by_id is null) = (cancel_reason is null)
    and (state <> 'cancelled' or checker_id is null)
  );
