-- Rule sets in force, as versioned data. What a place leaves unset stays undecided; nothing is assumed.
create table core.rule_set (
  rule_set_id   text not null check (rule_set_id ~ '^[a-z0-9-]+$'),
  version       int not null check (version > 0),
  definition    jsonb not null,
  note          text not null,
  valid_from    date not null,
  recorded_at   timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  act_id        bigint references core.act,
  primary key (rule_set_id, version)
);
comment on column core.rule_set.definition is 'as POST /api/flags/evaluate takes it, parameters included';
comment on column core.rule_set.note is 'document, place and date, or that it is a demonstration';
comment on column core.rule_set.act_id is 'null for what the product ships';
create unique index rule_set_current on core.rule_set (rule_set_id) where superseded_at is null;

insert into core.rule_set (rule_set_id, version, definition, note, valid_from) values
  ('idle-order53', 1, '{"id": "idle-order53"}', '闲置土地处置办法（国土资源部令第53号），2012年7月1日起施行', '2012-07-01'),
  ('five-categories', 1, '{"id": "five-categories"}', '五类存量土地；期限和比例由当地规定，未规定的不作判定', '2012-07-01');
