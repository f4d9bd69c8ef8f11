-- Flights by the month of their departure: a month that nobody asks for any more is detached whole, and boards, days and flight
-- numbers read the months they name and no other. The key of a partition is the local departure, which is part of the id; so an
-- id is still there once, although a partitioned table's key must name the column it is partitioned by.
-- There is no default partition: a flight whose month is not open is refused, never put aside without a word.

-- The scheduled departure that an id ends in, local at the origin: LH-400-FRA-JFK-20261124T1055.
create function departure_of(id text) returns timestamp
  language sql immutable strict parallel safe
return make_timestamp(
  substr(right(id, 13), 1, 4)::integer, substr(right(id, 13), 5, 2)::integer, substr(right(id, 13), 7, 2)::integer,
  substr(right(id, 13), 10, 2)::integer, substr(right(id, 13), 12, 2)::integer, 0);

drop function airborne(timestamptz);
drop index flight_numbers, flight_day, flight_departure_best, flight_departure_due, flight_arrival_best, flight_arrival_due,
  flight_airborne;
alter table flight rename to flight_unpartitioned;
alter table flight_unpartitioned drop constraint flight_state;

create table flight (
  id                             text not null,
  revision                       bigint not null,
  state                          text not null,

  carrier                        text not null,
  number                         integer not null,
  suffix                         text not null,
  origin                         text not null,
  destination                    text not null,
  scheduled_departure            timestamp not null,

  operation_at                   timestamptz,
  operation_sha256               text,
  operation_payload              text,
  departure_scheduled_local      timestamp,
  departure_scheduled_utc        timestamptz,
  departure_estimated_local      timestamp,
  departure_estimated_utc        timestamptz,
  departure_actual_local         timestamp,
  departure_actual_utc           timestamptz,
  departure_terminal             text,
  departure_gate                 text,
  departure_status               text,
  arrival_scheduled_local        timestamp,
  arrival_scheduled_utc          timestamptz,
  arrival_estimated_local        timestamp,
  arrival_estimated_utc          timestamptz,
  arrival_actual_local           timestamp,
  arrival_actual_utc             timestamptz,
  arrival_terminal               text,
  arrival_gate                   text,
  arrival_status                 text,
  status                         text,
  aircraft_type                  text,

  airframe_at                    timestamptz,
  airframe_sha256                text,
  airframe_payload               text,
  registration                   text,
  service_type                   text,

  codeshares_at                  timestamptz,
  codeshares_sha256              text,
  codeshares_payload             text,
  codeshares                     text[],

  plan_at                        timestamptz,
  plan_sha256                    text,
  plan_payload                   text,
  plan_departure_scheduled_local timestamp,
  plan_departure_scheduled_utc   timestamptz,
  plan_departure_estimated_local timestamp,
  plan_departure_estimated_utc   timestamptz,
  plan_departure_actual_local    timestamp,
  plan_departure_actual_utc      timestamptz,
  plan_departure_terminal        text,
  plan_departure_gate            text,
  plan_departure_status          text,
  plan_arrival_scheduled_local   timestamp,
  plan_arrival_scheduled_utc     timestamptz,
  plan_arrival_estimated_local   timestamp,
  plan_arrival_estimated_utc     timestamptz,
  plan_arrival_actual_local      timestamp,
  plan_arrival_actual_utc        timestamptz,
  plan_arrival_terminal          text,
  plan_arrival_gate              text,
  plan_arrival_status            text,
  plan_aircraft_type             text,

  day                            date generated always as (scheduled_departure::date) stored,
  numbers                        text[] generated always as
    (array_append(coalesce(codeshares, '{}'), textcat(textcat(carrier, number::text), suffix))) stored,
  departure_due_utc              timestamptz generated always as (
    case when operation_at is null then plan_departure_scheduled_utc else departure_scheduled_utc end) stored,
  departure_best_utc             timestamptz generated always as (
    case when operation_at is null
      then coalesce(plan_departure_actual_utc, plan_departure_estimated_utc, plan_departure_scheduled_utc)
      else coalesce(departure_actual_utc, departure_estimated_utc, departure_scheduled_utc) end) stored,
  arrival_due_utc                timestamptz generated always as (
    case when operation_at is null then plan_arrival_scheduled_utc else arrival_scheduled_utc end) stored,
  arrival_best_utc               timestamptz generated always as (
    case when operation_at is null
      then coalesce(plan_arrival_actual_utc, plan_arrival_estimated_utc, plan_arrival_scheduled_utc)
      else coalesce(arrival_actual_utc, arrival_estimated_utc, arrival_scheduled_utc) end) stored,
  constraint flight_key primary key (id, scheduled_departure),
  constraint flight_departure_of_id check (scheduled_departure = departure_of(id)),
  constraint flight_state check (state in ('SCHEDULED', 'AIRBORNE', 'LANDED', 'CANCELLED', 'DIVERTED'))
) partition by range (scheduled_departure);
comment on column flight.revision is 'one more with every write: a writer that read an older one reads again';
comment on column flight.state is 'as the core tells it from status and times (FlightState)';
comment on column flight.day is 'local at the origin: what digests and boards count a flight under';
comment on column flight.numbers is 'the operating number and all marketing numbers';
comment on column flight.departure_best_utc is 'actual, else estimated, else scheduled; the plan only where no operation is known';

