-- What the functions ask. Each statement stands under its name; values are parameters, always.

-- The bounds name the months to read, whatever plan the server keeps for the statement.
-- name: flights
with asked as (
  select array_agg(id) as ids, min(departure_of(id)) as first, max(departure_of(id)) as last from unnest(?::text[]) as id)
select * from flight
where id = any ((select ids from asked)::text[])
  and scheduled_departure between (select first from asked) and (select last from asked)

-- Before flights are written: a new month gets its partition.
-- name: open-months
select open_months(?::text[])

-- Whoever writes a flight holds its lock until the end of the transaction, whether the row is there yet or not. All take them in
-- one order, so that two loaders wait for each other and never both.
-- name: lock-flights
select pg_advisory_xact_lock(lock)
from (select distinct hashtextextended(id, 0) as lock from unnest(?::text[]) as id order by lock) as locks

-- name: days
select distinct flight.day
from (select ?::date as first, ?::date as last) as asked
join flight on flight.day between first and last
  and scheduled_departure >= first::timestamp and scheduled_departure < last::timestamp + interval '1 day'
order by day

-- name: flights-of-day
select flight.*
from (select ?::date as day) as asked
join flight on flight.day = asked.day
  and scheduled_departure >= asked.day::timestamp and scheduled_departure < asked.day::timestamp + interval '1 day'

-- A flight that somebody wrote meanwhile is not written and not returned.
-- name: write-flights
insert into flight (
  id,
  revision, state, carrier, number, suffix, origin, destination, scheduled_departure, operation_at, operation_sha256,
  operation_payload, departure_scheduled_local, departure_scheduled_utc, departure_estimated_local,
  departure_estimated_utc, departure_actual_local, departure_actual_utc, departure_terminal, departure_gate,
  departure_status, arrival_scheduled_local, arrival_scheduled_utc, arrival_estimated_local, arrival_estimated_utc,
  arrival_actual_local, arrival_actual_utc, arrival_terminal, arrival_gate, arrival_status, status, aircraft_type,
  airframe_at, airframe_sha256, airframe_payload, registration, service_type, codeshares_at, codeshares_sha256,
  codeshares_payload, codeshares, plan_at, plan_sha256, plan_payload, plan_departure_scheduled_local,
  plan_departure_scheduled_utc, plan_departure_estimated_local, plan_departure_estimated_utc,
  plan_departure_actual_local, plan_departure_actual_utc, plan_departure_terminal, plan_departure_gate,
  plan_departure_status, plan_arrival_scheduled_local, plan_arrival_scheduled_utc, plan_arrival_estimated_local,
  plan_arrival_estimated_utc, plan_arrival_actual_local, plan_arrival_actual_utc, plan_arrival_terminal,
  plan_arrival_gate, plan_arrival_status, plan_aircraft_type)
select
  id,
  revision, state, carrier, number, suffix, origin, destination, scheduled_departure, operation_at, operation_sha256,
  operation_payload, departure_scheduled_local, departure_scheduled_utc, departure_estimated_local,
  departure_estimated_utc, departure_actual_local, departure_actual_utc, departure_terminal, departure_gate,
  departure_status, arrival_scheduled_local, arrival_scheduled_utc, arrival_estimated_local, arrival_estimated_utc,
  arrival_actual_local, arrival_actual_utc, arrival_terminal, arrival_gate, arrival_status, status, aircraft_type,
  airframe_at, airframe_sha256, airframe_payload, registration, service_type, codeshares_at, codeshares_sha256,
  codeshares_payload, codeshares, plan_at, plan_sha256, plan_payload, plan_departure_scheduled_local,
  plan_departure_scheduled_utc, plan_departure_estimated_local, plan_departure_estimated_utc,
  plan_departure_actual_local, plan_departure_actual_utc, plan_departure_terminal, plan_departure_gate,
  plan_departure_status, plan_arrival_scheduled_local, plan_arrival_scheduled_utc, plan_arrival_estimated_local,
  plan_arrival_estimated_utc, plan_arrival_actual_local, plan_arrival_actual_utc, plan_arrival_terminal,
  plan_arrival_gate, plan_arrival_status, plan_aircraft_type
