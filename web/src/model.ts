import type { components } from "../target/contract";

type Schemas = components["schemas"];

/** The gateway's answers by the names that the page has for them; their shapes are the contract's. */
export type Airport = Schemas["Airport"];
export type AirportDetail = Schemas["AirportDetail"];
export type Moment = Schemas["Moment"];
export type Movement = Schemas["Movement"];
export type Flight = Schemas["Flight"];
export type Airborne = Schemas["Airborne"];
export type AirborneFlight = Airborne["flights"][number];
export type Board = Schemas["Board"];
export type Route = Schemas["Routes"]["routes"][number];
export type TimelineState = Schemas["Timeline"]["states"][number];
export type SearchHit = Schemas["SearchHits"]["hits"][number];
export type Status = Schemas["Status"];
export type Forecast = Schemas["Forecast"];
export type Rotation = Schemas["Rotation"];
export type Punctuality = Schemas["Punctuality"];
export type PunctualityGroup = Schemas["PunctualityGroup"];
export type Statistics = Schemas["Statistics"];
export type AirportStatistics = Schemas["AirportStatistics"];
export type DelayHistogram = Schemas["DelayHistogram"];
export type DelayPercentiles = Schemas["DelayPercentiles"];
export type DelayIndex = Schemas["DelayIndex"];
export type Closure = Schemas["Closure"];
export type Connections = Schemas["Connections"];
export type Itinerary = Connections["itineraries"][number];
export type Model = Schemas["Model"];
export type Drift = Schemas["Drift"];
export type Backtest = Schemas["Backtest"];
export type Harvest = Schemas["Harvest"];
export type HarvestPlan = Schemas["HarvestPlan"];
export type Logs = Schemas["Logs"];
export type LoggedLine = Schemas["LoggedLine"];
export type Redrive = Schemas["Redrive"];
