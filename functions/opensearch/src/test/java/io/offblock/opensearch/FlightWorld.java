package io.offblock.opensearch;

import io.offblock.Samples;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A few flights whose delays can be counted by hand, over two months, and all airports. */
final class FlightWorld {
  private FlightWorld() {}

  /** An empty store with them in it, searchable. */
  static void load() {
    OpenSearchFlightStore store = OpenSearchServer.emptyStore();
    Payload payload = Samples.payload(1);
    List<FlightReport> reports = new ArrayList<>();
    int[] late = {-5, 0, 5, 10, 15, 20, 25, 30, 60, 120};
    for (int i = 0; i < late.length; i++) {
      reports.add(flown("LH-%d-FRA-JFK-20261124T1055".formatted(400 + i), payload, late[i], "LD"));
    }
    for (int i = 0; i < 5; i++) {
      reports.add(flown("LX-%d-ZRH-FRA-20261124T0900".formatted(1070 + i), payload, i, "LD"));
    }
    reports.add(flown("LX-14-ZRH-JFK-20261201T1300", payload, 40, "LD"));
    reports.add(bare("OS-87-VIE-JFK-20261124T1020", payload, "CD"));
    reports.add(bare("OS-88-JFK-VIE-20261124T1820", payload, "NA"));
    store.apply(payload, new ParsedPayload(reports, ReferenceData.all(), List.of()));
    OpenSearchServer.connection()
        .ask("refreshing", c -> c.indices().refresh(r -> r.index("offblock-*")));
  }

  static FlightId id(String text) {
    return FlightId.parse(text).orElseThrow();
  }

  private static FlightReport flown(String id, Payload payload, int late, String status) {
    LocalDateTime off = id(id).scheduledDeparture();
    return operated(id, payload, movement(off, late), movement(off.plusHours(8), late - 3), status);
  }

  private static FlightReport bare(String id, Payload payload, String status) {
    LocalDateTime off = id(id).scheduledDeparture();
    return operated(id, payload, planned(off), planned(off.plusHours(8)), status);
  }

  private static FlightReport operated(
      String id, Payload payload, Movement departure, Movement arrival, String status) {
    FlightReport bare = Samples.bare(id(id), payload);
    return new FlightReport(
        bare.id(),
        bare.version(),
        bare.payload(),
        bare.resource(),
        Optional.of(new Operation(departure, arrival, Optional.of(status), Optional.of("359"))),
        bare.airframe(),
        bare.codeshares(),
        bare.plan(),
        bare.source());
  }

  private static Movement planned(LocalDateTime at) {
    return new Movement(
        Optional.of(time(at)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Movement movement(LocalDateTime at, int late) {
    return new Movement(
        Optional.of(time(at)),
        Optional.empty(),
        Optional.of(time(at.plusMinutes(late))),
        Optional.of("1"),
        Optional.empty(),
        Optional.of(late > 0 ? "DL" : "OT"));
  }

  private static FlightTime time(LocalDateTime at) {
    return new FlightTime(at, Optional.of(at.toInstant(ZoneOffset.ofHours(1))));
  }
}
