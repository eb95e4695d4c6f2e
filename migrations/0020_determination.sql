-- Determinations come into being, and end, by two people: one proposes with document, day and body, another approves.
create table core.determination_proposal (
  proposal_id      int generated always as identity primary key,
  kind             text not null check (kind in ('determine', 'end')),
  parcel_id        int not null references core.parcel,
  determination_id int references core.determination,
  state            text not null check (state in ('idle', 'low_efficiency')),
  document_no      text not null check (length(document_no) between 1 and 200),
  decided_on       date not null,
  body             text not null check (length(body) between 1 and 200),
  reason           text not null check (length(reason) between 1 and 5000),
  attachment_ids   uuid[] not null default '{}',
  public_from_on   date,
  author           text not null default current_setting('app.actor'),
  author_name      text not null,
  recorded_at      timestamptz not null default clock_timestamp(),
  source_id        bigint not null references core.source,
  act_id           bigint not null references core.act,
  check ((kind = 'end') = (determination_id is not null))
);
comment on table core.determination_proposal is 'what one person puts forward to be determined, or ended, with its document; never changed';
comment on column core.determination_proposal.decided_on is 'day of the document';
comment on column core.determination_proposal.body is 'who issued the document';
comment on column core.determination_proposal.attachment_ids is 'files at the parcel that go with it';
create index determination_proposal_parcel on core.determination_proposal (parcel_id);
create trigger determination_proposal_is_final before update or delete on core.determination_proposal
  for each row execute function core.refuse_change();

create table core.determination_step (
  proposal_id int primary key references core.determination_proposal,
  step        text not null check (step in ('approved', 'returned', 'withdrawn')),
  why         text check (length(why) between 1 and 2000),
  actor       text not null default current_setting('app.actor'),
  actor_name  text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  check (step = 'approved' or why is not null)
);
comment on table core.determination_step is 'what became of a proposal: approved or returned by another person, or withdrawn by its author';
create trigger determination_step_is_final before update or delete on core.determination_step
  for each row execute function core.refuse_change();

create function core.guard_determination_step() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  wrote text;
begin
  select author into wrote from core.determination_proposal where proposal_id = new.proposal_id;
  if (wrote = current_setting('app.actor')) <> (new.step = 'withdrawn') then
    raise exception 'decided by its own author, or withdrawn by another' using errcode = '23514', constraint = 'determination_two_people';
  end if;
  return new;
end $$;
create trigger determination_two_people before insert on core.determination_step
  for each row execute function core.guard_determination_step();

alter table core.determination add column proposal_id int unique references core.determination_proposal;
alter table core.determination add column end_proposal_id int unique references core.determination_proposal;
comment on column core.determination.proposal_id is 'the approved proposal it stands on; null for what was recorded before proposals were';

-- Nothing is determined or ended but what another person approved, as it was proposed.
create function core.guard_determination() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    if not exists (
      select from core.determination_proposal p join core.determination_step s using (proposal_id)
       where p.proposal_id = new.proposal_id and s.step = 'approved' and p.kind = 'determine'
         and p.parcel_id = new.parcel_id and p.state = new.state and p.document_no = new.document_no
         and p.decided_on = new.decided_on and p.body = new.body) or new.ended_on is not null then
      raise exception 'not approved' using errcode = '23514', constraint = 'determination_approved';
    end if;
  elsif new.ended_on is distinct from old.ended_on or new.end_proposal_id is distinct from old.end_proposal_id then
    if old.ended_on is not null or not exists (
      select from core.determination_proposal p join core.determination_step s using (proposal_id)
       where p.proposal_id = new.end_proposal_id and s.step = 'approved' and p.kind = 'end'
         and p.determination_id = new.determination_id and p.decided_on = new.ended_on) then
      raise exception 'end not approved' using errcode = '23514', constraint = 'determination_end_approved';
    end if;
  end if;
  return new;
end $$;
create trigger determination_stands_on_proposal before insert or update on core.determination
  for each row execute function core.guard_determination();
