-- What follows from a grade (差别化政策), as data with its legal basis; and scenarios that try other schemes on a run.
create table assess.policy (
  policy_id         text not null check (policy_id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$'),
  version           int not null check (version > 0),
  definition        jsonb not null,
  legal_basis       text not null check (length(legal_basis) between 1 and 1000),
  is_example        boolean not null,
  valid_from        date not null,
  valid_to          date check (valid_to >= valid_from),
  author            text not null default current_setting('app.actor'),
  author_name       text not null,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  primary key (policy_id, version),
  check ((superseded_at is null) = (superseded_act_id is null))
);
comment on table assess.policy is 'a charge or relief by grade, as a place ordered it; nothing is in force that nobody entered';
comment on column assess.policy.legal_basis is 'document, number and date that allows it';
comment on column assess.policy.is_example is 'an example for trying out, not an order of this place';
comment on column assess.policy.valid_from is 'first day on which it applies';
comment on column assess.policy.valid_to is 'last day; null has no end yet';
create unique index policy_current on assess.policy (policy_id) where superseded_at is null;

create table assess.scenario (
  scenario_id       uuid primary key,
  run_id            int not null references assess.run,
  name              text not null check (length(name) between 1 and 100),
  schemes           jsonb not null check (jsonb_typeof(schemes) = 'array'),
  counts            jsonb not null,
  author            text not null default current_setting('app.actor'),
  author_name       text not null,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  check ((superseded_at is null) = (superseded_act_id is null))
);
comment on table assess.scenario is 'other schemes tried on the inputs of a sealed run; nothing follows from it';
comment on column assess.scenario.schemes is 'the schemes as tried, in the order of the year';
create index scenario_run on assess.scenario (run_id) where superseded_at is null;
