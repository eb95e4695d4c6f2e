-- What people make for each other: saved views, named areas, comments with mentions, attachments.
-- Two circles read comments and attachments: everyone who holds a role with business data, or staff (planning,
-- assessment, leadership). Row policies of server/accounts/matrix.yaml keep them apart. Identities are random, so
-- that nobody counts what he cannot read by the gaps in numbers.

-- Nobody writes in another's name or role, and nobody ends what another wrote.
create function core.guard_author() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    if new.author is distinct from current_setting('app.actor')
       or new.role is distinct from regexp_replace(current_user::text, '^aud_|_granted$', '', 'g') then
      raise exception 'written in the name of another' using errcode = '42501';
    end if;
  elsif old.author is distinct from current_setting('app.actor') then
    raise exception 'not its author' using errcode = '42501';
  end if;
  return new;
end $$;

create table core.saved_view (
  view_id           uuid not null,
  version           int not null check (version > 0),
  name              text not null check (length(name) between 1 and 100),
  query             text not null check (query = '' or (query like '?%' and length(query) <= 4000)),
  shared            text not null check (shared in ('own', 'role', 'staff')),
  tour_order        int check (tour_order between 1 and 999),
  author            text not null default current_setting('app.actor'),
  author_name       text not null,
  role              text not null default regexp_replace(current_user::text, '^aud_|_granted$', '', 'g')
                      check (role in ('promotion', 'planner', 'assessor', 'lead')),
  created_at        timestamptz not null default clock_timestamp(),
  recorded_at       timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  primary key (view_id, version),
  check ((superseded_at is null) = (superseded_act_id is null))
);
comment on table core.saved_view is 'a question to the map, kept under a name; a change is a new version, a removal supersedes the last';
comment on column core.saved_view.version is 'counts the changes of a view, for If-Match';
comment on column core.saved_view.query is 'query string of the workspace, opaque: empty or from its ? on';
comment on column core.saved_view.shared is 'own: its author; role: whoever is in the same role; staff: whoever holds a role with business data';
comment on column core.saved_view.tour_order is 'place in the wall tour, 1-999; null takes no part';
comment on column core.saved_view.author is 'account name, as in core.act';
comment on column core.saved_view.author_name is 'display name when it was written';
comment on column core.saved_view.role is 'role in which it was saved; the author has it in that role alone';
create unique index saved_view_current on core.saved_view (view_id) where superseded_at is null;
create index saved_view_author on core.saved_view (author);
create trigger saved_view_author before insert or update on core.saved_view
  for each row execute function core.guard_author();

create table core.named_area (
  area_id           uuid primary key,
  name              text not null check (length(name) between 1 and 100),
  geom              geometry(Polygon, 4490) not null check (ST_IsValid(geom) and ST_NPoints(geom) <= 501),
  shared            text not null check (shared in ('own', 'role', 'staff')),
  author            text not null default current_setting('app.actor'),
  author_name       text not null,
  role              text not null default regexp_replace(current_user::text, '^aud_|_granted$', '', 'g')
                      check (role in ('promotion', 'planner', 'assessor', 'lead')),
  created_at        timestamptz not null default clock_timestamp(),
  superseded_at     timestamptz,
  act_id            bigint not null references core.act,
  superseded_act_id bigint references core.act,
  check ((superseded_at is null) = (superseded_act_id is null))
);
comment on table core.named_area is 'an outline drawn by hand and kept under a name; shared as a saved view is';
comment on column core.named_area.geom is 'EPSG:4490 degrees, longitude first; one ring of at most 500 corners';
create index named_area_author on core.named_area (author);
create trigger named_area_author before insert or update on core.named_area
  for each row execute function core.guard_author();

