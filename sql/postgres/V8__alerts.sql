-- Alerts: what users want to be told, in a schema of their own, since no payload can bring it back.

create schema alert;

create table alert.rule (
  id         text primary key,
  name       text not null,
  url        text not null,
  conditions jsonb not null,
  enabled    boolean not null,
  salt       text not null,
  since      timestamptz not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
comment on column alert.rule.conditions is 'as they were asked for, airports by IATA code';
comment on column alert.rule.salt is 'the secret of its signatures follows from this and the key of the installation';
comment on column alert.rule.since is 'what was told earlier does not fire';

-- Flights of which something was told and at which no rule has looked yet. Loaders add rows in the transaction of their payload,
-- the watch takes them away in the one of its deliveries: nothing is looked at before it is there, and nothing is passed over.
create table alert.news (
  no       bigint generated always as identity primary key,
  flight   text not null,
  noted_at timestamptz not null default now()
);

create table alert.delivery (
  id       text primary key,
  rule     text not null references alert.rule on delete cascade,
  flight   text,
  change   text not null,
  told_at  timestamptz not null,
  fired_at timestamptz not null,
  body     text not null,
  state    text not null,
  attempts integer not null default 0,
  due_at   timestamptz not null,
  next_at  timestamptz not null,
  constraint delivery_state check (state in ('WAITING', 'DELIVERED', 'DEAD'))
);
comment on column alert.delivery.id is 'follows from rule, flight and change, so that nothing fires twice; the webhook-id';
comment on column alert.delivery.flight is 'absent for a test';
comment on column alert.delivery.due_at is 'from when on attempts count towards the deadline';
create index delivery_of_rule on alert.delivery (rule, fired_at desc, id desc);
create index delivery_due on alert.delivery (next_at) where state = 'WAITING';

create table alert.attempt (
  delivery text not null references alert.delivery on delete cascade,
  no       integer not null,
  at       timestamptz not null,
  took_ms  integer not null,
  status   integer,
  error    text,
  primary key (delivery, no)
);
