-- What was agreed for a parcel, what is being built on it, and which floors stand empty.
create table core.land_contract (
  contract_id            int generated always as identity primary key,
  parcel_id              int not null references core.parcel,
  version                int not null default 1 check (version > 0),
  contract_no            text not null,
  supervision_no         text check (supervision_no ~ '^[A-Z0-9-]{6,30}$'),
  signed_on              date,
  agreed_delivery_on     date,
  delivered_on           date,
  agreed_start_on        date,
  supplement_start_on    date,
  agreed_completion_on   date,
  agreed_production_on   date,
  land_price_wan_yuan    numeric(18, 4) check (land_price_wan_yuan >= 0),
  total_invest_wan_yuan  numeric(18, 4) check (total_invest_wan_yuan >= 0),
  dev_area_due_m2        numeric(14, 2) check (dev_area_due_m2 > 0),
  invest_per_mu_wan_yuan numeric(14, 4) check (invest_per_mu_wan_yuan >= 0),
  output_per_mu_wan_yuan numeric(14, 4) check (output_per_mu_wan_yuan >= 0),
  tax_per_mu_wan_yuan    numeric(14, 4) check (tax_per_mu_wan_yuan >= 0),
  target_check_on        date,
  far_min                numeric(8, 4) check (far_min >= 0),
  far_max                numeric(8, 4) check (far_max >= far_min),
  recorded_at            timestamptz not null default clock_timestamp(),
  superseded_at          timestamptz check (superseded_at >= recorded_at),
  source_id              bigint not null references core.source,
  act_id                 bigint not null references core.act,
  superseded_act_id      bigint references core.act
);
comment on table core.land_contract is 'contract or allocation decision of a parcel with its dates and commitments';
comment on column core.land_contract.supervision_no is '电子监管号; characters and length only, the pattern is unconfirmed';
comment on column core.land_contract.supplement_start_on is 'start date of a supplementary agreement; replaces the agreed one';
comment on column core.land_contract.total_invest_wan_yuan is '万元; without land price and taxes (Order 53 art. 30)';
comment on column core.land_contract.target_check_on is 'day on which the commitments are first held against the figures (约定指标考核日期)';
comment on column core.land_contract.tax_per_mu_wan_yuan is '万元/亩 committed; not the tax paid';
create unique index land_contract_current on core.land_contract (parcel_id, contract_no) where superseded_at is null;
create index land_contract_act on core.land_contract (act_id);

create table core.project (
  project_id        int generated always as identity primary key,
  parcel_id         int not null references core.parcel,
  version           int not null default 1 check (version > 0),
  name              text not null,
  enterprise_id     int references core.enterprise,
  invested_wan_yuan numeric(18, 4) check (invested_wan_yuan >= 0),
  dev_area_m2       numeric(14, 2) check (dev_area_m2 >= 0),
  suspended_on      date,
  stopped_on        date,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz check (superseded_at >= recorded_at),
  source_id         bigint not null references core.source,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act
);
comment on column core.project.invested_wan_yuan is '万元 invested so far; without land price and taxes';
comment on column core.project.suspended_on is 'day on which construction stopped (中止开发建设)';
comment on column core.project.stopped_on is 'day on which production stopped (停产)';
comment on column core.project.dev_area_m2 is 'm² on which construction has begun';
create unique index project_current on core.project (parcel_id, name) where superseded_at is null;
create index project_act on core.project (act_id);

create table core.milestone (
  milestone_id      int generated always as identity primary key,
  parcel_id         int not null references core.parcel,
  project_name      text not null,
  milestone         text not null check (milestone in ('signed', 'landAcquired', 'started', 'inStatistics',
                      'completed', 'producing', 'aboveScale', 'designOutput')),
  planned_on        date,
  actual_on         date,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz check (superseded_at >= recorded_at),
  source_id         bigint not null references core.source,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  check (planned_on is not null or actual_on is not null)
);
create unique index milestone_current on core.milestone (parcel_id, project_name, milestone) where superseded_at is null;
create index milestone_act on core.milestone (act_id);

create table core.clock_pause (
  clock_pause_id int generated always as identity primary key,
  parcel_id      int not null references core.parcel,
  from_on        date not null,
  to_on          date check (to_on > from_on),
  cause          text not null check (cause in ('government', 'forceMajeure', 'holder')),
  recorded_at    timestamptz not null default clock_timestamp(),
  superseded_at  timestamptz,
  source_id      bigint not null references core.source,
  act_id         bigint not null references core.act
);
comment on table core.clock_pause is 'what stopped the legal clock of idle land (Order 53 art. 8), and who caused it';
create index clock_pause_parcel on core.clock_pause (parcel_id) where superseded_at is null;

create table core.building (
  building_id          int generated always as identity primary key,
  parcel_id            int not null references core.parcel,
  version              int not null default 1 check (version > 0),
  name                 text not null,
  storeys              int not null check (storeys between 1 and 200),
  floor_area_m2        numeric(14, 2) not null check (floor_area_m2 > 0),
  vacant_floor_area_m2 numeric(14, 2) not null default 0 check (vacant_floor_area_m2 between 0 and floor_area_m2),
  vacant_from_on       date,
  recorded_at          timestamptz not null default clock_timestamp(),
  superseded_at        timestamptz check (superseded_at >= recorded_at),
  source_id            bigint not null references core.source,
  act_id               bigint not null references core.act,
  superseded_act_id    bigint references core.act
);
comment on column core.building.vacant_floor_area_m2 is 'm² of floor that stands empty';
create unique index building_current on core.building (parcel_id, name) where superseded_at is null;
create index building_act on core.building (act_id);

create table core.disposal_case (
  disposal_case_id int generated always as identity primary key,
  parcel_id        int not null references core.parcel,
  route            text,
  opened_on        date not null,
  closed_on        date check (closed_on >= opened_on),
  act_id           bigint not null references core.act
);
create unique index one_open_disposal_case on core.disposal_case (parcel_id) where closed_on is null;

create table core.deal (
  deal_id   int generated always as identity primary key,
  parcel_id int not null references core.parcel,
  opened_on date not null,
  closed_on date check (closed_on >= opened_on),
  act_id    bigint not null references core.act
);
create unique index one_open_deal on core.deal (parcel_id) where closed_on is null;
