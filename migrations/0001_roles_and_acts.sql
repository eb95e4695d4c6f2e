-- Schemas by secrecy class, and the act row that stands behind every write.
create schema core;
create schema fin;
create schema assess;
create schema auth;
comment on schema core is 'land, firms, contracts, flags: no figure that the tax law keeps secret';
comment on schema fin is 'figures of named firms: tax, output, energy, emission, staff, R&D, and what is computed from them';
comment on schema assess is 'grades and published results';
comment on schema auth is 'accounts, sessions, named grants: the service svc_auth alone';

create table core.act (
  act_id     bigint generated always as identity primary key,
  at         timestamptz not null default clock_timestamp(),
  actor      text not null default current_setting('app.actor'),
  role       text not null default current_user,
  kind       text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  object     text not null,
  why        text,
  request_id text not null default current_setting('app.request_id')
);
comment on table core.act is 'who did what, when, in which role, why and by which request; never updated or deleted';
comment on column core.act.at is 'instant, from the database clock';
comment on column core.act.actor is 'account name, or operator; never a reference, so that it outlives the account';
comment on column core.act.role is 'database role of the audience that acted';
comment on column core.act.object is 'what was acted on, such as parcel/12 or import/7';

create function core.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'rows of %.% are never changed or removed', tg_table_schema, tg_table_name using errcode = '23514';
end $$;

create trigger act_is_final before update or delete on core.act
  for each row execute function core.refuse_change();
create trigger act_stays before truncate on core.act
  for each statement execute function core.refuse_change();

create table core.source (
  source_id   bigint generated always as identity primary key,
  kind        text not null check (kind in ('import', 'document', 'entry', 'sample')),
  name        text not null,
  sha256      text check (sha256 ~ '^[0-9a-f]{64}$'),
  document_no text,
  issued_on   date,
  issuer      text,
  received_at timestamptz not null default clock_timestamp(),
  act_id      bigint not null references core.act
);
comment on table core.source is 'where a fact came from: a file, a document, an entry by hand, the sample park';
comment on column core.source.name is 'file name or document title as given';
comment on column core.source.sha256 is 'hash of the file as received';
