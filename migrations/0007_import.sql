-- Uploads: staged outside the records, previewed, committed in one transaction, undoable.
create table core.import_batch (
  import_id    int generated always as identity primary key,
  kind         text not null check (kind in ('parcels', 'contracts', 'enterprises', 'occupancy', 'indicators', 'projects', 'buildings')),
  filename     text not null,
  sha256       text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  state        text not null check (state in ('previewed', 'committed', 'undone')),
  format       text not null,
  encoding     text,
  layer        text,
  options      jsonb not null,
  crs          jsonb,
  counts       jsonb not null,
  findings     jsonb not null,
  bounds       jsonb,
  previewed_at timestamptz not null default clock_timestamp(),
  act_id       bigint not null references core.act,
  commit_act_id bigint references core.act,
  undo_act_id  bigint references core.act,
  source_id    bigint references core.source,
  check ((state = 'previewed') = (commit_act_id is null))
);
comment on column core.import_batch.counts is 'rows = inserted + updated + unchanged + rejected + skipped, always';
comment on column core.import_batch.findings is '[{row, pointer, rule, severity, message}]: places and rules, never a confidential value';
comment on column core.import_batch.options is 'crs, encoding, layer, mapping as asked for by the uploader';

create table core.staged_row (
  import_id    int not null references core.import_batch,
  row          int not null,
  outcome      text not null check (outcome in ('inserted', 'updated', 'unchanged', 'rejected', 'skipped')),
  key          text,
  target_id    int,
  base_version int,
  payload      jsonb not null,
  geom         geometry(MultiPolygon, 4490),
  primary key (import_id, row)
);
comment on table core.staged_row is 'rows of uploads about land';

create table fin.staged_row (
  import_id    int not null references core.import_batch,
  row          int not null,
  outcome      text not null check (outcome in ('inserted', 'updated', 'unchanged', 'rejected', 'skipped')),
  key          text,
  target_id    int,
  base_version int,
  payload      jsonb not null,
  primary key (import_id, row)
);
comment on table fin.staged_row is 'rows of uploads about firms and their figures';
