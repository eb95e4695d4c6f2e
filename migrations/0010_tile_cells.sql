-- Parcels by z13 map cell: the tile engine keeps them in memory cell by cell and loads a changed cell anew.

-- Number of the cell that the centre of a shape's box lies in: 8192 x row + column, as
-- server/tiles/encode/address.ts counts them.
create function core.cell_of(geom geometry) returns int
language sql immutable strict parallel safe set search_path = pg_catalog, public, core as $$
  select core.cell_row((ST_YMin(geom) + ST_YMax(geom)) / 2) * 8192
       + core.cell_column((ST_XMin(geom) + ST_XMax(geom)) / 2)
$$;

alter table core.parcel_version
  add column cell int not null generated always as (core.cell_of(geom)) stored;
comment on column core.parcel_version.cell is 'z13 Web Mercator tile of the centre of the box: 8192 x row + column';
create index parcel_version_cell on core.parcel_version (cell, parcel_id) where superseded_at is null;

-- The change feed names a parcel's own cell; which tiles a cell reaches is known from its box.
truncate core.cell_change;
alter table core.cell_change
  drop column cell_x,
  drop column cell_y,
  add column cell int not null,
  add column at timestamptz not null default clock_timestamp();
comment on table core.cell_change is
  'insert only, kept for an hour; a reader asks from the oldest transaction that was still open when it asked last, so that a change that commits late is not missed';
comment on column core.cell_change.cell is 'core.parcel_version.cell';
create index cell_change_tx on core.cell_change (tx);

create or replace function core.note_shapes() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell) select distinct 'land', cell from changed;
  return null;
end $$;

-- Whether land is free to be offered is all that promotion learns of its standing: a kind of change of its own,
-- so that nobody learns from a tag that moved on what else became known of a parcel.
alter table core.cell_change drop constraint cell_change_scope_check;
alter table core.cell_change add constraint cell_change_scope_check check (scope in
  ('land', 'availability', 'standing', 'suspicion', 'determination', 'grade', 'metric'));

create or replace function core.note_parcels() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell)
  select distinct scope, v.cell
    from (select distinct parcel_id from changed) c
    join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null,
         unnest(tg_argv) scope;
  return null;
end $$;

drop trigger standing_insert on core.parcel_standing;
create trigger standing_insert after insert on core.parcel_standing
  referencing new table as changed for each statement
  execute function core.note_parcels('standing', 'availability');
drop trigger standing_delete on core.parcel_standing;
create trigger standing_delete after delete on core.parcel_standing
  referencing old table as changed for each statement
  execute function core.note_parcels('standing', 'availability');

create or replace function core.note_standing() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell)
  select distinct scope, v.cell
    from changed c
    join before b using (parcel_id)
    join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null,
         unnest(array[
           case when c.available is distinct from b.available then 'availability' end,
           case when (c.lifecycle, c.project_status, c.missing_facts)
                     is distinct from (b.lifecycle, b.project_status, b.missing_facts) then 'standing' end]) scope
   where scope is not null;
  return null;
end $$;
