-- Accounts, sign-in, sessions, and grants. A grant gives a role, or opens the confidential figures to a role for a
-- time; it is in force when somebody other than its proposer approved it. Only svc_auth reads or writes here.
create table auth.account (
  account_id   uuid primary key default gen_random_uuid(),
  username     text not null unique check (username ~ '^[^[:space:]/]{1,32}$'),
  display_name text not null check (length(display_name) between 1 and 64),
  is_demo      boolean not null default false,
  version      int not null default 1,
  created_at   timestamptz not null default clock_timestamp(),
  disabled_at  timestamptz,
  act_id       bigint not null references core.act
);
comment on column auth.account.username is 'normal form NFKC, lower case; never changed, because acts name it';
comment on column auth.account.is_demo is 'demonstration account: its password follows MUTU_DEMO_PASSWORD';
comment on column auth.account.version is 'counts changes of the account and of its grants, for If-Match';

create table auth.credential (
  credential_id uuid primary key default gen_random_uuid(),
  account_id    uuid not null references auth.account,
  provider      text not null check (provider = 'credential'),
  subject       text not null,
  password_hash text not null check (password_hash like '$argon2id$%'),
  created_at    timestamptz not null default clock_timestamp(),
  changed_at    timestamptz not null default clock_timestamp(),
  unique (provider, subject),
  check (subject = account_id::text)
);
comment on table auth.credential is 'how an account proves itself; one row each, a password';
comment on column auth.credential.subject is 'who the account is to the provider; for a password the account_id itself';
create index credential_account on auth.credential (account_id);

create table auth.session (
  session_id   uuid primary key default gen_random_uuid(),
  account_id   uuid not null references auth.account,
  token_sha256 text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
  role         text check (role in ('promotion', 'planner', 'assessor', 'lead', 'admin')),
  created_at   timestamptz not null default clock_timestamp(),
  expires_at   timestamptz not null
);
comment on table auth.session is 'a signed-in browser; removed when it ends';
comment on column auth.session.token_sha256 is 'hash of the cookie; the cookie itself is stored nowhere';
comment on column auth.session.role is 'role in force; counts only while the account holds it';
comment on column auth.session.expires_at is 'end of the idle time; moves with use, and ends in any case 7 days after created_at';
create index session_account on auth.session (account_id);

create table auth.account_grant (
  grant_id        int generated always as identity primary key,
  account_id      uuid not null references auth.account,
  role            text not null check (role in ('promotion', 'planner', 'assessor', 'lead', 'admin')),
  resource        text not null check (resource in ('role', 'figures')),
  until_at        timestamptz,
  reason          text,
  proposed_by     text not null,
  proposed_at     timestamptz not null default clock_timestamp(),
  act_id          bigint not null references core.act,
  approved_by     text,
  approved_at     timestamptz,
  approved_act_id bigint references core.act,
  revoked_by      text,
  revoked_at      timestamptz,
  revoked_act_id  bigint references core.act,
  check (resource = 'role' or (role in ('planner', 'lead') and until_at is not null and reason is not null)),
  check (approved_by <> proposed_by or proposed_by = 'operator'),
  check ((approved_at is null) = (approved_by is null) and (approved_at is null) = (approved_act_id is null)),
  check ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_act_id is null)),
  -- An administrator holds no data role: neither in force nor proposed.
  constraint admin_alone exclude using gist (account_id with =, ((role = 'admin')::int) with <>)
    where (resource = 'role' and revoked_at is null)
);
comment on table auth.account_grant is 'a role of an account, or its sight of the confidential figures in that role';
comment on column auth.account_grant.resource is 'role: the role itself; figures: tax, output, energy of named firms and what is computed from them';
comment on column auth.account_grant.until_at is 'end of the grant, exclusive; null for a role';
comment on column auth.account_grant.proposed_by is 'account name, or operator; never a reference, as in core.act';
create unique index account_grant_role on auth.account_grant (account_id, role)
  where resource = 'role' and revoked_at is null;
create index account_grant_account on auth.account_grant (account_id) where revoked_at is null;
