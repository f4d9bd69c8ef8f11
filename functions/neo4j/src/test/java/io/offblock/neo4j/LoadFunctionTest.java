package io.offblock.neo4j;

import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.offblock.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The function as the queue calls it: a batch of messages, an object for each. */
@QuarkusTest
@TestProfile(LoadFunctionTest.Load.class)
@QuarkusTestResource(value = LambdaSettings.class, restrictToAnnotatedClass = true)
class LoadFunctionTest {
  private static final String KEY =
      "raw/lufthansa/operations/flightstatus/LH400/2026-11-24/2026/11/24/080102.123Z-%s.json.gz";
  private static final String PAGE =
      """
      {"FlightStatusResource":{"Flights":{"Flight":{
        "Departure":{"AirportCode":"FRA","ScheduledTimeLocal":{"DateTime":"2026-11-24T10:55"},"ScheduledTimeUTC":{"DateTime":"2026-11-24T09:55Z"}},
        "Arrival":{"AirportCode":"JFK","ScheduledTimeLocal":{"DateTime":"2026-11-24T13:55"},"ScheduledTimeUTC":{"DateTime":"2026-11-24T18:55Z"}},
        "MarketingCarrier":{"AirlineID":"UA","FlightNumber":"8842"},"OperatingCarrier":{"AirlineID":"LH","FlightNumber":"400"},
        "Equipment":{"AircraftCode":"74H"},"FlightStatus":{"Code":"NA","Definition":"No status"},"ServiceType":"Passenger"}}}}
      """;
  private static final String SHA256 = Samples.sha256(PAGE.getBytes(StandardCharsets.UTF_8));
  private static HttpServer objects;

  public static final class Load implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "load-neo4j");
    }
  }

  @BeforeAll
  static void objects() throws IOException {
    objects = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    objects.createContext(
        "/offblock-data/raw/",
        exchange -> {
          byte[] body = zipped(PAGE);
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
                  "200")
              .forEach(
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
  }

  @AfterAll
  static void noObjects() {
    objects.stop(0);
    List.of("endpointUrl", "region", "accessKeyId", "secretAccessKey")
        .forEach(p -> System.clearProperty("aws." + p));
  }

  @Test
  void aBatchIsLoadedAndOnlyWhatFailedComesBack() {
    String good = KEY.formatted(SHA256.substring(0, 12));
    RestAssured.given()
        .contentType("application/json")
        .body(
            """
            {"Records":[
              {"messageId":"good","eventSource":"aws:sqs","body":"{\\"bucket\\":\\"offblock-data\\",\\"key\\":\\"%s\\"}"},
              {"messageId":"away","eventSource":"aws:sqs","body":"{\\"bucket\\":\\"offblock-data\\",\\"key\\":\\"raw/broken/x/2026/11/24/080102.123Z-0a1b2c3d4e5f.json.gz\\"}"}
            ]}
            """
                .formatted(good))
        .post()
        .then()
        .statusCode(200)
        .body("batchItemFailures", hasSize(1))
        .body("batchItemFailures[0].itemIdentifier", is("away"));
    assertEquals(
        1, new Neo4jFlightStore(Neo4jServer.connection()).find(List.of(Samples.lh400())).size());
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
