-- A sales channel's people sign in too. Who belongs to a channel has that role alone, and nobody has it without a channel:
-- a row that said otherwise would show one channel's orders to another.
alter table users
  add column channel_code text references channels (code),
  add constraint users_channel_check check (
    case when channel_code is null then not roles @> '{channel_user}' else roles = '{channel_user}' end
  );
-- Their list is one channel's, newest first.
create index orders_by_channel on orders (channel_code, id desc);
