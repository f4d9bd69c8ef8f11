-- What the functions ask. Each statement stands under its name; values are parameters, always.

-- The bounds name the months to read, whatever plan the server keeps for the statement.
-- name: flights
with asked as (
  select array_agg(id) as ids, min(departure_of(id)) as first, max(departure_of(id)) as last from unnest(?::text[]) as id)
select * from flight
where id = any ((select ids from asked)::text[])
  and scheduled_departure between (select first from asked) and (select last from asked)

-- The same flights, for an answer that keeps what it makes of them.
-- name: flights-told
with asked as (
  select array_agg(id) as ids, min(departure_of(id)) as first, max(departure_of(id)) as last from unnest(?::text[]) as id)
select version_of(flight) as version, flight.* from flight
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

-- Where a payload's flights wait to be written: they come by COPY, which is several times as fast as any statement with values.
-- name: stage-flights
create temporary table if not exists flight_news on commit delete rows as
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
from flight with no data

-- name: clear-flights
delete from flight_news

-- A flight that somebody wrote meanwhile is not written and not counted.
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
from flight_news
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

-- name: write-payload
insert into payload (id, sha256, request, seen_at) values (?, ?, ?, ?)
on conflict (id) do update set seen_at = greatest(payload.seen_at, excluded.seen_at)

-- name: stage-observations
create temporary table if not exists observation_news (
  flight text, hash bytea, resource text, groups text[], facts jsonb, seen_at timestamptz, payload text)
on commit delete rows

-- name: write-states
insert into observation_state (flight, hash, resource, groups, facts)
select flight, hash, resource, groups, facts from observation_news
order by flight, hash
on conflict do nothing

-- name: write-observations
insert into observation (flight, seen_at, payload, hash)
select n.flight, n.seen_at, p.no, n.hash from observation_news n join payload p on p.id = n.payload
order by n.flight, n.hash
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

-- Who is in the air; what is told of each is kept until it is written again.
-- name: airborne
select id, version_of(airborne) as version from airborne(?)

-- What the map tells of some of them. date_part is a double, which holds seconds exactly; extract is a numeric, and slow.
-- name: airborne-flights
select id, carrier, number, suffix, origin, destination, status, aircraft_type, registration,
  date_part('epoch', departure_best_utc)::bigint as off,
  date_part('epoch', arrival_best_utc)::bigint as "on",
  case when arrival_estimated_utc is not null then 'estimated' else 'scheduled' end as on_basis,
  (date_part('epoch', departure_actual_utc - departure_scheduled_utc) / 60)::bigint as delay,
  date_part('epoch', operation_at)::bigint as seen_at, version_of(airborne) as version
from airborne(?) where id = any (?::text[])

-- The flights that were in the air at any moment of a span, as is known today; of moments to come, those that are expected to be.
-- A flight lasts a day at most. One that should have left by now and of which nobody said that it did is not in the air.
-- name: in-the-air
select id, carrier, number, suffix, origin, destination, status, aircraft_type, registration,
  date_part('epoch', departure_best_utc)::bigint as off,
  date_part('epoch', arrival_best_utc)::bigint as "on",
  case when arrival_actual_utc is not null then 'actual' when arrival_estimated_utc is not null then 'estimated' else 'scheduled' end
    as on_basis,
  (date_part('epoch', departure_actual_utc - departure_scheduled_utc) / 60)::bigint as delay,
  date_part('epoch', coalesce(operation_at, plan_at))::bigint as seen_at
from (select ?::timestamptz as first, ?::timestamptz as last, ?::timestamptz as now) as asked
join flight on departure_best_utc <= last and departure_best_utc > first - interval '1 day' and arrival_best_utc > first
  and (state in ('AIRBORNE', 'LANDED') or state = 'DIVERTED' and departure_actual_local is not null
    or state in ('SCHEDULED', 'DIVERTED') and departure_best_utc > now)
  and coalesce(aircraft_type, '') <> 'TRN'
  and scheduled_departure > (first at time zone 'UTC') - interval '4 days'
  and scheduled_departure < (last at time zone 'UTC') + interval '2 days'
order by id

