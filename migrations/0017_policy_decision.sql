-- A charge or relief takes two people: who enters it, and somebody else who has read the document it rests on. What one
-- person alone entered is a proposal, and nothing is reckoned by it.
drop index assess.policy_current;
create index policy_open on assess.policy (policy_id) where superseded_at is null;

create table assess.policy_decision (
  policy_id   text not null,
  version     int not null,
  decision    text not null check (decision in ('confirmed', 'rejected')),
  why         text check (length(why) between 1 and 1000),
  actor       text not null default current_setting('app.actor'),
  actor_name  text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act,
  primary key (policy_id, version),
  foreign key (policy_id, version) references assess.policy,
  check (decision = 'confirmed' or why is not null)
);
comment on table assess.policy_decision is 'what a second person made of a version; the latest confirmed one that was not withdrawn is in force';
comment on column assess.policy_decision.version is 'of the policy, from 1';
comment on column assess.policy_decision.why is 'a rejection says why';
