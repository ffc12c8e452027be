-- Who settled a conflict case, how and why. Rows are closed once.
alter table conflict_cases
  add column resolved_by bigint references users (id),
  add column resolution text,
  add column resolution_note text;
create index conflict_cases_open on conflict_cases (id desc) where closed_at is null;