-- name: schedule
select flight.*
from (select ?::text as origin, ?::text as destination, ?::date as day) as asked
join flight on flight.origin = asked.origin and flight.destination = asked.destination and flight.day = asked.day
  and scheduled_departure >= asked.day::timestamp and scheduled_departure < asked.day::timestamp + interval '1 day'
order by scheduled_departure, id

-- How punctual the flights of some days are, by what is asked for (route, carrier, hour, weekday); one row more, without a key,
-- tells all of them. As the function punctuality, of some flights only.
-- name: punctuality
with sample as (
  select cancelled,
    case kind when 'route' then p.origin || '-' || p.destination when 'carrier' then p.carrier
      when 'hour' then extract(hour from local)::text when 'weekday' then extract(isodow from local)::text end as key,
    delay
  from (select ?::text as kind, ?::text as side, ?::date as first, ?::date as last, ?::text[] as carriers, ?::text as origin,
    ?::text as destination) as asked
  join flight_performance p on p.departure_local >= first::timestamp and p.departure_local < last::timestamp + interval '1 day'
    and (carriers is null or p.carrier = any (carriers))
    and (asked.origin is null or p.origin = asked.origin)
    and (asked.destination is null or p.destination = asked.destination)
  cross join lateral (select
    case when side = 'departure' then departure_local else arrival_local end as local,
    case when side = 'departure' then departure_delay else arrival_delay end as delay) as measured
),
grouped as (
  select key, grouping(key) = 1 as whole, count(*) as flights, count(*) filter (where cancelled) as cancelled,
    count(delay) filter (where not cancelled) as n,
    count(*) filter (where not cancelled and delay >= 15) as late,
    avg(delay) filter (where not cancelled) as mean,
    stddev_samp(delay) filter (where not cancelled) as deviation
  from sample
  group by grouping sets ((key), ())
)
select key, whole, flights, cancelled, n, late, low, high, mean,
  student(n - 1) * deviation / sqrt(nullif(n, 0)) as margin
from grouped
left join lateral wilson(late, n) on true
where whole or key is not null
order by whole desc, flights desc, key

-- How disturbed an airport is, by hour and side, by hour, by side, and all of it (an hour or a side that is null stands for all).
-- The burden of a flight is 1 where it is cancelled or diverted, else its delay by two hours, between 0 and 1.
-- name: delay-index
with asked as (select ?::text as airport, ?::text as zone, ?::timestamptz as first, ?::timestamptz as last),
movement as (
  select 'departures' as side, departure_due_utc as due, state,
    coalesce(departure_actual_utc, departure_estimated_utc) - departure_scheduled_utc as late
  from asked
  join flight on origin = airport and departure_due_utc >= first and departure_due_utc < last
    and coalesce(aircraft_type, '') <> 'TRN'
    and scheduled_departure > (first at time zone 'UTC') - interval '2 days'
    and scheduled_departure < (last at time zone 'UTC') + interval '2 days'
  union all
  select 'arrivals', arrival_due_utc, state,
    coalesce(arrival_actual_utc, arrival_estimated_utc) - arrival_scheduled_utc
  from asked
  join flight on destination = airport and arrival_due_utc >= first and arrival_due_utc < last
    and coalesce(aircraft_type, '') <> 'TRN'
    and scheduled_departure > (first at time zone 'UTC') - interval '3 days'
    and scheduled_departure < (last at time zone 'UTC') + interval '2 days'
),
burdened as (
  select side, date_trunc('hour', due, zone) as hour, state, minutes,
    case when state in ('CANCELLED', 'DIVERTED') then 1 when minutes is not null then least(1, greatest(0, minutes) / 120) end
      as burden
  from movement, asked
  cross join lateral (select
    case when state not in ('CANCELLED', 'DIVERTED') then extract(epoch from late)::double precision / 60 end as minutes) as measured
)
select hour, side, count(*) as flights,
  count(*) filter (where state = 'CANCELLED') as cancelled,
  count(*) filter (where state = 'DIVERTED') as diverted,
  count(burden) as n,
  count(*) filter (where minutes >= 15) as late,
  avg(minutes) as mean,
  100 * avg(burden) as index
