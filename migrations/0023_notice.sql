-- Documents of a case of idle land: drawn up by one person on frozen facts, issued by another with a number, kept as the
-- bytes that were hashed before anybody could read them, and served.
create table core.notice (
  notice_id        int generated always as identity primary key,
  kind             text not null check (kind in ('investigation', 'determination', 'hearing', 'feeDecision',
                     'recoveryDecision', 'disposalPlan', 'supplement', 'mortgagee', 'closure')),
  parcel_id        int not null references core.parcel,
  determination_id int references core.determination,
  issued_on        date not null,
  fields           jsonb not null,
  facts            jsonb not null,
  facts_sha256     text not null check (facts_sha256 ~ '^[0-9a-f]{64}$'),
  author           text not null default current_setting('app.actor'),
  author_name      text not null,
  recorded_at      timestamptz not null default clock_timestamp(),
  act_id           bigint not null references core.act,
  check ((kind = 'investigation') or determination_id is not null)
);
comment on table core.notice is 'a document as one person drew it up; never changed';
comment on column core.notice.issued_on is 'the day the document bears; its facts are those of that day';
comment on column core.notice.fields is 'what the author filled in';
comment on column core.notice.facts is 'what the records said when it was drawn up';
comment on column core.notice.facts_sha256 is 'of the canonical text of the facts without the instant they were read at';
create index notice_parcel on core.notice (parcel_id);
create trigger notice_is_final before update or delete on core.notice
  for each row execute function core.refuse_change();

create table core.notice_step (
  notice_id   int not null references core.notice,
  n           int not null check (n > 0),
  step        text not null check (step in ('approved', 'returned', 'withdrawn', 'revoked')),
  why         text check (length(why) between 1 and 2000),
  actor       text not null default current_setting('app.actor'),
  actor_name  text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  primary key (notice_id, n),
  check (step = 'approved' or why is not null)
);
comment on table core.notice_step is 'what became of a document: issued or returned by another person, withdrawn by its author, revoked after it was issued';
create trigger notice_step_is_final before update or delete on core.notice_step
  for each row execute function core.refuse_change();

create table core.notice_issue (
  notice_id   int primary key references core.notice,
  kind        text not null,
  number      text not null check (length(number) between 1 and 200),
  series      text,
  year        int,
  place       int check (place > 0),
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  unique (series, year, place),
  check ((series is null) = (place is null) and (year is null) = (place is null))
);
comment on table core.notice_issue is 'the number of an issued document; no number is given twice in a series and a year';
comment on column core.notice_issue.series is 'null where the number is that of the determination';
create trigger notice_issue_is_final before update or delete on core.notice_issue
  for each row execute function core.refuse_change();

create table core.notice_file (
  notice_id int not null references core.notice_issue,
  format    text not null check (format in ('pdf', 'docx')),
  sha256    text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  content   bytea not null,
  primary key (notice_id, format)
);
comment on table core.notice_file is 'an issued document byte for byte; hashed when it is issued, before anybody can read it';
create trigger notice_file_is_final before update or delete on core.notice_file
  for each row execute function core.refuse_change();

create table core.notice_service (
  notice_id     int not null references core.notice_issue,
  n             int not null check (n > 0),
  served_on     date not null,
  way           text not null check (way in ('direct', 'left', 'post', 'entrusted', 'publication', 'electronic')),
  recipient     text not null check (length(recipient) between 1 and 200),
  attachment_id uuid references core.attachment,
  why           text check (length(why) between 1 and 2000),
  author        text not null default current_setting('app.actor'),
  author_name   text not null,
  recorded_at   timestamptz not null default clock_timestamp(),
  act_id        bigint not null references core.act,
  primary key (notice_id, n),
  check (n = 1 or why is not null)
);
comment on table core.notice_service is 'when and how a document was served (送达); the last row counts, an earlier one was corrected';
comment on column core.notice_service.attachment_id is 'the receipt of service (送达回证)';
create trigger notice_service_is_final before update or delete on core.notice_service
  for each row execute function core.refuse_change();

create function core.guard_notice_step() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  wrote text;
  last_step text;
  last_n int;
begin
  select author into wrote from core.notice where notice_id = new.notice_id;
  select step, n into last_step, last_n from core.notice_step where notice_id = new.notice_id order by n desc limit 1;
  if new.n <> coalesce(last_n, 0) + 1
     or (new.step in ('approved', 'returned', 'withdrawn') and last_step is not null)
     or (new.step = 'revoked' and last_step is distinct from 'approved') then
    raise exception 'step % out of turn', new.step using errcode = '23514', constraint = 'notice_step_in_turn';
  end if;
  if (wrote = current_setting('app.actor')) <> (new.step = 'withdrawn') then
    raise exception 'decided by its own author, or withdrawn by another' using errcode = '23514', constraint = 'notice_two_people';
  end if;
  return new;
end $$;
create trigger notice_two_people before insert on core.notice_step
  for each row execute function core.guard_notice_step();

-- No decision is issued without the hearing that was offered and served (Order 53 art. 15).
create function core.guard_notice_issue() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  drawn record;
begin
  select n.kind, n.determination_id, n.parcel_id, n.issued_on into drawn from core.notice n where n.notice_id = new.notice_id;
  if new.kind <> drawn.kind
     or not exists (select from core.notice_step s where s.notice_id = new.notice_id and s.n = 1 and s.step = 'approved') then
    raise exception 'not approved' using errcode = '23514', constraint = 'notice_approved';
  end if;
  if drawn.kind in ('feeDecision', 'recoveryDecision') and not exists (
    select from core.notice h
      join core.notice_service v on v.notice_id = h.notice_id
     where h.kind = 'hearing' and h.determination_id = drawn.determination_id and v.served_on < drawn.issued_on
       and not exists (select from core.notice_step r where r.notice_id = h.notice_id and r.step = 'revoked')) then
    raise exception 'no hearing was offered' using errcode = '23514', constraint = 'notice_hearing_served';
  end if;
  return new;
end $$;
create trigger notice_issue_approved before insert on core.notice_issue
  for each row execute function core.guard_notice_issue();
