-- What was loaded, and what each payload said: grows only, so that a flight can be told as it was known at any moment.

create table payload (
  no        bigint generated always as identity primary key,
  id        text not null unique,
  sha256    text not null,
  request   text not null,
  seen_at   timestamptz not null,
  loaded_at timestamptz not null default now()
);
comment on column payload.seen_at is 'when the provider last gave this answer';
create index payload_seen_at on payload (seen_at);

-- A statement is kept once, however often it is repeated.
create table observation_state (
  flight   text not null,
  hash     bytea not null,
  resource text not null,
  groups   text[] not null,
  facts    jsonb not null,
  primary key (flight, hash)
);
comment on column observation_state.hash is 'first 16 bytes of the sha256 of resource, groups and facts';
comment on column observation_state.groups is 'what the resource speaks of, blank or not: operation, airframe, codeshares, plan';
comment on column observation_state.facts is 'named as the columns of flight, without the groups'' stamps';

create table observation (
  flight  text not null,
  seen_at timestamptz not null,
  payload bigint not null references payload,
  hash    bytea not null,
  primary key (flight, seen_at, payload, hash)
);