from burdened
group by grouping sets ((hour, side), (hour), (side), ())
order by hour nulls first, side nulls first

-- Flights due to leave within half a day of a moment that are cancelled, diverted, or not ended and late; the worst of each kind.
-- name: disrupted-flights
with due as (
  select id, flight.scheduled_departure, departure_due_utc, carrier, flight.origin, flight.destination, minutes,
    case
      when state = 'CANCELLED' then 'cancelled'
      when state = 'DIVERTED' then 'diverted'
      when minutes >= 15 and (state = 'SCHEDULED' or state = 'AIRBORNE' and arrival_best_utc > now - interval '30 minutes')
        then 'delayed' end as kind
  from (select ?::timestamptz as now, ?::text as airport, ?::text[] as carriers) as asked
  join flight on departure_due_utc >= now - interval '12 hours' and departure_due_utc < now + interval '12 hours'
    and flight.day between (now at time zone 'UTC')::date - 2 and (now at time zone 'UTC')::date + 2
    and scheduled_departure > (now at time zone 'UTC') - interval '2 days'
    and scheduled_departure < (now at time zone 'UTC') + interval '2 days'
    and (airport is null or airport in (flight.origin, flight.destination))
    and (carriers is null or carrier = any (carriers))
    and coalesce(aircraft_type, '') <> 'TRN'
  cross join lateral (select extract(epoch from greatest(
    coalesce(departure_actual_utc, departure_estimated_utc) - departure_scheduled_utc,
    arrival_estimated_utc - arrival_scheduled_utc))::double precision / 60 as minutes) as expected
),
worst as (
  select id, scheduled_departure, kind,
    row_number() over (partition by kind order by case kind when 'delayed' then minutes end desc nulls last, departure_due_utc desc, id)
      as place
  from due
  where kind is not null
)
select flight.*, kind
from worst
join flight using (id, scheduled_departure)
where place <= ?
order by kind, place

-- How many of the flights due around a moment are disrupted, at each airport, with each airline, and of all.
-- name: disruption-counts
with due as (
  select id, flight.scheduled_departure, departure_due_utc, carrier, flight.origin, flight.destination, minutes,
    case
      when state = 'CANCELLED' then 'cancelled'
      when state = 'DIVERTED' then 'diverted'
      when minutes >= 15 and (state = 'SCHEDULED' or state = 'AIRBORNE' and arrival_best_utc > now - interval '30 minutes')
        then 'delayed' end as kind
  from (select ?::timestamptz as now, ?::text as airport, ?::text[] as carriers) as asked
  join flight on departure_due_utc >= now - interval '12 hours' and departure_due_utc < now + interval '12 hours'
    and flight.day between (now at time zone 'UTC')::date - 2 and (now at time zone 'UTC')::date + 2
    and scheduled_departure > (now at time zone 'UTC') - interval '2 days'
    and scheduled_departure < (now at time zone 'UTC') + interval '2 days'
    and (airport is null or airport in (flight.origin, flight.destination))
    and (carriers is null or carrier = any (carriers))
    and coalesce(aircraft_type, '') <> 'TRN'
  cross join lateral (select extract(epoch from greatest(
    coalesce(departure_actual_utc, departure_estimated_utc) - departure_scheduled_utc,
    arrival_estimated_utc - arrival_scheduled_utc))::double precision / 60 as minutes) as expected
),
place as (
  select kind, carrier, unnest(array[origin, destination]) as airport from due
)
select 'airport' as per, airport as key, count(*) as flights, count(*) filter (where kind = 'cancelled') as cancelled,
  count(*) filter (where kind = 'diverted') as diverted, count(*) filter (where kind = 'delayed') as delayed
from place group by airport having count(kind) > 0
union all
select 'carrier', carrier, count(*), count(*) filter (where kind = 'cancelled'),
  count(*) filter (where kind = 'diverted'), count(*) filter (where kind = 'delayed')
from due group by carrier having count(kind) > 0
union all
select 'all', null, count(*), count(*) filter (where kind = 'cancelled'),
  count(*) filter (where kind = 'diverted'), count(*) filter (where kind = 'delayed')
from due

