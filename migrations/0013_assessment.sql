-- The yearly per-mu assessment (亩均论英雄): schemes as versioned documents, who is assessed and why, and runs
-- that are sealed with the inputs they were computed from.

-- Nothing here is ever changed: a correction is a further row.
create table assess.scheme_version (
  scheme_id   text not null check (scheme_id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$'),
  version     int not null check (version > 0),
  label       text not null check (length(label) between 1 and 200),
  basis       text check (length(basis) between 1 and 1000),
  published   text[] not null default '{}',
  assumed     text[] not null default '{}',
  document    text not null check (length(document) <= 200000),
  sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  based_on    text,
  author      text not null default current_setting('app.actor'),
  author_name text not null,
  role        text not null default regexp_replace(current_user::text, '^(aud|svc)_|_granted$', '', 'g'),
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  primary key (scheme_id, version)
);
comment on table assess.scheme_version is 'what one place ordered for one year and one kind of firm, as data; a change is a new version';
comment on column assess.scheme_version.document is 'canonical JSON of the scheme, as POST /api/assessments/score takes it';
comment on column assess.scheme_version.basis is 'document, number and date it stands on; null where there is none';
comment on column assess.scheme_version.published is 'what of it was read in the document';
comment on column assess.scheme_version.assumed is 'what of it the product or the author filled in';
comment on column assess.scheme_version.based_on is 'scheme and version it was made from, such as DEMO/1';
create trigger scheme_version_is_final before update or delete on assess.scheme_version
  for each row execute function core.refuse_change();

create table assess.scheme_step (
  scheme_id   text not null,
  version     int not null,
  n           int not null check (n > 0),
  step        text not null check (step in ('submitted', 'approved', 'returned', 'retired')),
  why         text check (length(why) between 1 and 2000),
  actor       text not null default current_setting('app.actor'),
  actor_name  text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  primary key (scheme_id, version, n),
  foreign key (scheme_id, version) references assess.scheme_version,
  check (step <> 'returned' or why is not null)
);
comment on table assess.scheme_step is 'how a version came into use: handed in by its author, approved or returned by another person, retired';
create trigger scheme_step_is_final before update or delete on assess.scheme_step
  for each row execute function core.refuse_change();

-- Two people stand behind a scheme in use, and no step is taken out of turn.
create function core.guard_scheme_step() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  last_step text;
  last_n int;
  wrote text;
begin
  select author into wrote from assess.scheme_version where scheme_id = new.scheme_id and version = new.version;
  select step, n into last_step, last_n from assess.scheme_step
   where scheme_id = new.scheme_id and version = new.version order by n desc limit 1;
  if new.n <> coalesce(last_n, 0) + 1
     or (new.step = 'submitted' and last_step is not null)
     or (new.step in ('approved', 'returned') and last_step is distinct from 'submitted')
     or (new.step = 'retired' and last_step is distinct from 'approved') then
    raise exception 'step % out of turn', new.step using errcode = '23514', constraint = 'scheme_step_in_turn';
  end if;
  if new.step in ('approved', 'returned') and wrote = current_setting('app.actor') then
    raise exception 'decided by its own author' using errcode = '23514', constraint = 'scheme_two_people';
  end if;
  return new;
end $$;
create trigger scheme_step_in_turn before insert on assess.scheme_step
  for each row execute function core.guard_scheme_step();

create table assess.assessment_year (
  fiscal_year       int not null check (fiscal_year between 1990 and 2100),
  version           int not null check (version > 0),
  strata            jsonb not null check (jsonb_typeof(strata) = 'array' and jsonb_array_length(strata) between 1 and 50),
  note              text check (length(note) <= 2000),
  author            text not null default current_setting('app.actor'),
  author_name       text not null,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  primary key (fiscal_year, version),
  check ((superseded_at is null) = (superseded_act_id is null))
);
comment on table assess.assessment_year is 'a year that is assessed, and by which schemes';
comment on column assess.assessment_year.strata is '[{"schemeId", "version"}]: a firm belongs to the first whose population it is of';
create unique index assessment_year_current on assess.assessment_year (fiscal_year) where superseded_at is null;

create table assess.roster_entry (
  roster_entry_id   bigint generated always as identity primary key,
  fiscal_year       int not null check (fiscal_year between 1990 and 2100),
  enterprise_id     int not null references core.enterprise,
  rating_class      text not null check (rating_class in ('rated', 'transition', 'uplift', 'exempt', 'ungraded', 'notRated', 'unsuitable')),
  reason            text not null check (length(reason) between 1 and 1000),
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act
);
comment on table assess.roster_entry is 'rating class of a firm in a year, with the reason; a firm without an entry is rated';
create unique index roster_entry_current on assess.roster_entry (fiscal_year, enterprise_id) where superseded_at is null;
create index roster_entry_enterprise on assess.roster_entry (enterprise_id);

create table assess.point_claim (
  point_claim_id    bigint generated always as identity primary key,
  fiscal_year       int not null check (fiscal_year between 1990 and 2100),
  enterprise_id     int not null references core.enterprise,
  kind              text not null check (kind in ('bonus', 'penalty', 'event')),
  group_id          text check (length(group_id) between 1 and 200),
  item              text not null check (length(item) between 1 and 200),
  points            numeric(9, 4) check (abs(points) <= 10000),
  evidence          text not null check (length(evidence) between 1 and 1000),
  valid_to          date,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  check ((kind = 'bonus') = (group_id is not null)),
  check ((kind = 'event') = (points is null))
);
comment on table assess.point_claim is 'bonus, penalty or event (veto, forced grade) of a firm in a year, with the document that shows it';
comment on column assess.point_claim.valid_to is 'last day of the certificate; one that ended before 31 December of the year does not count';
create unique index point_claim_current on assess.point_claim (fiscal_year, enterprise_id, kind, coalesce(group_id, ''), item)
  where superseded_at is null;
create index point_claim_enterprise on assess.point_claim (enterprise_id);

create table assess.evaluation_unit (
  evaluation_unit_id int generated always as identity primary key,
  fiscal_year        int not null check (fiscal_year between 1990 and 2100),
  name               text not null check (length(name) between 1 and 200),
  lead_enterprise_id int not null references core.enterprise,
  member_ids         int[] not null check (array_length(member_ids, 1) between 2 and 200),
  reason             text not null check (length(reason) between 1 and 1000),
  recorded_at        timestamptz not null default clock_timestamp(),
  superseded_at      timestamptz,
  act_id             bigint not null references core.act,
  superseded_act_id  bigint references core.act,
  check (lead_enterprise_id = any (member_ids))
);
comment on table assess.evaluation_unit is 'firms scored once, as one: sums of land and figures; every member has the unit''s grade';
comment on column assess.evaluation_unit.lead_enterprise_id is 'under whose credit code and industry the unit is scored';

-- A firm is of one unit a year at most.
create function core.guard_evaluation_unit() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(8264, new.fiscal_year);
  if exists (select from assess.evaluation_unit u
              where u.superseded_at is null and u.fiscal_year = new.fiscal_year
                and u.evaluation_unit_id <> new.evaluation_unit_id and u.member_ids && new.member_ids) then
    raise exception 'already of another unit' using errcode = '23514', constraint = 'evaluation_unit_once';
  end if;
  return new;
end $$;
create trigger evaluation_unit_once before insert on assess.evaluation_unit
  for each row execute function core.guard_evaluation_unit();

create table fin.power_transfer (
  power_transfer_id  bigint generated always as identity primary key,
  fiscal_year        int not null check (fiscal_year between 1990 and 2100),
  from_enterprise_id int not null references core.enterprise,
  to_enterprise_id   int not null references core.enterprise,
  wan_kwh            numeric(20, 4) not null check (wan_kwh > 0),
  evidence           text not null check (length(evidence) between 1 and 1000),
  recorded_at        timestamptz not null default clock_timestamp(),
  superseded_at      timestamptz,
  act_id             bigint not null references core.act,
  superseded_act_id  bigint references core.act,
  check (from_enterprise_id <> to_enterprise_id)
);
comment on table fin.power_transfer is 'power metered at one firm and used by another, as with leased premises; 万千瓦时 of a year';
create unique index power_transfer_current on fin.power_transfer (fiscal_year, from_enterprise_id, to_enterprise_id) where superseded_at is null;

create table assess.run (
  run_id        int generated always as identity primary key,
  fiscal_year   int not null check (fiscal_year between 1990 and 2100),
  number        int not null check (number > 0),
  base_run_id   int references assess.run,
  why           text not null check (length(why) between 1 and 2000),
  strata        jsonb not null,
  firms         int not null check (firms >= 0),
  counts        jsonb not null,
  input_sha256  text not null check (input_sha256 ~ '^[0-9a-f]{64}$'),
  scheme_sha256 text not null check (scheme_sha256 ~ '^[0-9a-f]{64}$'),
  result_sha256 text not null check (result_sha256 ~ '^[0-9a-f]{64}$'),
  product       text not null,
  author        text not null default current_setting('app.actor'),
  author_name   text not null,
  sealed_at     timestamptz not null default clock_timestamp(),
  act_id        bigint not null references core.act,
  unique (fiscal_year, number)
);
comment on table assess.run is 'one computation of a year, sealed: inputs, schemes and results stay as they were, with their hashes';
comment on column assess.run.strata is '[{"schemeId", "version", "sha256", "counts"}] in the order in which firms were placed';
comment on column assess.run.counts is 'firms by grade or by what keeps them from one; the values add up to firms';
comment on column assess.run.product is 'version of the program that computed it';
create trigger run_is_final before update or delete on assess.run
  for each row execute function core.refuse_change();

create table assess.run_firm (
  run_id        int not null references assess.run,
  enterprise_id int not null references core.enterprise,
  credit_code   text not null,
  name          text not null,
  industry_code text,
  scheme_id     text,
  rating_class  text not null,
  unit_code     text,
  grade         text,
  piece         int,
  primary key (run_id, enterprise_id)
);
comment on table assess.run_firm is 'a firm in a run: where it was placed and what grade it got';
comment on column assess.run_firm.scheme_id is 'null where no population of the year takes the firm in';
comment on column assess.run_firm.unit_code is 'credit code of the unit it was scored in; null for its own';
comment on column assess.run_firm.piece is 'piece of fin.run_piece that holds its input and result';
create index run_firm_enterprise on assess.run_firm (enterprise_id);
create trigger run_firm_is_final before update or delete on assess.run_firm
  for each row execute function core.refuse_change();

create table fin.run_piece (
  run_id  int not null references assess.run,
  part    text not null check (part in ('input', 'result')),
  n       int not null check (n >= 0),
  content bytea not null,
  primary key (run_id, part, n)
);
comment on table fin.run_piece is 'inputs and results of a run: canonical JSON, a line a firm, by credit code, compressed with gzip';
alter table fin.run_piece alter column content set storage external;
create trigger run_piece_is_final before update or delete on fin.run_piece
  for each row execute function core.refuse_change();

-- A published grade names the run it comes from.
alter table assess.enterprise_grade add column run_id int references assess.run;
comment on column assess.enterprise_grade.run_id is 'the sealed run that was published';
