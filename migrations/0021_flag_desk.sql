-- The desk that settles suspicions: outcomes with reason, evidence, and who must answer by when.
create table core.flag_outcome (
  outcome_id        int generated always as identity primary key,
  parcel_id         int not null references core.parcel,
  rule_set          text not null,
  suspicion_id      int not null references core.suspicion,
  outcome           text not null check (outcome in ('notIdle', 'notLowEfficiency', 'dataWrong', 'alreadyInDisposal', 'confirmed')),
  reason            text not null check (length(reason) between 1 and 5000),
  attachment_ids    uuid[] not null default '{}',
  proposal_id       int references core.determination_proposal,
  rests_on          jsonb,
  lapsed_at         timestamptz,
  author            text not null default current_setting('app.actor'),
  author_name       text not null,
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  check ((outcome = 'confirmed') = (proposal_id is not null))
);
comment on table core.flag_outcome is 'how a suspicion was settled; it holds until a fact that it rested on changes, or until it is taken back';
comment on column core.flag_outcome.rests_on is 'open facts that the rule set reads, as they were: {"fact": "value"}; written by the evaluation right after';
comment on column core.flag_outcome.lapsed_at is 'when an evaluation found other facts; core.flag_lapse says which';
create unique index flag_outcome_current on core.flag_outcome (parcel_id, rule_set)
  where superseded_at is null and lapsed_at is null;
create index flag_outcome_act on core.flag_outcome (act_id);

create table fin.flag_outcome_fact (
  outcome_id int not null references core.flag_outcome,
  fact       text not null,
  value      text,
  primary key (outcome_id, fact)
);
comment on table fin.flag_outcome_fact is 'tax, output and energy facts that an outcome rested on, as they were';

create table core.flag_lapse (
  outcome_id   int not null references core.flag_outcome,
  fact         text not null,
  from_value   text,
  to_value     text,
  confidential boolean not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  act_id       bigint not null references core.act,
  primary key (outcome_id, fact),
  check (not confidential or (from_value is null and to_value is null))
);
comment on table core.flag_lapse is 'the facts that changed under an outcome; a tax, output or energy fact keeps its values in fin';

create table fin.flag_lapse (
  outcome_id int not null,
  fact       text not null,
  from_value text,
  to_value   text,
  primary key (outcome_id, fact),
  foreign key (outcome_id, fact) references core.flag_lapse
);

create trigger due_insert after insert on core.flag_outcome
  referencing new table as changed for each statement execute function core.note_due('standing');
create trigger due_update after update on core.flag_outcome
  referencing new table as changed for each statement execute function core.note_due('standing');

-- An outcome ends once: it lapses, or it is taken back.
create function core.guard_flag_outcome() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.superseded_at is not null or old.lapsed_at is not null then
    raise exception 'already settled' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger flag_outcome_once before update on core.flag_outcome
  for each row execute function core.guard_flag_outcome();

create table core.flag_request (
  request_id   int generated always as identity primary key,
  parcel_id    int not null references core.parcel,
  rule_set     text not null,
  addressee    text not null check (length(addressee) between 1 and 200),
  what         text not null check (length(what) between 1 and 2000),
  due_on       date not null,
  answered_on  date,
  answer       text check (length(answer) between 1 and 5000),
  author       text not null default current_setting('app.actor'),
  author_name  text not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  act_id       bigint not null references core.act,
  answer_act_id bigint references core.act,
  check ((answered_on is null) = (answer is null) and (answered_on is null) = (answer_act_id is null))
);
comment on table core.flag_request is 'who must answer what about a suspicion, and by which day';
create index flag_request_parcel on core.flag_request (parcel_id, rule_set);

create table core.flag_evidence (
  evidence_id   int generated always as identity primary key,
  parcel_id     int not null references core.parcel,
  rule_set      text not null,
  attachment_id uuid not null references core.attachment,
  kind          text not null check (kind in ('sitePhoto', 'satellite', 'drone', 'document', 'statement')),
  taken_on      date,
  note          text check (length(note) between 1 and 1000),
  author        text not null default current_setting('app.actor'),
  author_name   text not null,
  recorded_at   timestamptz not null default clock_timestamp(),
  act_id        bigint not null references core.act
);
comment on table core.flag_evidence is 'a file at the parcel that speaks for or against a suspicion';
comment on column core.flag_evidence.taken_on is 'day of the photograph or image';
create unique index flag_evidence_once on core.flag_evidence (parcel_id, rule_set, attachment_id);
create trigger flag_evidence_is_final before update or delete on core.flag_evidence
  for each row execute function core.refuse_change();

-- Complete evaluations, and the counts that each ended with; what it changed is told by the suspicions themselves.
create table core.evaluation (
  evaluation_id int generated always as identity primary key,
  as_of         date not null,
  started_at    timestamptz not null default clock_timestamp(),
  finished_at   timestamptz,
  parcels       int check (parcels >= 0),
  suspicions    int check (suspicions >= 0),
  duration_ms   int check (duration_ms >= 0),
  author        text not null default current_setting('app.actor'),
  act_id        bigint not null references core.act
);
comment on table core.evaluation is 'an evaluation of every parcel that somebody asked for';
comment on column core.evaluation.suspicions is 'suspicions that stood when it was done';
create trigger due_insert after insert on core.evaluation
  for each statement execute function core.note_due('everything');
