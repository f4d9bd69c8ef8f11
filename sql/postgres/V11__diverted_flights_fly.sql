-- A diversion is told as the legs that are really flown, each with status DV: one that has left and not landed is in the air as any
-- other. The rest of what counts as in the air is as V4 has it.
drop index flight_airborne;
create index flight_airborne on flight (arrival_best_utc) where state in ('AIRBORNE', 'DIVERTED');

create or replace function airborne(moment timestamptz) returns setof flight
  language sql stable
begin atomic
  select * from flight
  where state in ('AIRBORNE', 'DIVERTED')
    and (state = 'AIRBORNE' or departure_actual_local is not null)
    and departure_best_utc <= moment
    and arrival_best_utc > moment - interval '30 minutes'
    and coalesce(aircraft_type, '') <> 'TRN'
    and scheduled_departure > (moment at time zone 'UTC') - interval '4 days'
    and scheduled_departure < (moment at time zone 'UTC') + interval '2 days';
end;
