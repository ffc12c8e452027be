-- A row for each dispatch: what is sent again has a reference of its own at the courier.
alter table shipments drop constraint shipments_order_id_attempt_key;
create index shipments_by_order on shipments (order_id, attempt);
