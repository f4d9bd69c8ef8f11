-- Tells one state of a flight from every other: how often it was written, and when what it says now was said. An answer keeps what it
-- made of a row until this is another number. The revision alone would not do: in a table that was rebuilt it counts anew.
create function version_of(one flight) returns bigint
  language sql stable
return hash_record_extended(row(one.revision, one.operation_at, one.airframe_at, one.codeshares_at, one.plan_at), 0);
