-- What is held is listed and counted without looking at all that waits for its day.
create index accruals_held on accruals (due_on, id) where state = 'held';
