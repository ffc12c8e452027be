-- One card's life from one query: each way of naming a card finds it without reading a table through.
create index orders_by_iccid on orders (iccid) where iccid is not null;
create index purchases_by_reference on purchases (external_ref);
create index shipments_by_waybill on shipments (waybill) where waybill is not null;
-- An order that ended gave its number back and no longer names it; the journal of the opening still does.
create index journal_opened_number on journal ((body ->> 'number')) where event = 'opened';
create index access_log_by_subject on access_log (subject_kind, subject_id, id desc);
