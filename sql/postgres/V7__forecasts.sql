-- What the delay model said of each flight: grows only. What came of it is in flight; what the airline said at the same moment, in
-- the observations.

create table forecast (
  flight        text not null,
  made_at       timestamptz not null,
  horizon       text not null,
  model_version integer not null,
  world         text not null,
  probability   double precision not null,
  minutes10     double precision not null,
  minutes50     double precision not null,
  minutes90     double precision not null,
  reasons       jsonb not null,
  payload       text not null,
  primary key (flight, made_at, horizon),
  constraint forecast_probability check (probability between 0 and 1),
  constraint forecast_quantiles check (minutes10 <= minutes50 and minutes50 <= minutes90)
);
comment on column forecast.horizon is 'how long before the scheduled off-block: D0 (18:00 UTC of the day before), 6h, 2h, 45m';
comment on column forecast.world is 'whose flights the model was trained on: simulated or real';
comment on column forecast.probability is 'of arriving 15 minutes late or more';
comment on column forecast.minutes10 is 'arrival delay at the gate that is fallen short of once in ten times';
comment on column forecast.reasons is 'groups of features with their push in percentage points and minutes, largest first';
comment on column forecast.payload is 'id of the payload that it stands in';
create index forecast_made_at on forecast (made_at);
