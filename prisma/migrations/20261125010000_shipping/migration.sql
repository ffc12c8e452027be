-- Parcels. A courier's free text is not kept: it names people and their phones.
create table shipments (
  id bigserial primary key,
  public_id text not null unique,
  order_id bigint not null references orders (id),
  attempt integer not null,
  provider text not null,
  reference text not null unique,
  company text,
  waybill text,
  iccid text not null,
  -- Where the parcel goes: province and city, never the address.
  province text not null,
  city text not null,
  state text,
  trouble text,
  signed_by text check (signed_by in ('self', 'other', 'locker', 'unspecified')),
  signed_at timestamptz,
  -- The first moment that is too late to activate.
  activate_by timestamptz,
  news_at timestamptz,
  lost_at timestamptz,
  opened_at timestamptz not null,
  dispatched_at timestamptz,
  unique (order_id, attempt),
  unique (provider, company, waybill)
);
create table shipment_events (
  id bigserial primary key,
  shipment_id bigint not null references shipments (id),
  -- Hash of what was told, so that a report that comes again is known.
  event_key text not null,
  code text not null,
  at timestamptz not null,
  area text,
  received_at timestamptz not null,
  unique (shipment_id, event_key)
);
