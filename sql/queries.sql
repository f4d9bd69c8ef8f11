-- What people ask of the flights, each question with the statement that answers it. Values are psql's variables: in psql, say
-- \set airport FRA and so on, then paste a statement. Times are UTC but where a column says local. Every statement is run against
-- a small known world and its answer compared, by QueriesTest.

-- name: departures-board
-- What leaves an airport between two moments, when really, and from which gate?
select carrier || number || suffix as flight, destination, departure_due_utc as due, departure_best_utc as best,
  departure_terminal as terminal, departure_gate as gate, state
from flight
where origin = :'airport' and departure_best_utc between :'from' and :'until'
  and scheduled_departure between :'from'::timestamp - interval '4 days' and :'until'::timestamp + interval '2 days'
order by best, flight;

-- name: arrivals-board
-- What comes to an airport between two moments, from where, and how late is it?
select carrier || number || suffix as flight, origin, arrival_best_utc as best,
  round(extract(epoch from arrival_best_utc - arrival_due_utc) / 60) as minutes_late, state
from flight
where destination = :'airport' and arrival_best_utc between :'from' and :'until'
  and scheduled_departure between :'from'::timestamp - interval '4 days' and :'until'::timestamp + interval '2 days'
order by best, flight;

-- name: flight-by-number
-- Which flight is the one on my ticket, whoever operates it?
select id, carrier || number || suffix as operated_as, origin, destination, scheduled_departure as departure_local, state
from flight
where numbers @> array[:'number'] and scheduled_departure >= :'day'::date and scheduled_departure < :'day'::date + 1
order by scheduled_departure;

-- name: in-the-air
-- What was on the map at a moment?
select carrier || number || suffix as flight, origin, destination, departure_best_utc as off, arrival_best_utc as expected
from airborne(:'moment')
order by off, flight;

-- name: carriers-on-time
-- How punctual are the carriers, and how sure is that?
select name as carrier, n, late, round(late_share::numeric, 3) as late_share,
  round(late_low::numeric, 3) as low, round(late_high::numeric, 3) as high
from punctuality(:'first', :'last')
where kind = 'carrier'
order by late_share desc nulls last, carrier;

-- name: worst-routes
-- Which routes are late most often? Ordered by what is sure: one late flight of one says less than ten of twelve.
select name as route, n, late, round(late_low::numeric, 3) as surely_late, round(mean_delay::numeric, 1) as mean_delay
from punctuality(:'first', :'last')
where kind = 'route' and n > 0
order by late_low desc, route
limit 20;

-- name: hours
-- At which hours of the day, on the clock at the airport, are departures late?
select name::integer as hour, n, late, round(mean_delay::numeric, 1) as mean_delay
from punctuality(:'first', :'last')
where kind = 'hour' and n > 0
order by hour;

-- name: weekdays
-- On which weekdays (1 is Monday) do flights arrive late?
select name::integer as weekday, n, late, round(mean_delay::numeric, 1) as mean_delay
from punctuality(:'first', :'last', 'arrival')
where kind = 'weekday' and n > 0
order by weekday;

-- name: cancellations-by-day
-- How many flights were cancelled each day, of how many?
select day, count(*) filter (where state = 'CANCELLED') as cancelled, count(*) as flights
from flight
where scheduled_departure >= :'first'::date and scheduled_departure < :'last'::date + 1
group by day
order by day;

-- name: gate-changes
-- Which flights of a day changed their gate, when was that said, and from which to which?
select flight, seen_at, before, gate
from (
  select o.flight, o.seen_at, s.facts ->> 'departure_gate' as gate,
    lag(s.facts ->> 'departure_gate') over (partition by o.flight order by o.seen_at) as before
  from flight f
  join observation o on o.flight = f.id
  join observation_state s on s.flight = o.flight and s.hash = o.hash
  where f.scheduled_departure >= :'day'::date and f.scheduled_departure < :'day'::date + 1
    and s.facts ? 'departure_gate') as said
where before <> gate
order by flight, seen_at;

-- name: as-of
-- What did we believe of a flight at a moment?
select state, departure_gate as gate, departure_best_utc as departure, operation_at as said_at
from flight_as_of(:'flight', :'moment');

-- name: story
-- What was said of a flight, in the order in which it was said?
select o.seen_at, s.resource, s.facts ->> 'status' as status, s.facts ->> 'departure_gate' as gate,
  s.facts ->> 'departure_actual_utc' as off, s.facts ->> 'arrival_actual_utc' as "on"
from observation o
join observation_state s on s.flight = o.flight and s.hash = o.hash
where o.flight = :'flight'
order by o.seen_at;

-- name: aircraft-day
-- Where was an aircraft on a day?
select carrier || number || suffix as flight, origin, destination, departure_best_utc as off, arrival_best_utc as "on", state
from flight
where registration = :'registration' and scheduled_departure >= :'day'::date and scheduled_departure < :'day'::date + 1
order by off;

-- name: turnarounds
-- How long did aircraft stand at an airport between two flights, and how long were they meant to?
select registration, came, goes, standing_minutes, planned_minutes
from (
  select registration, destination, carrier || number as came,
    lead(carrier || number) over legs as goes, lead(origin) over legs as leaves_from,
    round(extract(epoch from lead(departure_best_utc) over legs - arrival_best_utc) / 60) as standing_minutes,
    round(extract(epoch from lead(departure_due_utc) over legs - arrival_due_utc) / 60) as planned_minutes
  from flight
  where registration is not null and state <> 'CANCELLED'
    and scheduled_departure >= :'day'::date and scheduled_departure < :'day'::date + 1
  window legs as (partition by registration order by departure_best_utc)) as leg