from jsonb_populate_recordset(null::flight, ?::jsonb)
order by id
on conflict (id, scheduled_departure) do update set (
  revision, state, carrier, number, suffix, origin, destination, scheduled_departure, operation_at, operation_sha256,
  operation_payload, departure_scheduled_local, departure_scheduled_utc, departure_estimated_local,
  departure_estimated_utc, departure_actual_local, departure_actual_utc, departure_terminal, departure_gate,
  departure_status, arrival_scheduled_local, arrival_scheduled_utc, arrival_estimated_local, arrival_estimated_utc,
  arrival_actual_local, arrival_actual_utc, arrival_terminal, arrival_gate, arrival_status, status, aircraft_type,
  airframe_at, airframe_sha256, airframe_payload, registration, service_type, codeshares_at, codeshares_sha256,
  codeshares_payload, codeshares, plan_at, plan_sha256, plan_payload, plan_departure_scheduled_local,
  plan_departure_scheduled_utc, plan_departure_estimated_local, plan_departure_estimated_utc,
  plan_departure_actual_local, plan_departure_actual_utc, plan_departure_terminal, plan_departure_gate,
  plan_departure_status, plan_arrival_scheduled_local, plan_arrival_scheduled_utc, plan_arrival_estimated_local,
  plan_arrival_estimated_utc, plan_arrival_actual_local, plan_arrival_actual_utc, plan_arrival_terminal,
  plan_arrival_gate, plan_arrival_status, plan_aircraft_type) = (
  excluded.revision, excluded.state, excluded.carrier, excluded.number, excluded.suffix, excluded.origin,
  excluded.destination, excluded.scheduled_departure, excluded.operation_at, excluded.operation_sha256,
  excluded.operation_payload, excluded.departure_scheduled_local, excluded.departure_scheduled_utc,
  excluded.departure_estimated_local, excluded.departure_estimated_utc, excluded.departure_actual_local,
  excluded.departure_actual_utc, excluded.departure_terminal, excluded.departure_gate, excluded.departure_status,
  excluded.arrival_scheduled_local, excluded.arrival_scheduled_utc, excluded.arrival_estimated_local,
  excluded.arrival_estimated_utc, excluded.arrival_actual_local, excluded.arrival_actual_utc,
  excluded.arrival_terminal, excluded.arrival_gate, excluded.arrival_status, excluded.status, excluded.aircraft_type,
  excluded.airframe_at, excluded.airframe_sha256, excluded.airframe_payload, excluded.registration,
  excluded.service_type, excluded.codeshares_at, excluded.codeshares_sha256, excluded.codeshares_payload,
  excluded.codeshares, excluded.plan_at, excluded.plan_sha256, excluded.plan_payload,
  excluded.plan_departure_scheduled_local, excluded.plan_departure_scheduled_utc,
  excluded.plan_departure_estimated_local, excluded.plan_departure_estimated_utc,
  excluded.plan_departure_actual_local, excluded.plan_departure_actual_utc, excluded.plan_departure_terminal,
  excluded.plan_departure_gate, excluded.plan_departure_status, excluded.plan_arrival_scheduled_local,
  excluded.plan_arrival_scheduled_utc, excluded.plan_arrival_estimated_local, excluded.plan_arrival_estimated_utc,
  excluded.plan_arrival_actual_local, excluded.plan_arrival_actual_utc, excluded.plan_arrival_terminal,
  excluded.plan_arrival_gate, excluded.plan_arrival_status, excluded.plan_aircraft_type)
where flight.revision = excluded.revision - 1
returning id

-- name: write-payload
insert into payload (id, sha256, request, seen_at) values (?, ?, ?, ?)
on conflict (id) do update set seen_at = greatest(payload.seen_at, excluded.seen_at)
returning no

-- name: write-states
insert into observation_state (flight, hash, resource, groups, facts)
select flight, decode(hash, 'hex'), resource, groups, facts
from jsonb_to_recordset(?::jsonb) as s (flight text, hash text, resource text, groups text[], facts jsonb)
order by flight, hash
on conflict do nothing

-- name: write-observations
insert into observation (flight, seen_at, payload, hash)
select flight, ?, ?, decode(hash, 'hex') from jsonb_to_recordset(?::jsonb) as s (flight text, hash text)
order by flight, hash
on conflict do nothing

-- What was believed of a flight at a moment.
-- name: flight-as-of
select * from flight_as_of(?, ?)

-- name: flights-of-number
select flight.*
from (select ?::text[] as numbers, ?::date as day) as asked
join flight on flight.numbers && asked.numbers and flight.day = asked.day
  and scheduled_departure >= asked.day::timestamp and scheduled_departure < asked.day::timestamp + interval '1 day'
order by departure_best_utc nulls last, id limit 50

-- name: carriers-of-icao
select code from airline where icao = ? union select iata from icao_designator where icao = ?

-- name: airborne
select id, carrier, number, suffix, origin, destination, status, aircraft_type, registration,
  extract(epoch from departure_best_utc)::bigint as off,
  extract(epoch from arrival_best_utc)::bigint as "on",
  arrival_estimated_utc is not null as estimated,
  (extract(epoch from departure_actual_utc - departure_scheduled_utc) / 60)::bigint as delay,
  extract(epoch from operation_at)::bigint as seen_at
from airborne(?)

-- name: names-of-airport
select names from airport where code = ?

