-- Parcel: identity, versions in valid and recorded time, lineage.
create table core.parcel (
  parcel_id int generated always as identity primary key,
  act_id    bigint not null references core.act
);
comment on table core.parcel is 'identity only: codes change on split and merge, the identity does not';
comment on column core.parcel.parcel_id is 'also the feature id in tiles';

create table core.parcel_version (
  parcel_id          int not null references core.parcel,
  version            int not null check (version > 0),
  parcel_code        text check (parcel_code ~ '^\d{12}[GJZ][ABSXCDEFHGWYLN]\d{5}$'),
  unit_code          text check (unit_code ~ '^\d{12}[GJZ][ABSXCDEFHGWYLN]\d{5}[FLQW]\d{8}$'),
  source_key         text,
  name               text,
  location           text,
  land_use_scheme    text check (land_use_scheme in ('2023', 'GB/T 21010-2017', 'GB 50137-2011', 'other')),
  land_use_code      text check (land_use_code ~ '^[A-Za-z0-9]{1,12}$'),
  certified_area_m2  numeric(14, 2) check (certified_area_m2 > 0),
  contract_area_m2   numeric(14, 2) check (contract_area_m2 > 0),
  surveyed_area_m2   numeric(14, 2) check (surveyed_area_m2 > 0),
  geom_area_m2       numeric(14, 2) not null check (geom_area_m2 >= 0),
  area_rule          text not null check (area_rule in ('ellipsoid', 'plane3')),
  legal_area_m2      numeric(14, 2) not null generated always as
                       (coalesce(certified_area_m2, contract_area_m2, surveyed_area_m2, geom_area_m2)) stored,
  area_mu            numeric(18, 6) not null generated always as
                       (coalesce(certified_area_m2, contract_area_m2, surveyed_area_m2, geom_area_m2) * 0.0015) stored,
  approved_on        date,
  geom               geometry(MultiPolygon, 4490) not null check (ST_IsValid(geom)),
  valid_from         date not null,
  valid_to           date check (valid_to > valid_from),
  recorded_at        timestamptz not null default clock_timestamp(),
  superseded_at      timestamptz check (superseded_at >= recorded_at),
  source_id          bigint not null references core.source,
  act_id             bigint not null references core.act,
  superseded_act_id  bigint references core.act,
  primary key (parcel_id, version),
  check ((land_use_scheme is null) = (land_use_code is null)),
  constraint parcel_valid_once exclude using gist
    (parcel_id with =, daterange(valid_from, valid_to) with &&) where (superseded_at is null)
);
comment on table core.parcel_version is 'what was known of a parcel: valid time is legal effect, recorded time is knowledge; a correction is a new version';
comment on column core.parcel_version.parcel_code is '宗地代码, 19 characters, GB/T 37346-2019; no check digit';
comment on column core.parcel_version.unit_code is '不动产单元代码, 28 characters';
comment on column core.parcel_version.source_key is 'the key in the delivering file, for parcels of other cadastres';
comment on column core.parcel_version.certified_area_m2 is 'm², 证载面积, from the title';
comment on column core.parcel_version.contract_area_m2 is 'm², 合同面积, from contract or allocation decision';
comment on column core.parcel_version.surveyed_area_m2 is 'm², 实测面积, from the survey report';
comment on column core.parcel_version.geom_area_m2 is 'm², computed once from geom under area_rule and stored; a check, not the legal area';
comment on column core.parcel_version.area_rule is 'ellipsoid: geodesic on CGCS2000; plane3: plane of the 3-degree zone';
comment on column core.parcel_version.approved_on is 'day of the approval of conversion or expropriation that covers the parcel (农转用或征收批准)';
comment on column core.parcel_version.legal_area_m2 is 'm², first of certified, contract, surveyed, geometry area';
comment on column core.parcel_version.area_mu is 'mu = legal m² x 0.0015 exactly';
comment on column core.parcel_version.geom is 'EPSG:4490 degrees, longitude first';
comment on column core.parcel_version.valid_from is 'first day of legal effect';
comment on column core.parcel_version.valid_to is 'first day no longer in effect; null while in effect';
comment on column core.parcel_version.recorded_at is 'when we learned it, database clock';
comment on column core.parcel_version.superseded_at is 'when we learned better; null while current knowledge';

create index parcel_version_geom on core.parcel_version using gist (geom) where superseded_at is null;
create index parcel_version_code on core.parcel_version (parcel_code) where superseded_at is null;
create index parcel_version_key on core.parcel_version (source_key) where superseded_at is null;
create index parcel_version_act on core.parcel_version (act_id);

create table core.lineage (
  parent_id  int not null references core.parcel,
  child_id   int not null references core.parcel,
  kind       text not null check (kind in ('split', 'merge', 'adjust', 'renumber')),
  on_day     date not null,
  area_share numeric(9, 8) not null check (area_share > 0 and area_share <= 1),
  act_id     bigint not null references core.act,
  primary key (parent_id, child_id),
  check (parent_id <> child_id)
);
comment on table core.lineage is 'which parcel became which, by split, merge, boundary adjustment or new number';
comment on column core.lineage.area_share is 'share of the parent''s legal area that went to the child, 0-1';
create index lineage_child on core.lineage (child_id);

create table core.zone (
  zone_id   int generated always as identity primary key,
  name      text not null,
  is_sample boolean not null default false,
  geom      geometry(MultiPolygon, 4490) not null,
  act_id    bigint not null references core.act
);
comment on table core.zone is 'outline of the development zone; a zone is not an administrative division';

create table core.ground (
  ground_id int generated always as identity primary key,
  kind      text not null check (kind in ('road', 'water', 'green', 'block', 'rail')),
  name      text,
  rank      int check (rank between 1 and 4),
  is_sample boolean not null default false,
  geom      geometry(Geometry, 4490) not null,
  act_id    bigint not null references core.act
);
comment on table core.ground is 'roads, water and green drawn under the parcels: the basemap of a closed network';
comment on column core.ground.rank is 'roads: 1 expressway, 2 main, 3 secondary, 4 lane';
create index ground_geom on core.ground using gist (geom);
