-- The forecasts of each horizon of a model in an order that has nothing to do with when or how they fly: what came of forecasts is counted
-- of some, and the first in this order are a fair sample. Nobody asks for forecasts by when they were made any more.
create index forecast_lot on forecast (model_version, world, horizon, hashtextextended(flight, 0));
drop index forecast_made_at;