-- name: airlines
select a.code, coalesce(a.icao, (select min(d.icao) from icao_designator d where d.iata = a.code)) as icao, a.names
from (select ?::text as behind) as asked
join airline a on a.code > behind
order by a.code limit ?

-- name: airline
select a.code, coalesce(a.icao, (select min(d.icao) from icao_designator d where d.iata = a.code)) as icao, a.names
from (select ?::text as code) as asked
join airline a on a.code = asked.code or a.icao = asked.code
  or a.code in (select d.iata from icao_designator d where d.icao = asked.code)
order by a.code limit 1

-- name: names-of-airport
select names from airport where code = ?

-- A board: due or expected in the window; and what was due up to 12 hours before it and has not ended. Flights that were to leave
-- long before or after the window are not looked at (see airborne): a month that is not near is not read. A page begins behind the
-- flight that the page before ended with.
-- name: departures
select id, version_of(flight) as version, date_part('epoch', departure_best_utc)::bigint as board_at
from (select ?::text as airport, ?::timestamptz as first, ?::timestamptz as last, ?::timestamptz as overdue,
  ?::timestamptz as behind, ?::text as behind_id) as asked
join flight on origin = airport
  and (departure_due_utc between first and last or departure_best_utc between first and last
    or departure_due_utc between overdue and first and state = 'SCHEDULED' and operation_at is not null)
  and scheduled_departure > (overdue at time zone 'UTC') - interval '4 days'
  and scheduled_departure < (last at time zone 'UTC') + interval '2 days'
  and (departure_best_utc, id) > (behind, behind_id)
order by departure_best_utc, id limit ?

-- name: arrivals
select id, version_of(flight) as version, date_part('epoch', arrival_best_utc)::bigint as board_at
from (select ?::text as airport, ?::timestamptz as first, ?::timestamptz as last, ?::timestamptz as overdue,
  ?::timestamptz as behind, ?::text as behind_id) as asked
join flight on destination = airport
  and (arrival_due_utc between first and last or arrival_best_utc between first and last
    or arrival_due_utc between overdue and first and state in ('SCHEDULED', 'AIRBORNE') and operation_at is not null)
  and scheduled_departure > (overdue at time zone 'UTC') - interval '4 days'
  and scheduled_departure < (last at time zone 'UTC') + interval '2 days'
  and (arrival_best_utc, id) > (behind, behind_id)
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

