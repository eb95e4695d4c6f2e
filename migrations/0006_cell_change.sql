-- Change feed: which z13 map cells changed, for which kind of content. A tile's ETag is made from it, so
-- no tile is ever purged: a stale one stops matching.
create table core.cell_change (
  change_id bigint generated always as identity primary key,
  tx        xid8 not null default pg_current_xact_id(),
  scope     text not null check (scope in ('land', 'standing', 'suspicion', 'determination', 'grade', 'metric')),
  cell_x    int not null,
  cell_y    int not null
);
comment on table core.cell_change is 'insert only; numbers are given before commit, so a reader compares count and maximum, never the maximum alone';
comment on column core.cell_change.cell_x is 'x of the z13 Web Mercator tile, 0-8191';
create index cell_change_cell on core.cell_change (cell_x, cell_y, scope) include (change_id);

-- Column or row of the z13 cell grid; latitudes beyond the Mercator square are drawn at its edge.
create function core.cell_column(lon double precision) returns int
language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select least(8191, greatest(0, floor((lon + 180) / 360 * 8192)))::int
$$;
create function core.cell_row(lat double precision) returns int
language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select least(8191, greatest(0, floor(
    (1 - asinh(tan(radians(least(85.05, greatest(-85.05, lat))))) / pi()) / 2 * 8192)))::int
$$;

create function core.note_shapes() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell_x, cell_y)
  select distinct 'land', x, y
    from changed,
         generate_series(core.cell_column(ST_XMin(changed.geom)), core.cell_column(ST_XMax(changed.geom))) x,
         generate_series(core.cell_row(ST_YMax(changed.geom)), core.cell_row(ST_YMin(changed.geom))) y;
  return null;
end $$;

create function core.note_parcels() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell_x, cell_y)
  select distinct tg_argv[0], x, y
    from (select distinct parcel_id from changed) c
    join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null,
         generate_series(core.cell_column(ST_XMin(v.geom)), core.cell_column(ST_XMax(v.geom))) x,
         generate_series(core.cell_row(ST_YMax(v.geom)), core.cell_row(ST_YMin(v.geom))) y;
  return null;
end $$;

create trigger parcel_version_inserted after insert on core.parcel_version
  referencing new table as changed for each statement execute function core.note_shapes();
create trigger parcel_version_updated after update on core.parcel_version
  referencing new table as changed for each statement execute function core.note_shapes();

do $$
declare
  feed text[];
  op text;
begin
  foreach feed slice 1 in array array[
    ['core.parcel_standing', 'standing'], ['core.suspicion', 'suspicion'],
    ['core.determination', 'determination'], ['assess.parcel_grade', 'grade'], ['fin.parcel_metric', 'metric']]
  loop
    foreach op in array array['insert', 'update', 'delete'] loop
      continue when feed[2] = 'standing' and op = 'update';
      execute format(
        'create trigger %I after %s on %s referencing %s table as changed for each statement execute function core.note_parcels(%L)',
        feed[2] || '_' || op, op, feed[1], case op when 'delete' then 'old' else 'new' end, feed[2]);
    end loop;
  end loop;
end $$;

-- An evaluation that finds the same says nothing: a planner must not learn from a tile's ETag that a figure
-- of a firm was looked at again.
create function core.note_standing() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  insert into core.cell_change (scope, cell_x, cell_y)
  select distinct 'standing', x, y
    from changed c
    join before b using (parcel_id)
    join core.parcel_version v on v.parcel_id = c.parcel_id and v.superseded_at is null,
         generate_series(core.cell_column(ST_XMin(v.geom)), core.cell_column(ST_XMax(v.geom))) x,
         generate_series(core.cell_row(ST_YMax(v.geom)), core.cell_row(ST_YMin(v.geom))) y
   where (c.lifecycle, c.project_status, c.available, c.missing_facts)
         is distinct from (b.lifecycle, b.project_status, b.available, b.missing_facts);
  return null;
end $$;
create trigger standing_update after update on core.parcel_standing
  referencing old table as before new table as changed for each statement execute function core.note_standing();

-- Parcels whose computed facts (metrics, grade, class, suspicions) must be made again. Written in the
-- transaction of the change itself, so a process that dies after it leaves the mark behind.
create table core.derivation_due (
  due_id    bigint generated always as identity primary key,
  parcel_id int not null
);
comment on table core.derivation_due is 'insert only by triggers; the derivation removes what it has done. No unique key: writers never wait for each other';

create function core.note_due() returns trigger
language plpgsql security definer set search_path = pg_catalog, core, public as $$
begin
  if tg_argv[0] = 'parcel' then
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

do $$
declare
  source text[];
  op text;
begin
  foreach source slice 1 in array array[
    ['core.parcel_version', 'parcel'], ['core.occupancy', 'parcel'], ['core.land_contract', 'parcel'],
    ['core.project', 'parcel'], ['core.milestone', 'parcel'], ['core.clock_pause', 'parcel'],
    ['core.determination', 'parcel'], ['fin.indicator_value', 'enterprise'],
    ['assess.enterprise_grade', 'enterprise'], ['core.enterprise_version', 'enterprise']]
  loop
    foreach op in array array['insert', 'update'] loop
      execute format(
        'create trigger due_%s after %s on %s referencing new table as changed for each statement execute function core.note_due(%L)',
        op, op, source[1], source[2]);
    end loop;
  end loop;
end $$;
