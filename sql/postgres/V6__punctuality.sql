-- How punctual flights are, with how sure that is. Delays of one day hang together (weather, a late aircraft flies on): intervals
-- take flights for independent and are the narrowest that can be right.

-- One row a flight that ended, flew or was cancelled. Hours and weekdays are those of the clock at the airport.
create view flight_performance as
select id, day, carrier, origin, destination, registration,
  state = 'CANCELLED' as cancelled,
  scheduled_departure as departure_local,
  arrival_scheduled_local as arrival_local,
  extract(epoch from departure_actual_utc - departure_scheduled_utc)::double precision / 60 as departure_delay,
  extract(epoch from arrival_actual_utc - arrival_scheduled_utc)::double precision / 60 as arrival_delay
from flight
where state <> 'SCHEDULED' and coalesce(aircraft_type, '') <> 'TRN';
comment on view flight_performance is 'delays in minutes, null where a time is not known; trains under flight numbers are left out';

-- The 95 % Wilson score interval of a share of k in n; null where n is 0.
create function wilson(k bigint, n bigint, out low double precision, out high double precision)
  language sql immutable parallel safe
begin atomic
  select case when n > 0 then greatest(0, middle - half) end, case when n > 0 then least(1, middle + half) end
  from (
    select (p + z * z / (2 * m)) / (1 + z * z / m) as middle,
      z * sqrt(p * (1 - p) / m + z * z / (4 * m * m)) / (1 + z * z / m) as half
    from (
      select k::double precision / nullif(n, 0) as p, nullif(n, 0)::double precision as m,
        1.959963984540054::double precision as z) as share) as interval;
end;

-- Student's t that 95 % lie within, by degrees of freedom: a table where they are few, else the Cornish-Fisher expansion, which
-- is right to three places from five on.
create function student(freedom bigint) returns double precision
  language sql immutable parallel safe
return case
  when freedom < 1 then null
  when freedom <= 4 then (array[12.7062047, 4.3026527, 3.1824463, 2.7764451]::double precision[])[freedom]
  else 1.959963984540054 + 2.372271 / freedom + 2.822499 / freedom ^ 2 + 2.555850 / freedom ^ 3 + 1.589534 / freedom ^ 4
  end;

-- Flights whose departure was due on days from first to last: by route, carrier, hour of day and weekday (1 is Monday), and all of
-- them. side is departure or arrival: whose delay is measured, and whose clock tells hour and weekday. A flight is late from 15
-- minutes on. n counts flights with a known delay; the shares of late and cancelled flights have denominators of their own.
create function punctuality(first date, last date, side text default 'departure') returns table (
  kind text, name text, flights bigint, cancelled bigint, cancelled_share double precision,
  n bigint, late bigint, late_share double precision, late_low double precision, late_high double precision,
  mean_delay double precision, mean_low double precision, mean_high double precision)
  language sql stable
begin atomic
  with sample as (
    select p.carrier, p.origin || '-' || p.destination as route, p.cancelled,
      case when side = 'departure' then p.departure_local else p.arrival_local end as local,
      case when side = 'departure' then p.departure_delay else p.arrival_delay end as delay
    from flight_performance p
    where p.departure_local >= punctuality.first::timestamp
      and p.departure_local < punctuality.last::timestamp + interval '1 day'
      and side in ('departure', 'arrival')
  ),
  grouped as (
    select
      case when grouping(route) = 0 then 'route' when grouping(carrier) = 0 then 'carrier'
        when grouping(extract(hour from local)) = 0 then 'hour' when grouping(extract(isodow from local)) = 0 then 'weekday'
        else 'all' end as kind,
      coalesce(route, carrier, extract(hour from local)::text, extract(isodow from local)::text, '') as name,
      count(*) as flights,
      count(*) filter (where s.cancelled) as cancelled,
      count(delay) filter (where not s.cancelled) as n,
      count(*) filter (where not s.cancelled and delay >= 15) as late,
      avg(delay) filter (where not s.cancelled) as mean,
      stddev_samp(delay) filter (where not s.cancelled) as deviation
    from sample s
    group by grouping sets ((route), (carrier), (extract(hour from local)), (extract(isodow from local)), ())
  )
  select g.kind, g.name, g.flights, g.cancelled, g.cancelled::double precision / nullif(g.flights, 0),
    g.n, g.late, g.late::double precision / nullif(g.n, 0), w.low, w.high,
    g.mean, g.mean - student(g.n - 1) * g.deviation / sqrt(nullif(g.n, 0)), g.mean + student(g.n - 1) * g.deviation / sqrt(nullif(g.n, 0))
  from grouped g
  left join lateral wilson(g.late, g.n) as w on true;
end;
comment on function punctuality is 'delays by route, carrier, hour, weekday: n, late share with Wilson interval, mean with interval';
