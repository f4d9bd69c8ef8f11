-- A flight as it was known at a moment: from the observations alone, by the rules that the core merges with.

-- Optional.toString of the core.
create function optional_text(value text) returns text
  language sql immutable parallel safe
return coalesce('Optional[' || value || ']', 'Optional.empty');

-- FlightTime, within Optional.
create function time_text(facts jsonb, name text) returns text
  language sql immutable parallel safe
return optional_text('FlightTime[local=' || (facts ->> (name || '_local'))
  || ', utc=' || optional_text(facts ->> (name || '_utc')) || ']');

-- Movement: one side of an operation or a plan.
create function movement_text(facts jsonb, side text) returns text
  language sql immutable parallel safe
return 'Movement[scheduled=' || time_text(facts, side || '_scheduled')
  || ', estimated=' || time_text(facts, side || '_estimated')
  || ', actual=' || time_text(facts, side || '_actual')
  || ', terminal=' || optional_text(facts ->> (side || '_terminal'))
  || ', gate=' || optional_text(facts ->> (side || '_gate'))
  || ', status=' || optional_text(facts ->> (side || '_status')) || ']';

-- A group as the core's record writes itself. One page can name a flight twice with different facts under one version: then the
-- greater text wins, so that the choice never depends on the order of reading (Stamped).
create function group_text(facts jsonb, part text) returns text
  language sql immutable parallel safe
return case part
  when 'operation' then 'Operation[departure=' || movement_text(facts, 'departure')
    || ', arrival=' || movement_text(facts, 'arrival')
    || ', status=' || optional_text(facts ->> 'status')
    || ', aircraftType=' || optional_text(facts ->> 'aircraft_type') || ']'
  when 'airframe' then 'Airframe[registration=' || optional_text(facts ->> 'registration')
    || ', serviceType=' || optional_text(facts ->> 'service_type') || ']'
  when 'codeshares' then 'Codeshares[numbers=['
    || array_to_string(array(select jsonb_array_elements_text(facts -> 'codeshares')), ', ') || ']]'
  when 'plan' then 'Plan[departure=' || movement_text(facts, 'plan_departure')
    || ', arrival=' || movement_text(facts, 'plan_arrival')
    || ', aircraftType=' || optional_text(facts ->> 'plan_aircraft_type') || ']'
  end;

-- Those of the facts of a statement that belong to a group, by the names of their columns.
create function group_facts(facts jsonb, part text) returns jsonb
  language sql immutable parallel safe
return (
  select coalesce(jsonb_object_agg(name, value), '{}')
  from jsonb_each(facts) as f (name, value)
  where part = case
    when starts_with(name, 'plan_') then 'plan'
    when name = 'codeshares' then 'codeshares'
    when name in ('registration', 'service_type') then 'airframe'
    else 'operation' end);

-- What was believed of a flight at a moment; no row where nobody had spoken of it. Each group of facts comes from its newest
-- statement that the provider had given by then. A row so made was never written: it has no revision.
create function flight_as_of(asked text, moment timestamptz) returns setof flight
  language sql stable
begin atomic
  with newest as (
    select distinct on (part) part, s.facts, date_trunc('milliseconds', o.seen_at) as seen_at, p.sha256, p.id as payload
    from observation o
    join observation_state s on s.flight = o.flight and s.hash = o.hash
    join payload p on p.no = o.payload
    cross join unnest(s.groups) as part
    where o.flight = asked and o.seen_at <= moment
    order by part, date_trunc('milliseconds', o.seen_at) desc, p.sha256 collate "C" desc,
      group_text(s.facts, part) collate "C" desc, p.id collate "C" desc
  ),
  fact as (
    select part || '_at' as name, to_jsonb(seen_at) as value from newest
    union all select part || '_sha256', to_jsonb(sha256) from newest
    union all select part || '_payload', to_jsonb(payload) from newest
    union all select f.key, f.value from newest, jsonb_each(group_facts(facts, part)) as f
  ),
  name as (
    select regexp_match(asked, '^([A-Z0-9]{2,3})-(\d{1,5})([A-Z]?)-([A-Z0-9]{3})-([A-Z0-9]{3})-') as parts
  ),
  told as (
    select jsonb_populate_record(null::flight, jsonb_object_agg(fact.name, fact.value) || jsonb_build_object(
      'id', asked, 'carrier', parts[1], 'number', parts[2], 'suffix', parts[3], 'origin', parts[4], 'destination', parts[5],
      'scheduled_departure', departure_of(asked))) as f
    from fact, name
    group by parts
  )
  select whole.*
  from told, jsonb_populate_record(f, jsonb_build_object(
    'state', case
      when (f).status = 'CD' then 'CANCELLED'
      when (f).status = 'LD' or (f).arrival_actual_local is not null then 'LANDED'
      when (f).status = 'DV' then 'DIVERTED'
      when (f).status = 'DP' or (f).departure_actual_local is not null then 'AIRBORNE'
      else 'SCHEDULED' end,
    'day', (f).scheduled_departure::date,
    'numbers', array_append(coalesce((f).codeshares, '{}'), (f).carrier || (f).number || (f).suffix),
    'departure_due_utc', case when (f).operation_at is null
      then (f).plan_departure_scheduled_utc else (f).departure_scheduled_utc end,
    'departure_best_utc', case when (f).operation_at is null
      then coalesce((f).plan_departure_actual_utc, (f).plan_departure_estimated_utc, (f).plan_departure_scheduled_utc)
      else coalesce((f).departure_actual_utc, (f).departure_estimated_utc, (f).departure_scheduled_utc) end,
    'arrival_due_utc', case when (f).operation_at is null
      then (f).plan_arrival_scheduled_utc else (f).arrival_scheduled_utc end,
    'arrival_best_utc', case when (f).operation_at is null
      then coalesce((f).plan_arrival_actual_utc, (f).plan_arrival_estimated_utc, (f).plan_arrival_scheduled_utc)
      else coalesce((f).arrival_actual_utc, (f).arrival_estimated_utc, (f).arrival_scheduled_utc) end)) as whole;
end;
comment on function flight_as_of is 'what was believed of a flight at a moment, from the observations alone';
