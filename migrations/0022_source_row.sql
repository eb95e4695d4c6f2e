-- Where in its file a figure or a use of land stands, so that whoever asks "why?" is led to the line.
alter table fin.indicator_value add column source_row int check (source_row > 0);
comment on column fin.indicator_value.source_row is 'row of the source''s file, counted as the file shows it; null where it came from no file';
alter table core.occupancy add column source_row int check (source_row > 0);
comment on column core.occupancy.source_row is 'row of the source''s file, counted as the file shows it; null where it came from no file';
