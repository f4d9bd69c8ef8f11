-- Flights as all reports of them together tell: one column for each fact that the core names (FlightFacts).
-- *_utc and *_at are moments; *_local and scheduled_departure are what the clock at the airport shows, so without a zone.
-- A missing fact is null. A group (operation, airframe, codeshares, plan) that nobody spoke of has no *_at.

create table flight (
  id                             text primary key,
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
  constraint flight_state check (state in ('SCHEDULED', 'AIRBORNE', 'LANDED', 'CANCELLED', 'DIVERTED'))
);
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

-- The flights on the map at a moment: off-block by then and not reported landed. A landing that nobody reports is the usual end
-- of a flight whose last page was never fetched again: it leaves the map 30 minutes after its best known arrival. Trains that
-- run under flight numbers (type TRN) never fly.
create function airborne(moment timestamptz) returns setof flight
  language sql stable
begin atomic
  select * from flight
  where state = 'AIRBORNE'
    and departure_best_utc <= moment
    and arrival_best_utc > moment - interval '30 minutes'
    and coalesce(aircraft_type, '') <> 'TRN';
end;
