-- What is computed of a parcel: life-cycle class, suspicions with reasons, metrics. And what was decided.
create table core.parcel_standing (
  parcel_id      int primary key references core.parcel,
  lifecycle      text check (lifecycle in ('approved_unsupplied', 'supplied_unused', 'underused',
                   'built_unproductive', 'producing_below_target', 'in_use')),
  project_status text,
  available      boolean,
  missing_facts  text[] not null default '{}',
  evaluated_on   date not null,
  act_id         bigint not null references core.act
);
comment on table core.parcel_standing is 'derived, replaced by each evaluation: never entered by hand';
comment on column core.parcel_standing.available is 'all that promotion learns of a suspicion: free to be offered or not';

create table core.suspicion (
  suspicion_id   int generated always as identity primary key,
  parcel_id      int not null references core.parcel,
  rule_set       text not null,
  rule           text not null,
  state          text not null check (state in ('suspected_idle', 'suspected_low_efficiency')),
  clause         text,
  route          text check (route in ('fee20', 'recover_free', 'art12')),
  fee_wan_yuan   numeric(18, 4),
  since_on       date,
  next_change_on date,
  evaluated_on   date not null,
  recorded_at    timestamptz not null default clock_timestamp(),
  superseded_at  timestamptz,
  act_id         bigint not null references core.act
);
comment on table core.suspicion is 'computed, internal, never an act: a suspicion is not a determination';
create unique index suspicion_current on core.suspicion (parcel_id, rule_set) where superseded_at is null;

create table core.suspicion_reason (
  suspicion_id int not null references core.suspicion,
  n            int not null,
  fact         text not null,
  value        text,
  threshold    text,
  confidential boolean not null,
  primary key (suspicion_id, n),
  check (not confidential or (value is null and threshold is null))
);
comment on table core.suspicion_reason is 'the facts that made the hit; a tax, output or energy fact keeps value and threshold in fin';

create table fin.suspicion_reason (
  suspicion_id int not null,
  n            int not null,
  value        text,
  threshold    text,
  primary key (suspicion_id, n),
  foreign key (suspicion_id, n) references core.suspicion_reason
);

create table core.determination (
  determination_id int generated always as identity primary key,
  parcel_id        int not null references core.parcel,
  state            text not null check (state in ('idle', 'low_efficiency')),
  document_no      text not null,
  decided_on       date not null,
  body             text not null,
  public_from_on   date,
  public_to_on     date check (public_to_on >= public_from_on),
  ended_on         date check (ended_on >= decided_on),
  source_id        bigint not null references core.source,
  act_id           bigint not null references core.act
);
comment on table core.determination is 'determined only with a document, its date and the body that decided';
create unique index one_open_determination on core.determination (parcel_id, state) where ended_on is null;

create table fin.parcel_metric (
  parcel_id             int not null references core.parcel,
  fiscal_year           int not null,
  indicator             text not null,
  amount                numeric(24, 8),
  area_mu               numeric(18, 6) not null,
  per_mu                numeric(24, 8),
  missing_firms         int not null default 0,
  firms                 int not null,
  primary key (parcel_id, fiscal_year, indicator),
  check ((amount is null) = (per_mu is null))
);
comment on table fin.parcel_metric is 'numerators of the firms allocated to the parcel by their share of land, over the parcel''s legal area (domain rule G-08)';
comment on column fin.parcel_metric.amount is 'sum of the allocated numerators in the unit of the indicator; null where any firm''s figure is missing';
comment on column fin.parcel_metric.per_mu is 'amount / area_mu, 8 decimals half-up';
comment on column fin.parcel_metric.missing_firms is 'firms on the parcel whose figure is missing';
create index parcel_metric_year on fin.parcel_metric (fiscal_year, indicator, parcel_id);

create table assess.parcel_grade (
  parcel_id     int not null references core.parcel,
  fiscal_year   int not null,
  grade         text not null check (grade in ('A', 'B', 'C', 'D')),
  enterprise_id int not null references core.enterprise,
  primary key (parcel_id, fiscal_year)
);
comment on table assess.parcel_grade is 'the grade of the graded firm that uses most of the parcel''s land at the end of the year';
