-- Publicity (公示) of an assessed year, appeals (申诉) against what was shown, and the decision on each.
create table assess.publicity (
  publicity_id   int generated always as identity primary key,
  fiscal_year    int not null check (fiscal_year between 1990 and 2100),
  subject        text not null check (subject in ('areas', 'grades')),
  run_id         int references assess.run,
  opens_at       timestamptz not null,
  closes_at      timestamptz not null check (closes_at > opens_at),
  office         text not null check (length(office) between 1 and 200),
  contact        text not null check (length(contact) between 1 and 500),
  term           text not null check (length(term) between 1 and 500),
  firms          int not null check (firms > 0),
  content        text not null,
  content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  author         text not null default current_setting('app.actor'),
  author_name    text not null,
  recorded_at    timestamptz not null default clock_timestamp(),
  act_id         bigint not null references core.act,
  check ((subject = 'grades') = (run_id is not null))
);
comment on table assess.publicity is 'what is shown to firms before it holds: areas first, then names with grades; never a figure of tax or output';
comment on column assess.publicity.opens_at is 'first instant at which an appeal is received';
comment on column assess.publicity.closes_at is 'last instant; what comes later is no appeal';
comment on column assess.publicity.office is 'who receives appeals';
comment on column assess.publicity.term is 'how the window was reckoned, in words';
comment on column assess.publicity.content is 'JSON, frozen when it was proposed: a row a firm, by credit code';
create trigger publicity_is_final before update or delete on assess.publicity
  for each row execute function core.refuse_change();

create table assess.publicity_step (
  publicity_id int not null references assess.publicity,
  n            int not null check (n > 0),
  step         text not null check (step in ('approved', 'returned', 'withdrawn', 'concluded')),
  why          text check (length(why) between 1 and 2000),
  run_id       int references assess.run,
  actor        text not null default current_setting('app.actor'),
  actor_name   text not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  act_id       bigint not null references core.act,
  primary key (publicity_id, n),
  check (step in ('approved', 'concluded') or why is not null)
);
comment on table assess.publicity_step is 'approved by another than its author, withdrawn, or concluded after its window; of grades with the run that then holds';
create trigger publicity_step_is_final before update or delete on assess.publicity_step
  for each row execute function core.refuse_change();

create table assess.appeal (
  appeal_id      int generated always as identity primary key,
  publicity_id   int not null references assess.publicity,
  enterprise_id  int not null references core.enterprise,
  received_at    timestamptz not null default clock_timestamp(),
  content        text not null check (length(content) between 1 and 5000),
  claimant       text not null check (length(claimant) between 1 and 200),
  attachment_ids uuid[] not null default '{}',
  author         text not null default current_setting('app.actor'),
  author_name    text not null,
  act_id         bigint not null references core.act
);
comment on table assess.appeal is 'what a firm holds against what was shown of it; received by the clock of the database';
comment on column assess.appeal.claimant is 'who brought it, by role in the firm';
comment on column assess.appeal.attachment_ids is 'files at the enterprise that go with it';
create index appeal_publicity on assess.appeal (publicity_id);
create index appeal_enterprise on assess.appeal (enterprise_id);
create trigger appeal_is_final before update or delete on assess.appeal
  for each row execute function core.refuse_change();

create table assess.appeal_decision (
  appeal_id   int primary key references assess.appeal,
  decision    text not null check (decision in ('accepted', 'rejected')),
  reason      text not null check (length(reason) between 1 and 5000),
  corrections jsonb not null default '[]',
  actor       text not null default current_setting('app.actor'),
  actor_name  text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  check (decision = 'accepted' or jsonb_array_length(corrections) = 0)
);
comment on column assess.appeal_decision.corrections is 'what was corrected: [{"kind": "land", "occupancyId", "before", "after"}] in m², [{"kind": "figure", "indicator", "before", "after"}]';
create trigger appeal_decision_is_final before update or delete on assess.appeal_decision
  for each row execute function core.refuse_change();

-- Two people stand behind what is shown, and the clock of the database decides what is late.
create function core.guard_publicity_step() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  shown assess.publicity;
  last_step text;
  last_n int;
begin
  perform pg_advisory_xact_lock(8265, new.publicity_id);
  select * into shown from assess.publicity where publicity_id = new.publicity_id;
  select step, n into last_step, last_n from assess.publicity_step
   where publicity_id = new.publicity_id order by n desc limit 1;
  if new.n <> coalesce(last_n, 0) + 1
     or (new.step in ('approved', 'returned') and last_step is not null)
     or (new.step = 'withdrawn' and coalesce(last_step, 'approved') <> 'approved')
     or (new.step = 'concluded' and last_step is distinct from 'approved') then
    raise exception 'step % out of turn', new.step using errcode = '23514', constraint = 'publicity_step_in_turn';
  end if;
  if new.step in ('approved', 'returned') and shown.author = current_setting('app.actor') then
    raise exception 'decided by its own author' using errcode = '23514', constraint = 'publicity_two_people';
  end if;
  if new.step = 'approved' and clock_timestamp() > shown.closes_at then
    raise exception 'its window is over' using errcode = '23514', constraint = 'publicity_approved_in_time';
  end if;
  if new.step = 'concluded' and (
       clock_timestamp() <= shown.closes_at
       or (shown.subject = 'grades') <> (new.run_id is not null)
       or exists (select from assess.appeal a
                   where a.publicity_id = new.publicity_id
                     and not exists (select from assess.appeal_decision d where d.appeal_id = a.appeal_id))) then
    raise exception 'not over or not settled' using errcode = '23514', constraint = 'publicity_settled';
  end if;
  return new;
end $$;
create trigger publicity_step_in_turn before insert on assess.publicity_step
  for each row execute function core.guard_publicity_step();

create function core.guard_appeal() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  shown assess.publicity;
  last_step text;
begin
  perform pg_advisory_xact_lock(8265, new.publicity_id);
  -- When it was received is no matter of opinion.
  new.received_at := clock_timestamp();
  select * into shown from assess.publicity where publicity_id = new.publicity_id;
  select step into last_step from assess.publicity_step
   where publicity_id = new.publicity_id order by n desc limit 1;
  if last_step is distinct from 'approved' or new.received_at not between shown.opens_at and shown.closes_at then
    raise exception 'outside of the window' using errcode = '23514', constraint = 'appeal_in_time';
  end if;
  return new;
end $$;
create trigger appeal_in_time before insert on assess.appeal
  for each row execute function core.guard_appeal();

create function core.guard_appeal_decision() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select from assess.appeal a
               join assess.publicity_step s using (publicity_id)
              where a.appeal_id = new.appeal_id and s.step in ('withdrawn', 'concluded')) then
    raise exception 'the period is closed' using errcode = '23514', constraint = 'appeal_decided_in_time';
  end if;
  return new;
end $$;
create trigger appeal_decided_in_time before insert on assess.appeal_decision
  for each row execute function core.guard_appeal_decision();

-- A correction stands on the appeal that asked for it.
alter table core.source drop constraint source_kind_check;
alter table core.source add constraint source_kind_check check (kind in ('import', 'document', 'entry', 'sample', 'appeal'));
