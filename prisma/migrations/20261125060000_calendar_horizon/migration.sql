-- A calendar may go on by rule where the State Council has announced nothing yet: what is due there is provisional.
alter table calendars add column announced_to date;
update calendars set announced_to = valid_to;
alter table calendars
  alter column announced_to set not null,
  add constraint calendars_announced_check check (announced_to between valid_from and valid_to);
