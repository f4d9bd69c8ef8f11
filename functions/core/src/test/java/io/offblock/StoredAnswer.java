package io.offblock;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Object storage over HTTP with an answer of Lufthansa's about {@link Samples#lh400()} under every
 * key of {@code raw/}, but for {@code raw/broken/}, where it is away; for functions that are handed
 * keys by a queue. Functions of the same process find it by the SDK's system properties.
 */
public final class StoredAnswer implements AutoCloseable {
  private static final String PAGE =
      """
      {"FlightStatusResource":{"Flights":{"Flight":{
        "Departure":{"AirportCode":"FRA","ScheduledTimeLocal":{"DateTime":"2026-11-24T10:55"},"ScheduledTimeUTC":{"DateTime":"2026-11-24T09:55Z"}},
        "Arrival":{"AirportCode":"JFK","ScheduledTimeLocal":{"DateTime":"2026-11-24T13:55"},"ScheduledTimeUTC":{"DateTime":"2026-11-24T18:55Z"}},
        "MarketingCarrier":{"AirlineID":"UA","FlightNumber":"8842"},"OperatingCarrier":{"AirlineID":"LH","FlightNumber":"400"},
        "Equipment":{"AircraftCode":"74H"},"FlightStatus":{"Code":"NA","Definition":"No status"},"ServiceType":"Passenger"}}}}
      """;
  private static final String SHA256 = Samples.sha256(PAGE.getBytes(StandardCharsets.UTF_8));
  private static final Map<String, String> METADATA =
      Map.of(
          "fetched-at",
          "2026-11-24T08:01:02.123Z",
          "sha256",
          SHA256,
          "request",
          "/operations/flightstatus/LH400/2026-11-24",
          "hint",
          "flightstatus",
          "status",
          "200");

  private final HttpServer objects;

  private StoredAnswer(HttpServer objects) {
    this.objects = objects;
  }

  /** On a port of its own; the process's settings lead there until it is closed. */
  public static StoredAnswer start() throws IOException {
    HttpServer objects = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    byte[] body = zipped();
    objects.createContext(
        "/offblock-data/raw/",
        exchange -> {
          METADATA.forEach(
              (name, value) -> exchange.getResponseHeaders().add("x-amz-meta-" + name, value));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    objects.createContext(
        "/offblock-data/raw/broken/",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    objects.start();
    System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + objects.getAddress().getPort());
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    return new StoredAnswer(objects);
  }

  /** What the queue hands over: a message {@code good}, and one {@code away}. */
  public static String batch() {
    return """
    {"Records":[
      {"messageId":"good","eventSource":"aws:sqs","body":"{\\"bucket\\":\\"offblock-data\\",\\"key\\":\\"raw/lufthansa/operations/flightstatus/LH400/2026-11-24/2026/11/24/080102.123Z-%s.json.gz\\"}"},
      {"messageId":"away","eventSource":"aws:sqs","body":"{\\"bucket\\":\\"offblock-data\\",\\"key\\":\\"raw/broken/x/2026/11/24/080102.123Z-0a1b2c3d4e5f.json.gz\\"}"}
    ]}
    """
        .formatted(SHA256.substring(0, 12));
  }

  @Override
  public void close() {
    objects.stop(0);
    List.of("endpointUrl", "region", "accessKeyId", "secretAccessKey")
        .forEach(p -> System.clearProperty("aws." + p));
  }

  private static byte[] zipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(PAGE.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
