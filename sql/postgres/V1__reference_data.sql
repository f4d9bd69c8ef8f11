-- Facts that change rarely, one table a kind. The newest version (seen_at, sha256) of an item replaces the older one whole.
-- names: by upper-case language code as the provider tags them, {"EN": "Frankfurt"}.

create table country (
  code    text primary key,
  names   jsonb not null,
  seen_at timestamptz not null,
  sha256  text not null,
  payload text not null
);

create table city (
  code       text primary key,
  country    text,
  names      jsonb not null,
  utc_offset text,
  zone       text,
  airports   text[] not null,
  seen_at    timestamptz not null,
  sha256     text not null,
  payload    text not null
);
comment on column city.utc_offset is 'standard time only, ignores daylight saving: never for arithmetic';

create table airport (
  code          text primary key,
  city          text,
  country       text,
  latitude      double precision,
  longitude     double precision,
  location_type text,
  names         jsonb not null,
  utc_offset    text,
  zone          text,
  seen_at       timestamptz not null,
  sha256        text not null,
  payload       text not null
);
comment on column airport.utc_offset is 'standard time only, ignores daylight saving: never for arithmetic';

create table airline (
  code    text primary key,
  icao    text,
  names   jsonb not null,
  seen_at timestamptz not null,
  sha256  text not null,
  payload text not null
);
create index airline_icao on airline (icao);

create table aircraft_type (
  code    text primary key,
  icao    text,
  names   jsonb not null,
  seen_at timestamptz not null,
  sha256  text not null,
  payload text not null
);

-- ICAO designators of carriers that the provider's own list leaves out, Lufthansa among them.
create table icao_designator (
  icao text primary key,
  iata text not null
);
insert into icao_designator (icao, iata) values
  ('DLH', 'LH'), ('GEC', 'LH'), ('CLH', 'CL'), ('DLA', 'EN'), ('SWR', 'LX'), ('AUA', 'OS'), ('BEL', 'SN'),
  ('EWG', 'EW'), ('OCN', '4Y'), ('EDW', 'WK'), ('ITY', 'AZ'), ('SXS', 'XQ'), ('UAL', 'UA'), ('ACA', 'AC'),
  ('ANA', 'NH'), ('SIA', 'SQ'), ('THY', 'TK'), ('LOT', 'LO'), ('SAS', 'SK'), ('TAP', 'TP'), ('CTN', 'OU'),
  ('AEE', 'A3'), ('CFG', 'DE'), ('TUI', 'X3'), ('LGL', 'LG'), ('BTI', 'BT');
