-- Rule sets come into force by two people. A version is written once; what comes after it are steps. What is in
-- force stays in core.rule_set, where only an approved version may be put.
create table core.rule_version (
  rule_set_id text not null check (rule_set_id ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  version     int not null check (version > 0),
  label       text not null check (length(label) between 1 and 200),
  basis       text check (length(basis) between 1 and 1000),
  published   text[] not null default '{}',
  assumed     text[] not null default '{}',
  definition  jsonb not null,
  sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  based_on    text,
  author      text not null default current_setting('app.actor'),
  author_name text not null,
  role        text not null default regexp_replace(current_user::text, '^(aud|svc)_|_granted$', '', 'g'),
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  primary key (rule_set_id, version)
);
comment on table core.rule_version is 'a rule set as one person wrote it; a change is a new version';
comment on column core.rule_version.definition is 'as POST /api/flags/evaluate takes it, parameters included';
comment on column core.rule_version.basis is 'document, number and date it stands on; null where there is none';
comment on column core.rule_version.published is 'what of it was read in the document';
comment on column core.rule_version.assumed is 'what of it the author filled in';
create trigger rule_version_is_final before update or delete on core.rule_version
  for each row execute function core.refuse_change();

create table core.rule_step (
  rule_set_id text not null,
  version     int not null,
  n           int not null check (n > 0),
  step        text not null check (step in ('submitted', 'approved', 'returned', 'retired')),
  why         text check (length(why) between 1 and 2000),
  actor       text not null default current_setting('app.actor'),
  actor_name  text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  primary key (rule_set_id, version, n),
  foreign key (rule_set_id, version) references core.rule_version,
  check (step not in ('returned', 'retired') or why is not null)
);
comment on table core.rule_step is 'how a version came into force: handed in by its author, approved or returned by another person, retired';
create trigger rule_step_is_final before update or delete on core.rule_step
  for each row execute function core.refuse_change();

create function core.guard_rule_step() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  last_step text;
  last_n int;
  wrote text;
begin
  select author into wrote from core.rule_version where rule_set_id = new.rule_set_id and version = new.version;
  select step, n into last_step, last_n from core.rule_step
   where rule_set_id = new.rule_set_id and version = new.version order by n desc limit 1;
  if new.n <> coalesce(last_n, 0) + 1
     or (new.step = 'submitted' and last_step is not null)
     or (new.step in ('approved', 'returned') and last_step is distinct from 'submitted')
     or (new.step = 'retired' and last_step is distinct from 'approved') then
    raise exception 'step % out of turn', new.step using errcode = '23514', constraint = 'rule_step_in_turn';
  end if;
  if new.step in ('approved', 'returned') and wrote = current_setting('app.actor') then
    raise exception 'decided by its own author' using errcode = '23514', constraint = 'rule_two_people';
  end if;
  return new;
end $$;
create trigger rule_step_in_turn before insert on core.rule_step
  for each row execute function core.guard_rule_step();

-- What is in force was approved as it stands; what ends was replaced or retired. The sample's demonstration is written
-- by its own service.
create function core.guard_rule_set() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_user = 'svc_sample' then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if not exists (
      select from core.rule_version v
        join core.rule_step s on s.rule_set_id = v.rule_set_id and s.version = v.version and s.step = 'approved'
       where v.rule_set_id = new.rule_set_id and v.version = new.version and v.definition = new.definition) then
      raise exception 'not approved' using errcode = '23514', constraint = 'rule_set_approved';
    end if;
  elsif not exists (
      select from core.rule_step s
       where s.rule_set_id = old.rule_set_id
         and (s.step = 'approved' and s.version > old.version or s.step = 'retired' and s.version = old.version)) then
    raise exception 'neither replaced nor retired' using errcode = '23514', constraint = 'rule_set_replaced';
  end if;
  return new;
end $$;
create trigger rule_set_two_people before insert or update on core.rule_set
  for each row execute function core.guard_rule_set();

-- Some changes move what is computed of every parcel and no figure of any: class, clock and suspicions alone are made
-- again then.
alter table core.derivation_due add column standing_only boolean not null default false;
comment on column core.derivation_due.standing_only is 'class, clock and suspicions are due; metrics and grades are not';

create or replace function core.note_due() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  if tg_argv[0] = 'everything' then
    insert into core.derivation_due (parcel_id, standing_only)
    select distinct parcel_id, true from core.parcel_version where superseded_at is null;
  elsif tg_argv[0] = 'standing' then
    insert into core.derivation_due (parcel_id, standing_only) select distinct parcel_id, true from changed;
  elsif tg_argv[0] = 'parcel' then
    insert into core.derivation_due (parcel_id) select distinct parcel_id from changed;
  else
    insert into core.derivation_due (parcel_id)
    select distinct o.parcel_id
      from (select distinct enterprise_id from changed) c
      join core.occupancy o on (o.enterprise_id = c.enterprise_id or o.lessor_id = c.enterprise_id)
     where o.superseded_at is null;
  end if;
  return null;
end $$;

create trigger due_insert after insert on core.rule_set
  for each statement execute function core.note_due('everything');
create trigger due_update after update on core.rule_set
  for each statement execute function core.note_due('everything');

-- Pauses and events of the clock move no figure either.
do $$
declare
  place text;
  op text;
begin
  foreach place in array array['core.clock_pause', 'core.clock_event'] loop
    foreach op in array array['insert', 'update'] loop
      execute format('drop trigger due_%s on %s', op, place);
      execute format(
        'create trigger due_%s after %s on %s referencing new table as changed for each statement execute function core.note_due(''standing'')',
        op, op, place);
    end loop;
  end loop;
end $$;
