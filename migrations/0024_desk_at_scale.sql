-- A complete evaluation runs on after it was asked for, in rounds between which others write and read; it tells how far
-- it has come and can be cancelled.
alter table core.evaluation
  add column author_name text,
  add column marked_parcels int check (marked_parcels >= 0),
  add column done_parcels int not null default 0 check (done_parcels >= 0),
  add column cancelled_at timestamptz,
  add column cancel_act_id bigint references core.act,
  add check (finished_at is null or cancelled_at is null),
  add check ((cancelled_at is null) = (cancel_act_id is null));
comment on column core.evaluation.marked_parcels is 'parcels that it goes through; null: one of before it ran on';
comment on column core.evaluation.done_parcels is 'parcels that it went through so far';
comment on column core.evaluation.cancelled_at is 'when somebody ended it early; what it found until then stands';

-- Whoever writes waits for the parcels that the change moved, and never for a complete evaluation.
alter table core.derivation_due add column evaluation_id int references core.evaluation;
comment on column core.derivation_due.evaluation_id is 'the complete evaluation that asked for it; null: a change did';
create index derivation_due_change on core.derivation_due (parcel_id) where evaluation_id is null;
create index derivation_due_evaluation on core.derivation_due (evaluation_id, parcel_id) where evaluation_id is not null;

create or replace function core.note_due() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  if tg_argv[0] = 'evaluation' then
    insert into core.derivation_due (parcel_id, standing_only, evaluation_id)
    select distinct v.parcel_id, true, changed.evaluation_id
      from core.parcel_version v cross join changed where v.superseded_at is null;
    update core.evaluation e
       set marked_parcels = (select count(*) from core.derivation_due d where d.evaluation_id = e.evaluation_id)
      from changed where changed.evaluation_id = e.evaluation_id;
  elsif tg_argv[0] = 'everything' then
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
drop trigger due_insert on core.evaluation;
create trigger due_insert after insert on core.evaluation
  referencing new table as changed for each statement execute function core.note_due('evaluation');

-- The difference of two evaluations is what began or ended between them.
create index suspicion_recorded on core.suspicion (recorded_at);
create index suspicion_superseded on core.suspicion (superseded_at) where superseded_at is not null;

-- When a suspicion was first raised at a place is told of each in the queue.
create index suspicion_place on core.suspicion (parcel_id, rule_set, recorded_at);
create index flag_outcome_place on core.flag_outcome (parcel_id, rule_set) where superseded_at is null;
