-- Enterprises, who uses which land since when, yearly figures with a reason where they are missing.
create function core.is_credit_code(code text) returns boolean
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  alphabet constant text := '0123456789ABCDEFGHJKLMNPQRTUWXY';
  weight   constant int[] := array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28];
  total    int := 0;
begin
  if code !~ '^[0-9A-HJ-NPQRTUWXY]{18}$' then return false; end if;
  for i in 1..17 loop
    total := total + (strpos(alphabet, substr(code, i, 1)) - 1) * weight[i];
  end loop;
  -- The outer modulo matters: a sum divisible by 31 has check value 0, not 31.
  return substr(alphabet, (31 - total % 31) % 31 + 1, 1) = substr(code, 18, 1);
end $$;
comment on function core.is_credit_code is 'GB 32100-2015: 18 characters with a mod-31 check character';

create table core.enterprise (
  enterprise_id int generated always as identity primary key,
  credit_code   text not null unique check (core.is_credit_code(credit_code)),
  act_id        bigint not null references core.act
);
comment on table core.enterprise is 'identity: one unified social credit code (统一社会信用代码)';

create table core.enterprise_version (
  enterprise_id     int not null references core.enterprise,
  version           int not null check (version > 0),
  name              text not null,
  industry_code     text check (industry_code ~ '^[A-T]?\d{2,4}$'),
  above_scale       boolean,
  stage             text,
  registered_on     date,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz check (superseded_at >= recorded_at),
  source_id         bigint not null references core.source,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  primary key (enterprise_id, version)
);
comment on column core.enterprise_version.industry_code is 'GB/T 4754-2017, two to four digits';
comment on column core.enterprise_version.above_scale is '规上: in the statistics register; null is not known';
create unique index enterprise_current on core.enterprise_version (enterprise_id) where superseded_at is null;
create index enterprise_version_act on core.enterprise_version (act_id);

create table core.occupancy (
  occupancy_id      int generated always as identity primary key,
  parcel_id         int not null references core.parcel,
  enterprise_id     int not null references core.enterprise,
  kind              text not null check (kind in ('owned', 'leasedIn', 'leasedOut')),
  lessor_id         int references core.enterprise,
  land_area_m2      numeric(14, 2) not null check (land_area_m2 > 0),
  floor_area_m2     numeric(14, 2) check (floor_area_m2 > 0),
  far               numeric(8, 4) check (far > 0),
  from_on           date not null,
  to_on             date check (to_on > from_on),
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz check (superseded_at >= recorded_at),
  source_id         bigint not null references core.source,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  check (kind = 'leasedIn' or lessor_id is null),
  check (lessor_id <> enterprise_id),
  -- Leased floor becomes land by the plot ratio; one hundredth of a square metre of rounding.
  check (floor_area_m2 is null or far is null or abs(land_area_m2 - floor_area_m2 / far) <= 0.01)
);
comment on table core.occupancy is 'dated use of a parcel by an enterprise: owned; leased in from a lessor on record; leased out to a counterpart that is not on record';
comment on column core.occupancy.land_area_m2 is 'm² of land; for leased floor = floor_area_m2 / far, rounded half-up';
comment on column core.occupancy.far is '容积率 of the lessor''s parcel, for leased floor';
comment on column core.occupancy.from_on is 'first day of use';
comment on column core.occupancy.to_on is 'first day no longer in use; null while in use';
create index occupancy_parcel on core.occupancy (parcel_id) where superseded_at is null;
create index occupancy_enterprise on core.occupancy (enterprise_id) where superseded_at is null;
create index occupancy_lessor on core.occupancy (lessor_id) where superseded_at is null;
create index occupancy_act on core.occupancy (act_id);

-- On every day on which something changes: what is owned fits the legal area, and nobody lets more than
-- he has. Runs at the end of the transaction, so a batch may pass through states that do not fit.
create function core.check_occupancy(changed_parcel_id int) returns void
language plpgsql set search_path = pg_catalog, core, public as $$
declare
  fault record;