create index flight_numbers on flight using gin (numbers);
create index flight_day on flight (day);
create index flight_departure_best on flight (origin, departure_best_utc);
create index flight_departure_due on flight (origin, departure_due_utc);
create index flight_arrival_best on flight (destination, arrival_best_utc);
create index flight_arrival_due on flight (destination, arrival_due_utc);
create index flight_airborne on flight (arrival_best_utc) where state = 'AIRBORNE';
create index flight_registration on flight (registration, scheduled_departure);

-- Opens the months that flights of these ids belong to, where they are not open; how many it opened. Attaching a table does not
-- stop those who read and write flights meanwhile, creating a partition in one statement would. Loaders that meet a new month at
-- once wait for the first of them.
create function open_months(ids text[]) returns integer
  language plpgsql
as $$
declare
  month timestamp;
  partition text;
  opened integer := 0;
begin
  for month in
    select distinct date_trunc('month', departure_of(id)) from unnest(ids) as id order by 1
  loop
    partition := to_char(month, '"flight_"YYYY_MM');
    continue when exists (
      select from pg_inherits
      where inhparent = 'flight'::regclass and inhrelid = to_regclass(partition) and not inhdetachpending);
    perform pg_advisory_xact_lock(hashtextextended('open_months', 0));
    continue when exists (
      select from pg_inherits
      where inhparent = 'flight'::regclass and inhrelid = to_regclass(partition) and not inhdetachpending);
    if to_regclass(partition) is not null then
      raise exception 'the flights of % are detached', to_char(month, 'YYYY-MM')
        using errcode = 'object_not_in_prerequisite_state',
          hint = format(
            'attach them, then redrive: alter table flight attach partition %I for values from (%L) to (%L)',
            partition, month, month + interval '1 month');
    end if;
    execute format(
      'create table %I (like flight including defaults including generated including constraints including comments)', partition);
    execute format(
      'alter table flight attach partition %I for values from (%L) to (%L)', partition, month, month + interval '1 month');
    opened := opened + 1;
  end loop;
  return opened;
end
$$;

select open_months(array_agg(id)) from flight_unpartitioned;
insert into flight (
  id, revision, state, carrier, number, suffix, origin, destination, scheduled_departure, operation_at, operation_sha256,
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
  id, revision, state, carrier, number, suffix, origin, destination, scheduled_departure, operation_at, operation_sha256,
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
from flight_unpartitioned;
drop table flight_unpartitioned;

-- The flights on the map at a moment: off-block by then and not reported landed. A landing that nobody reports is the usual end
-- of a flight whose last page was never fetched again: it leaves the map 30 minutes after its best known arrival. Trains that
-- run under flight numbers (type TRN) never fly. No flight is in the air more than four days after it was to leave, or more than
-- two days before: what a clock shows is a day from UTC at most, a flight lasts a day at most, and the rest is delay.
create function airborne(moment timestamptz) returns setof flight
  language sql stable
begin atomic
  select * from flight
  where state = 'AIRBORNE'
    and departure_best_utc <= moment
    and arrival_best_utc > moment - interval '30 minutes'
    and coalesce(aircraft_type, '') <> 'TRN'
    and scheduled_departure > (moment at time zone 'UTC') - interval '4 days'
    and scheduled_departure < (moment at time zone 'UTC') + interval '2 days';
end;
