// What the graph holds:
//   (:Flight)-[:FROM]->(:Airport), (:Flight)-[:TO]->(:Airport), (:Flight)-[:OPERATED_BY]->(:Airline), (:Flight)-[:FLOWN_BY]->(:Aircraft)
//   (:Airport)-[:FLEW]->(:Airport), one for each carrier, route and year, in place of the flights of history (days: a bit each, as hex)
//   (:Forecast), the newest of each flight, by the flight's id: joined to nothing, since it may come before its flight
// A route is the flights between two airports, a rotation the flights of one registration in the order of their departures, both
// found when asked: nothing is kept that could disagree with the flights, whatever order they came in.
// A flight that goes has departs and arrives: its best known times, seconds since 1970 in UTC. A cancelled one has neither.
// bookable is true on those that take passengers and absent on the others, so that an index leaves the others out.
// One statement each, ended by a semicolon; all of them may run again.
CREATE CONSTRAINT flight_id IF NOT EXISTS FOR (f:Flight) REQUIRE f.id IS UNIQUE;
CREATE CONSTRAINT airport_iata IF NOT EXISTS FOR (a:Airport) REQUIRE a.iata IS UNIQUE;
CREATE CONSTRAINT airline_code IF NOT EXISTS FOR (a:Airline) REQUIRE a.code IS UNIQUE;
CREATE CONSTRAINT aircraft_registration IF NOT EXISTS FOR (a:Aircraft) REQUIRE a.registration IS UNIQUE;
CREATE CONSTRAINT aircraft_type_code IF NOT EXISTS FOR (t:AircraftType) REQUIRE t.code IS UNIQUE;
CREATE CONSTRAINT city_code IF NOT EXISTS FOR (c:City) REQUIRE c.code IS UNIQUE;
CREATE CONSTRAINT country_code IF NOT EXISTS FOR (c:Country) REQUIRE c.code IS UNIQUE;
CREATE CONSTRAINT payload_id IF NOT EXISTS FOR (p:Payload) REQUIRE p.id IS UNIQUE;
CREATE CONSTRAINT forecast_flight IF NOT EXISTS FOR (f:Forecast) REQUIRE f.flight IS UNIQUE;
CREATE CONSTRAINT flew_id IF NOT EXISTS FOR ()-[r:FLEW]-() REQUIRE r.id IS UNIQUE;
// The digest reads days; the routes of an airport read its days.
CREATE INDEX flight_day IF NOT EXISTS FOR (f:Flight) ON (f.day);
CREATE INDEX flight_origin_day IF NOT EXISTS FOR (f:Flight) ON (f.origin, f.day);
CREATE INDEX flight_destination_day IF NOT EXISTS FOR (f:Flight) ON (f.destination, f.day);
CREATE INDEX payload_seen_at IF NOT EXISTS FOR (p:Payload) ON (p.seen_at);
// The connection search reads legs by the thousand and each of them from an index alone: a node with forty properties is slow to open.
CREATE INDEX leg_out IF NOT EXISTS FOR (f:Flight) ON (f.origin, f.departs, f.destination, f.arrives, f.bookable);
CREATE INDEX leg_in IF NOT EXISTS FOR (f:Flight) ON (f.destination, f.arrives, f.origin, f.departs, f.bookable);
CREATE INDEX leg_between IF NOT EXISTS FOR (f:Flight) ON (f.origin, f.destination, f.departs, f.arrives, f.bookable);
// What an aircraft flew before and flies next.
CREATE INDEX rotation IF NOT EXISTS FOR (f:Flight) ON (f.registration, f.departs);