begin
  -- Transactions that change occupancy take turns, so the second sees what the first wrote. One lock for
  -- all parcels: a lock for each would run out of lock memory in a batch of 50,000 rows.
  perform pg_advisory_xact_lock(8210);
  with use as (
    select enterprise_id, kind, lessor_id, land_area_m2, daterange(from_on, to_on) as days
      from core.occupancy where parcel_id = changed_parcel_id and superseded_at is null
  ), land as (
    select legal_area_m2, daterange(valid_from, valid_to) as days
      from core.parcel_version where parcel_id = changed_parcel_id and superseded_at is null
  ), day as (
    select lower(days) as on_day from use where lower(days) is not null
    union select lower(days) from land where lower(days) is not null
  ), parcel_fault as (
    select on_day, null::int as enterprise_id, sum(use.land_area_m2) as held, land.legal_area_m2 as limit_m2
      from day join use on use.days @> on_day and use.kind = 'owned' join land on land.days @> on_day
     group by on_day, land.legal_area_m2
    having sum(use.land_area_m2) > land.legal_area_m2 + 0.01
  ), flow as (
    select enterprise_id, days, land_area_m2 as in_m2, 0 as out_m2 from use where kind in ('owned', 'leasedIn')
    union all select enterprise_id, days, 0, land_area_m2 from use where kind = 'leasedOut'
    union all select lessor_id, days, 0, land_area_m2 from use where kind = 'leasedIn' and lessor_id is not null
  ), firm_fault as (
    select on_day, enterprise_id, sum(out_m2) as held, sum(in_m2) as limit_m2
      from day join flow on flow.days @> on_day
     group by on_day, enterprise_id
    having sum(out_m2) > sum(in_m2) + 0.01
  )
  select * into fault from (select * from parcel_fault union all select * from firm_fault) f order by on_day limit 1;
  if found then
    raise exception 'occupancy of parcel % exceeds its limit on %', changed_parcel_id, fault.on_day
      using errcode = '23514', constraint = 'occupancy_fits';
  end if;
end $$;

create function core.check_occupancy_of_row() returns trigger
language plpgsql set search_path = pg_catalog, core as $$
begin
  perform core.check_occupancy(new.parcel_id);
  return null;
end $$;

create constraint trigger occupancy_fits after insert or update on core.occupancy
  deferrable initially deferred for each row execute function core.check_occupancy_of_row();

-- A first version has no occupants yet; a later one may have less land than is in use.
create constraint trigger occupancy_still_fits after insert on core.parcel_version
  deferrable initially deferred for each row when (new.version > 1) execute function core.check_occupancy_of_row();

create table fin.indicator_value (
  indicator_value_id bigint generated always as identity primary key,
  enterprise_id      int not null references core.enterprise,
  fiscal_year        int not null check (fiscal_year between 1990 and 2100),
  indicator          text not null check (indicator in ('taxWanYuan', 'valueAddedWanYuan', 'revenueWanYuan',
                       'energyTce', 'emissionT', 'powerWanKwh', 'averageStaff', 'rdWanYuan', 'techInvestWanYuan',
                       'newProjectInvestWanYuan', 'netProfitWanYuan', 'netAssetsWanYuan')),
  value              numeric(20, 4),
  missing_reason     text check (missing_reason in ('notReported', 'notApplicable', 'underReview')),
  recorded_at        timestamptz not null default clock_timestamp(),
  superseded_at      timestamptz check (superseded_at >= recorded_at),
  source_id          bigint not null references core.source,
  act_id             bigint not null references core.act,
  superseded_act_id  bigint references core.act,
  check ((value is null) = (missing_reason is not null))
);
comment on table fin.indicator_value is 'one figure of one enterprise and fiscal year; secret by law. Zero is zero, missing has its reason';
comment on column fin.indicator_value.indicator is 'name with its unit: WanYuan 万元, Tce 吨标煤, T 吨, WanKwh 万千瓦时, averageStaff persons';
comment on column fin.indicator_value.value is 'in the unit of the name; tax may be negative (refund)';
create unique index indicator_current on fin.indicator_value (enterprise_id, fiscal_year, indicator) where superseded_at is null;
create index indicator_act on fin.indicator_value (act_id);

create table assess.enterprise_grade (
  enterprise_id int not null references core.enterprise,
  fiscal_year   int not null,
  grade         text not null check (grade in ('A', 'B', 'C', 'D')),
  scheme_id     text not null,
  recorded_at   timestamptz not null default clock_timestamp(),
  superseded_at timestamptz,
  act_id        bigint not null references core.act,
  primary key (enterprise_id, fiscal_year, act_id)
);
comment on table assess.enterprise_grade is 'grade of a firm in a fiscal year under a scheme';
create unique index enterprise_grade_current on assess.enterprise_grade (enterprise_id, fiscal_year) where superseded_at is null;