create table core.comment (
  comment_id       uuid primary key,
  parcel_id        int references core.parcel,
  enterprise_id    int references core.enterprise,
  circle           text not null check (circle in ('everyone', 'staff')),
  body             text not null check (length(body) between 1 and 4000),
  author           text not null default current_setting('app.actor'),
  author_name      text not null,
  role             text not null default regexp_replace(current_user::text, '^aud_|_granted$', '', 'g')
                     check (role in ('promotion', 'planner', 'assessor', 'lead')),
  created_at       timestamptz not null default clock_timestamp(),
  withdrawn_at     timestamptz,
  act_id           bigint not null references core.act,
  withdrawn_act_id bigint references core.act,
  unique (comment_id, circle),
  check (num_nonnulls(parcel_id, enterprise_id) = 1),
  check ((withdrawn_at is null) = (withdrawn_act_id is null))
);
comment on table core.comment is 'plain text about one parcel or one enterprise; what is withdrawn stays here';
comment on column core.comment.circle is 'who reads it; everyone: promotion and staff';
create index comment_parcel on core.comment (parcel_id, created_at);
create index comment_enterprise on core.comment (enterprise_id, created_at);
create trigger comment_author before insert or update on core.comment
  for each row execute function core.guard_author();

create table core.mention (
  comment_id   uuid not null,
  circle       text not null,
  username     text not null,
  display_name text not null,
  read_at      timestamptz,
  read_act_id  bigint references core.act,
  primary key (comment_id, circle, username),
  foreign key (comment_id, circle) references core.comment (comment_id, circle),
  check ((read_at is null) = (read_act_id is null))
);
comment on table core.mention is 'whom a comment names; in the circle of its comment';
comment on column core.mention.username is 'account name, as in core.act';
comment on column core.mention.read_at is 'when the one who is named had read it';
create index mention_username on core.mention (username);

-- Only the author of a comment names people in it; only who is named says that he has read it.
create function core.guard_mention() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    if not exists (select from core.comment c
                    where c.comment_id = new.comment_id and c.author = current_setting('app.actor')) then
      raise exception 'not the author of the comment' using errcode = '42501';
    end if;
  elsif old.username is distinct from current_setting('app.actor') then
    raise exception 'not the one who is named' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger mention_author before insert or update on core.mention
  for each row execute function core.guard_mention();

create table core.attachment (
  attachment_id    uuid primary key,
  parcel_id        int references core.parcel,
  enterprise_id    int references core.enterprise,
  circle           text not null check (circle in ('everyone', 'staff')),
  filename         text not null check (length(filename) between 1 and 200),
  format           text not null check (format in ('pdf', 'png', 'jpeg', 'webp', 'docx', 'xlsx')),
  bytes            int not null check (bytes between 1 and 20971520),
  sha256           text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  author           text not null default current_setting('app.actor'),
  author_name      text not null,
  role             text not null default regexp_replace(current_user::text, '^aud_|_granted$', '', 'g')
                     check (role in ('promotion', 'planner', 'assessor', 'lead')),
  created_at       timestamptz not null default clock_timestamp(),
  withdrawn_at     timestamptz,
  act_id           bigint not null references core.act,
  withdrawn_act_id bigint references core.act,
  unique (attachment_id, circle),
  check (num_nonnulls(parcel_id, enterprise_id) = 1),
  check ((withdrawn_at is null) = (withdrawn_act_id is null))
);
comment on table core.attachment is 'a file about one parcel or one enterprise; what is withdrawn keeps its bytes';
comment on column core.attachment.filename is 'as its sender called it, without folders';
comment on column core.attachment.format is 'by the first bytes, never by the name';
comment on column core.attachment.bytes is 'length in bytes, at most 20 MB';
comment on column core.attachment.sha256 is 'hash of the file as received, 64 hexadecimal digits';
create index attachment_parcel on core.attachment (parcel_id, created_at);
create index attachment_enterprise on core.attachment (enterprise_id, created_at);
create index attachment_author on core.attachment (author, created_at);
create trigger attachment_author before insert or update on core.attachment
  for each row execute function core.guard_author();

create table core.attachment_piece (
  attachment_id uuid not null,
  circle        text not null,
  n             int not null check (n > 0),
  content       bytea not null check (octet_length(content) between 1 and 1048576),
  primary key (attachment_id, circle, n),
  foreign key (attachment_id, circle) references core.attachment (attachment_id, circle)
);
comment on table core.attachment_piece is 'the bytes of attachments in pieces of at most 1 MB, numbered from 1; here, so that a backup holds them';

create function core.guard_piece() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if not exists (select from core.attachment a
                  where a.attachment_id = new.attachment_id and a.author = current_setting('app.actor')) then
    raise exception 'not the author of the attachment' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger attachment_piece_author before insert on core.attachment_piece
  for each row execute function core.guard_piece();
