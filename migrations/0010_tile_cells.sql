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

create or replace function core.note_parcels() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell)
  select distinct tg_argv[0], v.cell
    from (select distinct parcel_id from changed) c
    join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null;
  return null;
end $$;

create or replace function core.note_standing() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell)
  select distinct 'standing', v.cell
    from changed c
    join before b using (parcel_id)
    join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null
   where (c.lifecycle, c.project_status, c.available, c.missing_facts)
         is distinct from (b.lifecycle, b.project_status, b.available, b.missing_facts);
  return null;
end $$;
