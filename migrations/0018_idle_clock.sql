-- The legal clock of idle land as dated events. Contracts, projects, milestones and pauses keep what they already
-- hold, with their recorded versions; here stands only what no ledger can say: on which day a supplementary
-- agreement was made, and every spell of suspended work where a ledger knows the last alone.
create table core.clock_event (
  clock_event_id    int generated always as identity primary key,
  parcel_id         int not null references core.parcel,
  kind              text not null check (kind in ('supplement', 'suspension', 'resumption')),
  on_day            date not null,
  start_on          date,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz check (superseded_at >= recorded_at),
  source_id         bigint not null references core.source,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  check ((kind = 'supplement') = (start_on is not null)),
  check ((superseded_at is null) = (superseded_act_id is null))
);
comment on table core.clock_event is 'dated events of the legal clock of idle land (Order 53); a correction is a further row';
comment on column core.clock_event.on_day is 'day of the agreement, of the suspension or of the resumption of work';
comment on column core.clock_event.start_on is 'start day that a supplementary agreement sets (补充协议约定动工日期)';
create unique index clock_event_once on core.clock_event (parcel_id, kind, on_day) where superseded_at is null;
create index clock_event_act on core.clock_event (act_id);

alter table core.clock_pause add column superseded_act_id bigint references core.act;
comment on column core.clock_pause.superseded_act_id is 'act that corrected or withdrew it; null while it stands';
comment on column core.clock_pause.to_on is 'first day on which work could go on again; null while it lasts';

-- What was recorded is superseded once, and stays.
create function core.guard_recorded() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.superseded_at is not null then
    raise exception 'already superseded' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger clock_event_once_superseded before update on core.clock_event
  for each row execute function core.guard_recorded();
create trigger clock_pause_once_superseded before update on core.clock_pause
  for each row execute function core.guard_recorded();

create trigger due_insert after insert on core.clock_event
  referencing new table as changed for each statement execute function core.note_due('parcel');
create trigger due_update after update on core.clock_event
  referencing new table as changed for each statement execute function core.note_due('parcel');

create table core.idle_clock (
  parcel_id         int primary key references core.parcel,
  state             text not null check (state in ('unsupplied', 'undated', 'beforeStart', 'overdue', 'idleFee', 'idleRecovery',
                      'idleAgreement', 'building', 'suspended', 'idleUnfinished', 'completed')),
  clause            text,
  route             text check (route in ('fee20', 'recover_free', 'art12')),
  fee_wan_yuan      numeric(18, 4),
  next_on           date,
  next_state        text,
  next_clause       text,
  next_route        text,
  next_fee_wan_yuan numeric(18, 4),
  evaluated_on      date not null,
  act_id            bigint not null references core.act,
  check ((next_on is null) = (next_state is null))
);
comment on table core.idle_clock is 'derived: where the legal clock of a parcel stands and what it changes to next if nothing happens';
comment on column core.idle_clock.fee_wan_yuan is '万元, 20 % of the land price, with route fee20 alone';
create index idle_clock_next on core.idle_clock (next_on);
