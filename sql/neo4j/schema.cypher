// What the graph holds:
//   (:Flight)-[:FROM]->(:Airport), (:Flight)-[:TO]->(:Airport), (:Flight)-[:OPERATED_BY]->(:Airline), (:Flight)-[:FLOWN_BY]->(:Aircraft)
// A route is the flights between two airports, counted when asked: nothing is kept that could disagree with them.
// One statement each, ended by a semicolon; all of them may run again.
CREATE CONSTRAINT flight_id IF NOT EXISTS FOR (f:Flight) REQUIRE f.id IS UNIQUE;
CREATE CONSTRAINT airport_iata IF NOT EXISTS FOR (a:Airport) REQUIRE a.iata IS UNIQUE;
CREATE CONSTRAINT airline_code IF NOT EXISTS FOR (a:Airline) REQUIRE a.code IS UNIQUE;
CREATE CONSTRAINT aircraft_registration IF NOT EXISTS FOR (a:Aircraft) REQUIRE a.registration IS UNIQUE;
CREATE CONSTRAINT aircraft_type_code IF NOT EXISTS FOR (t:AircraftType) REQUIRE t.code IS UNIQUE;
CREATE CONSTRAINT city_code IF NOT EXISTS FOR (c:City) REQUIRE c.code IS UNIQUE;
CREATE CONSTRAINT country_code IF NOT EXISTS FOR (c:Country) REQUIRE c.code IS UNIQUE;
CREATE CONSTRAINT payload_id IF NOT EXISTS FOR (p:Payload) REQUIRE p.id IS UNIQUE;
// The digest reads days; the routes of an airport read its days.
CREATE INDEX flight_day IF NOT EXISTS FOR (f:Flight) ON (f.day);
CREATE INDEX flight_origin_day IF NOT EXISTS FOR (f:Flight) ON (f.origin, f.day);
CREATE INDEX payload_seen_at IF NOT EXISTS FOR (p:Payload) ON (p.seen_at);
