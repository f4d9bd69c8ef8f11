-- What the functions of alerts ask. Each statement stands under its name; values are parameters, always.

-- Nobody is told anything where there is no rule.
-- name: note-news
insert into alert.news (flight)
select flight from unnest(?::text[]) as flight
where exists (select from alert.rule where enabled)

-- Rows that another watch holds are its own; those of loaders that have not committed come the next time.
-- name: take-news
delete from alert.news
where no in (select no from alert.news order by no limit ? for update skip locked)
returning flight

-- name: flights-under-number
select distinct flight from observation_state
where flight = any (?::text[]) and jsonb_exists_any(facts -> 'codeshares', ?::text[])

-- Answers that repeat what the one before said are drawn together: from when until when it was told.
-- name: operations-told
with told as (
  select o.flight, o.seen_at, p.sha256, o.hash,
    row_number() over (partition by o.flight order by o.seen_at, p.sha256, o.hash)
      - row_number() over (partition by o.flight, o.hash order by o.seen_at, p.sha256) as island
  from observation o
  join observation_state s on s.flight = o.flight and s.hash = o.hash and 'operation' = any (s.groups)
  join payload p on p.no = o.payload
  where o.flight = any (?::text[])),
spell as (
  select flight, hash, min(seen_at) as first, max(seen_at) as last, (array_agg(sha256 order by seen_at, sha256))[1] as sha256
  from told
  group by flight, hash, island)
select spell.flight, spell.first, spell.last, spell.sha256, s.facts
from spell
join observation_state s on s.flight = spell.flight and s.hash = spell.hash

-- name: numbers-told
select distinct s.flight, number
from observation_state s
cross join jsonb_array_elements_text(s.facts -> 'codeshares') as number
where s.flight = any (?::text[])

-- name: forecasts-told
select flight, made_at, probability from forecast where flight = any (?::text[])

-- The flights that a rule may have fired for in a span, the latest first.
-- name: flights-of-span
select id
from (select ?::timestamp as first, ?::timestamp as last, ?::text[] as carriers, ?::text[] as numbers, ?::text as origin,
  ?::text as destination, ?::text as airport) as asked
join flight on scheduled_departure >= first and scheduled_departure < last
  and (carriers is null or carrier = any (carriers))
  and (asked.numbers is null or flight.numbers && asked.numbers)
  and (asked.origin is null or flight.origin = asked.origin)
  and (asked.destination is null or flight.destination = asked.destination)
  and (airport is null or airport in (flight.origin, flight.destination))
order by scheduled_departure desc, id limit ?

-- name: alert-rules
select * from alert.rule where id > ? order by id limit ?

-- name: alert-rule
select * from alert.rule where id = ?

-- name: enabled-alert-rules
select * from alert.rule where enabled order by id

-- name: count-alert-rules
select count(*) from alert.rule

-- name: insert-alert-rule
insert into alert.rule (id, name, url, conditions, enabled, salt, since, created_at, changed_at)
values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)

-- Other conditions hear what is told from now on, and so does a rule that was off.
-- name: change-alert-rule
update alert.rule set name = ?, url = ?, conditions = asked.conditions, enabled = asked.enabled, changed_at = asked.moment,
  since = case when rule.conditions = asked.conditions and (rule.enabled or not asked.enabled) then rule.since else asked.moment end
from (select ?::jsonb as conditions, ?::boolean as enabled, ?::timestamptz as moment) as asked
where id = ?
returning rule.*

-- name: delete-alert-rule
delete from alert.rule where id = ?

-- A rule that was deleted meanwhile fires nothing.
-- name: insert-delivery
insert into alert.delivery (id, rule, flight, change, told_at, fired_at, body, state, due_at, next_at)
select asked.id, rule.id, asked.flight, asked.change, asked.told_at, asked.moment, asked.body, 'WAITING', asked.moment, asked.next_at
from (select ?::text as id, ?::text as rule, ?::text as flight, ?::text as change, ?::timestamptz as told_at, ?::timestamptz as moment,
  ?::text as body, ?::timestamptz as next_at) as asked
join alert.rule on rule.id = asked.rule
on conflict do nothing

-- name: fired-already
select id from alert.delivery where id = any (?::text[])

-- Who takes a delivery has until next_at to say how it went; else another takes it.
-- name: take-deliveries
update alert.delivery set next_at = ?
from alert.rule
where rule.id = delivery.rule and delivery.id in (
  select id from alert.delivery where state = 'WAITING' and next_at <= ? order by next_at, id limit ? for update skip locked)
returning delivery.id, delivery.body, delivery.attempts, delivery.due_at, rule.url, rule.salt

-- name: note-attempt
insert into alert.attempt (delivery, no, at, took_ms, status, error)
select id, attempts + 1, ?, ?, ?, ? from alert.delivery where id = ?

-- name: settle-delivery
update alert.delivery set state = ?, attempts = attempts + 1, next_at = coalesce(?, next_at) where id = ?

-- The same message again, with a deadline of its own.
-- name: replay-delivery
update alert.delivery set state = 'WAITING', due_at = asked.moment, next_at = asked.moment
from (select ?::timestamptz as moment) as asked
where rule = ? and id = ?

-- name: deliveries-of-rule
select delivery.*, (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'milliseconds', took_ms, 'status', status, 'error', error)) order by no), '[]')
    from alert.attempt where attempt.delivery = delivery.id) as log
from alert.delivery
where rule = ? and (fired_at, id) < (?, ?)
order by fired_at desc, id desc limit ?

-- What arrived is forgotten when nothing can fire for its flight any more; what did not stays with its rule.
-- A flight's id ends in 20261124T1055.
-- name: forget-deliveries
delete from alert.delivery
where state = 'DELIVERED' and fired_at < ?
  and (flight is null or left(right(flight, 13), 8) < to_char(?::timestamptz at time zone 'UTC', 'YYYYMMDD'))
