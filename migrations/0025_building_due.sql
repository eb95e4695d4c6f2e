-- Floors that were built, or corrected, move the floor area ratio that categories of land read; no figure of any firm.
create trigger due_insert after insert on core.building
  referencing new table as changed for each statement execute function core.note_due('standing');
create trigger due_update after update on core.building
  referencing new table as changed for each statement execute function core.note_due('standing');