-- A board: due or expected in the window; and what was due up to 12 hours before it and has not ended. Flights that were to leave
-- long before or after the window are not looked at (see airborne): a month that is not near is not read.
-- name: departures
select flight.*
from (select ?::text as airport, ?::timestamptz as first, ?::timestamptz as last, ?::timestamptz as overdue) as asked
join flight on origin = airport
  and (departure_due_utc between first and last or departure_best_utc between first and last
    or departure_due_utc between overdue and first and state = 'SCHEDULED' and operation_at is not null)
  and scheduled_departure > (overdue at time zone 'UTC') - interval '4 days'
  and scheduled_departure < (last at time zone 'UTC') + interval '2 days'
order by departure_best_utc, id limit ?

-- name: arrivals
select flight.*
from (select ?::text as airport, ?::timestamptz as first, ?::timestamptz as last, ?::timestamptz as overdue) as asked
join flight on destination = airport
  and (arrival_due_utc between first and last or arrival_best_utc between first and last
    or arrival_due_utc between overdue and first and state in ('SCHEDULED', 'AIRBORNE') and operation_at is not null)
  and scheduled_departure > (overdue at time zone 'UTC') - interval '4 days'
  and scheduled_departure < (last at time zone 'UTC') + interval '2 days'
order by arrival_best_utc, id limit ?

-- name: count
select (select count(*) from flight) as flights,
  (select count(*) from payload) as payloads,
  (select max(seen_at) from payload) as newest,
  count(*) as airborne,
  extract(epoch from percentile_disc(0.5) within group (order by ?::timestamptz - operation_at)) as p50,
  extract(epoch from percentile_disc(0.95) within group (order by ?::timestamptz - operation_at)) as p95
from airborne(?)

-- name: loaded-at
select loaded_at from payload where id = ?

-- name: write-country
insert into country (code, names, seen_at, sha256, payload)
select code, names, ?, ?, ?
from jsonb_to_recordset(?::jsonb) as r (code text, names jsonb)
order by code
on conflict (code) do update set
  (names, seen_at, sha256, payload) =
  (excluded.names, excluded.seen_at, excluded.sha256, excluded.payload)
where (excluded.seen_at, excluded.sha256) > (country.seen_at, country.sha256)

-- name: write-city
insert into city (code, country, names, utc_offset, zone, airports, seen_at, sha256, payload)
select code, country, names, utc_offset, zone, airports, ?, ?, ?
from jsonb_to_recordset(?::jsonb) as r (code text, country text, names jsonb, utc_offset text, zone text, airports text[])
order by code
on conflict (code) do update set
  (country, names, utc_offset, zone, airports, seen_at, sha256, payload) =
  (excluded.country, excluded.names, excluded.utc_offset, excluded.zone, excluded.airports, excluded.seen_at, excluded.sha256, excluded.payload)
where (excluded.seen_at, excluded.sha256) > (city.seen_at, city.sha256)

-- name: write-airport
insert into airport (code, city, country, latitude, longitude, location_type, names, utc_offset, zone, seen_at, sha256, payload)
select code, city, country, latitude, longitude, location_type, names, utc_offset, zone, ?, ?, ?
from jsonb_to_recordset(?::jsonb) as r (code text, city text, country text, latitude double precision, longitude double precision, location_type text, names jsonb, utc_offset text, zone text)
order by code
on conflict (code) do update set
  (city, country, latitude, longitude, location_type, names, utc_offset, zone, seen_at, sha256, payload) =
  (excluded.city, excluded.country, excluded.latitude, excluded.longitude, excluded.location_type, excluded.names, excluded.utc_offset, excluded.zone, excluded.seen_at, excluded.sha256, excluded.payload)
where (excluded.seen_at, excluded.sha256) > (airport.seen_at, airport.sha256)

-- name: write-airline
insert into airline (code, icao, names, seen_at, sha256, payload)
select code, icao, names, ?, ?, ?
from jsonb_to_recordset(?::jsonb) as r (code text, icao text, names jsonb)
order by code
on conflict (code) do update set
  (icao, names, seen_at, sha256, payload) =
  (excluded.icao, excluded.names, excluded.seen_at, excluded.sha256, excluded.payload)
where (excluded.seen_at, excluded.sha256) > (airline.seen_at, airline.sha256)

-- name: write-aircraft_type
insert into aircraft_type (code, icao, names, seen_at, sha256, payload)
select code, icao, names, ?, ?, ?
from jsonb_to_recordset(?::jsonb) as r (code text, icao text, names jsonb)
order by code
on conflict (code) do update set
  (icao, names, seen_at, sha256, payload) =
  (excluded.icao, excluded.names, excluded.seen_at, excluded.sha256, excluded.payload)
where (excluded.seen_at, excluded.sha256) > (aircraft_type.seen_at, aircraft_type.sha256)