where destination = :'airport' and leaves_from = :'airport'
order by registration, came;

-- name: overdue
-- Of which flights that should have left by a moment does nobody say that they did?
select id, departure_due_utc as due, operation_at as last_said
from flight
where state = 'SCHEDULED' and departure_best_utc < :'moment'
  and scheduled_departure between :'moment'::timestamp - interval '4 days' and :'moment'::timestamp + interval '2 days'
order by due;

-- name: missing
-- How much of what should be known of the flights of a day is missing?
select count(*) as flights,
  count(*) filter (where departure_gate is null) as without_gate,
  count(*) filter (where registration is null) as without_aircraft,
  count(*) filter (where state in ('AIRBORNE', 'LANDED') and departure_actual_utc is null) as off_without_time,
  count(*) filter (where state = 'LANDED' and arrival_actual_utc is null) as landed_without_time
from flight
where scheduled_departure >= :'day'::date and scheduled_departure < :'day'::date + 1;

-- name: codeshares
-- Under which other numbers is a flight sold, and by which airlines?
select marketing, a.names ->> 'EN' as airline
from flight f
cross join unnest(f.codeshares) as marketing
left join airline a on a.code = left(marketing, 2)
where f.id = :'flight' and f.scheduled_departure = departure_of(:'flight')
order by marketing;

-- name: freshness
-- How old, in minutes, is what is known of the flights in the air?
select count(*) as flights,
  round(extract(epoch from percentile_cont(0.5) within group (order by :'moment'::timestamptz - operation_at)) / 60) as median,
  round(extract(epoch from max(:'moment'::timestamptz - operation_at)) / 60) as oldest
from airborne(:'moment');

-- name: lineage
-- On which answers of the provider does a flight stand?
select part, p.id as payload, p.seen_at
from flight f
cross join lateral (values ('operation', operation_payload), ('airframe', airframe_payload), ('codeshares', codeshares_payload),
  ('plan', plan_payload)) as stands (part, payload)
join payload p on p.id = stands.payload
where f.id = :'flight' and f.scheduled_departure = departure_of(:'flight')
order by part;

-- name: said-by-payload
-- What did one answer of the provider tell?
select o.flight, s.resource, array_to_string(s.groups, ' ') as groups, s.facts ->> 'status' as status
from payload p
join observation o on o.payload = p.no
join observation_state s on s.flight = o.flight and s.hash = o.hash
where p.id = :'payload'
order by o.flight;

-- name: rows
-- How many rows has each table? What went to quarantine is in none of them.
select 'aircraft_type' as "table", count(*) as rows from aircraft_type
union all select 'airline', count(*) from airline
union all select 'airport', count(*) from airport
union all select 'city', count(*) from city
union all select 'country', count(*) from country
union all select 'flight', count(*) from flight
union all select 'observation', count(*) from observation
union all select 'observation_state', count(*) from observation_state
union all select 'payload', count(*) from payload
order by "table";

-- name: names
-- What is an airport called, in each language that is known?
select language, name from airport, jsonb_each_text(names) as n (language, name)
where code = :'code'
order by language;

-- name: place-by-name
-- Which airports, cities and countries have this name, in any language?
select kind, code, language
from (
  select 'airport' as kind, code, names from airport
  union all select 'city', code, names from city
  union all select 'country', code, names from country) as place,
  jsonb_each_text(names) as n (language, name)
where lower(name) = lower(:'name')
order by kind, code, language;

-- name: airline-by-icao
-- Which airline has this ICAO designator? Some are in no list of the provider.
select code, names ->> 'EN' as name from airline where icao = :'icao'
union
select iata, names ->> 'EN' from icao_designator left join airline on code = iata where icao_designator.icao = :'icao'
order by code;

-- name: unknown-airports
-- To which airports do flights go that the reference data does not know?
select code, count(*) as flights
from flight
cross join lateral (values (origin), (destination)) as place (code)
where not exists (select from airport where airport.code = place.code)
group by code
order by flights desc, code;

-- name: changes-of-mind
-- Of which flights of a day was most said that was new?
select f.id, count(distinct s.hash) as statements
from flight f
join observation_state s on s.flight = f.id
where f.scheduled_departure >= :'day'::date and f.scheduled_departure < :'day'::date + 1
group by f.id
having count(distinct s.hash) > 1
order by statements desc, f.id;

-- name: seen-again
-- Which answers were given again unchanged, and how often?
select p.id as payload, count(distinct o.seen_at) as times, max(o.seen_at) as last
from payload p
join observation o on o.payload = p.no
group by p.id
having count(distinct o.seen_at) > 1
order by p.id;

-- name: resources
-- How many answers of which resource were loaded, and when was the newest given?
select split_part(split_part(request, '?', 1), '/', 3) as resource, count(*) as payloads, max(seen_at) as newest
from payload
group by resource
order by resource;

-- name: months
-- Which months are open, and how many flights has each?
select tableoid::regclass as partition, count(*) as flights
from flight
group by tableoid
order by tableoid::regclass::text;