-- The training set of a window as CSV: every flight of the sources asked for that was to leave in it, with what is known of it by
-- now. Whose a flight is follows from the payload that told how it went, or of its plan where none did. Codes that would break a line
-- of text are left out. No order: rows leave as they are read. The words after $ are put in by TrainingExtract: COPY takes no values.
-- name: extract
copy (
  select
    id, carrier, textcat(number::text, suffix), origin, destination,
    case when registration ~ '^[A-Za-z0-9-]{1,12}$' then registration end,
    case when coalesce(aircraft_type, plan_aircraft_type) ~ '^[A-Za-z0-9]{1,6}$' then coalesce(aircraft_type, plan_aircraft_type) end,
    to_char(departure_due_utc at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'),
    to_char(arrival_due_utc at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'),
    to_char(departure_actual_utc at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'),
    case when state <> 'DIVERTED' then to_char(arrival_actual_utc at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') end,
    (state = 'CANCELLED')::int, (state = 'DIVERTED')::int
  from flight
  where scheduled_departure >= timestamp '$from' - interval '1 day' and scheduled_departure < timestamp '$until' + interval '1 day'
    and departure_due_utc >= timestamp '$from' at time zone 'UTC' and departure_due_utc < timestamp '$until' at time zone 'UTC'
    and coalesce(aircraft_type, '') not in ('TRN', 'BUS')
    and ($sources)
) to stdout (format csv)

-- The same forecast delivered again is there once.
-- name: write-forecasts
insert into forecast (flight, made_at, horizon, model_version, world, probability, minutes10, minutes50, minutes90, reasons, payload)
select flight, made_at, horizon, model_version, world, probability, minutes10, minutes50, minutes90, reasons, ?
from jsonb_to_recordset(?::jsonb) as f(flight text, made_at timestamptz, horizon text, model_version integer, world text,
  probability double precision, minutes10 double precision, minutes50 double precision, minutes90 double precision, reasons jsonb)
on conflict do nothing

-- All forecasts of these flights, newest first.
-- name: forecasts-of-flights
select * from forecast
where forecast.flight = any (?::text[])
order by forecast.flight, forecast.made_at desc

-- The newest forecast of each flight in the air.
-- name: airborne-forecasts
select distinct on (forecast.flight) forecast.flight, forecast.probability
from airborne(?) as flying
join forecast on forecast.flight = flying.id
order by forecast.flight, forecast.made_at desc

-- Our forecasts of flights that have arrived, beside what the airline said at the moment of each: its estimate by then, else its
-- schedule. Only of flights whose arrival was due long enough ago that late ones are in too, and at most 2000, as each costs a look
-- at what was known then: as many of each horizon of a version, drawn by lot from all days asked for, of fifteen at most, which are
-- three versions. With its limit of one the flight is looked up for each forecast in the order of forecast_lot, so that hardly more
-- are read than count.
-- name: backtest
with recursive teller as (
  (select model_version, world, horizon from forecast order by model_version desc, world desc, horizon desc limit 1)
  union all
  select older.* from teller, lateral (
    select model_version, world, horizon from forecast
    where (model_version, world, horizon) < (teller.model_version, teller.world, teller.horizon)
    order by model_version desc, world desc, horizon desc limit 1) as older),
newest as (select * from teller limit 15),
told as (
  select drawn.*
  from (select ?::timestamptz as since, ?::timestamptz as due) as asked
  cross join newest
  cross join lateral (
    select forecast.*, arrived.arrival_due_utc, extract(epoch from arrived.arrival_actual_utc - arrived.arrival_due_utc) / 60 as delay
    from forecast
    cross join lateral (
      select * from flight
      where flight.id = forecast.flight and flight.scheduled_departure = departure_of(forecast.flight)
        and state = 'LANDED' and arrival_actual_utc is not null and arrival_due_utc between since and due
      limit 1) as arrived
    where forecast.model_version = newest.model_version and forecast.world = newest.world and forecast.horizon = newest.horizon
      and departure_of(forecast.flight) > (since at time zone 'UTC') - interval '2 days'
      and departure_of(forecast.flight) < (due at time zone 'UTC') + interval '14 hours'
    order by hashtextextended(forecast.flight, 0)
    limit (select 2000 / count(*) from newest)) as drawn),
both_told as (
  select told.*,
    extract(epoch from coalesce(known.arrival_estimated_utc, known.arrival_due_utc, told.arrival_due_utc) - told.arrival_due_utc) / 60 as said,
    known.arrival_estimated_utc is not null as estimated
  from told
  left join lateral flight_as_of(told.flight, told.made_at) as known on true),
tenths as (
  select horizon, world, model_version, least(floor(probability * 10), 9) as tenth, count(*) as flights,
    avg(probability) as said, avg((delay >= 15)::int) as happened
  from told
  group by horizon, world, model_version, tenth)
select horizon, world, model_version, count(*) as flights,
  avg((delay >= 15)::int) as late,
  avg((probability - (delay >= 15)::int) ^ 2) as brier,
  avg(abs(minutes50 - delay)) as our_error,
  avg(abs(said - delay)) as airline_error,
  avg((abs(minutes50 - delay) < abs(said - delay))::int) as ours_nearer,
  avg((abs(minutes50 - delay) > abs(said - delay))::int) as airline_nearer,
  avg((delay between minutes10 and minutes90)::int) as coverage,
  count(*) filter (where estimated) as estimates,
  min(arrival_due_utc) as since,
  (select jsonb_agg(jsonb_build_object('said', said, 'happened', happened, 'flights', flights) order by tenth) from tenths
    where (tenths.horizon, tenths.world, tenths.model_version) = (both_told.horizon, both_told.world, both_told.model_version))
    as reliability
from both_told
group by horizon, world, model_version
order by model_version desc, world, case horizon when 'D0' then 1 when '6h' then 2 when '2h' then 3 else 4 end
