package io.offblock.postgres;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Cursor;
import io.offblock.answer.Router;
import io.offblock.aws.Gateway;
import io.offblock.aws.GatewayAnswer;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.learning.WhatIfBody;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.Storable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The decoding of requests, from the gateway's event to each reader of a value and to the bodies of
 * alerts and of what-ifs: whatever they say, the answer is 200, or a problem with its fix. The
 * first byte chooses the reader, the rest is the value.
 */
public final class RequestsFuzz {
  private static final Airports AIRPORTS = Airports.packaged();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

  private static final AlertQuestion QUESTION = new AlertQuestion(AIRPORTS);
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());

  private enum Word {
    ONE,
    TWO_WORDS
  }

  private static final List<Consumer<ApiRequest>> READERS =
      List.of(
          r -> same(r.flightNumber("x"), FlightNumber.parse(r.flightNumber("x").toString())),
          r -> same(r.flightId("x"), FlightId.parse(r.flightId("x").toString())),
          r -> r.day("x"),
          r -> r.moment("x"),
          r -> r.airport("x", AIRPORTS),
          r -> r.airline("x"),
          r -> r.limit(10, 500),
          r -> r.cursor(2).ifPresent(c -> page(r, c)),
          r -> r.word("x", Word.class, Word.ONE),
          r -> r.number("x", -90, 90),
          r -> r.days(DAY.minusDays(7), DAY, 400),
          r -> same(r.payload("x"), PayloadKey.ofToken(r.payload("x").token())),
          r -> rule(QUESTION.rule(r.body()), QUESTION),
          r -> dryRun(QUESTION.dryRun(r.body(), NOW)),
          r -> WhatIfBody.read(r.body()));

  private RequestsFuzz() {}

  private static <T> void same(T read, Optional<T> again) {
    check(again.filter(read::equals).isPresent(), "it reads as itself");
  }

  /** What a list does with its cursor: it goes on from there, and names the next page. */
  private static void page(ApiRequest request, Cursor cursor) {
    check(cursor.parts().stream().allMatch(Storable::isText), "its parts can be asked for");
    check(request.linkTo(cursor).chars().allMatch(c -> c >= ' ' && c < 127), "a header of a line");
    Instant moment = request.moment(cursor, 0);
    check(moment.isAfter(Instant.parse("1899-12-31T23:59:59Z")), "a moment that stores know");
  }

  /** A rule as it will be kept reads as itself, and shows where it goes without a mistake. */
  private static void rule(AlertQuestion.Asked asked, AlertQuestion question) {
    check(asked.conditions().equals(question.conditions(asked.conditions())), "it is kept as read");
    check(Storable.isText(asked.name()) && Storable.isText(asked.url()), "stores keep its texts");
    new AlertRule(
            "a", asked.name(), asked.url(), asked.conditions(), asked.enabled(), "s", NOW, NOW, NOW)
        .fields();
  }

  private static void dryRun(AlertQuestion.DryRun asked) {
    check(!asked.until().isBefore(asked.from()), "a span that goes forward");
    check(asked.conditions().equals(QUESTION.conditions(asked.conditions())), "as a rule's");
  }

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    int chosen = Byte.toUnsignedInt(input[0]);
    Consumer<ApiRequest> reader = READERS.get(chosen % READERS.size());
    Router router =
        Router.of()
            .with(
                "POST",
                "/v1/{x}",
                request -> {
                  reader.accept(request);
                  return ApiAnswer.json(Map.of("read", true));
                });
    GatewayAnswer answer =
        Gateway.answer(
            new APIGatewayProxyRequestEvent()
                .withHttpMethod("POST")
                .withResource("/v1/{x}")
                .withPathParameters(chosen % 2 == 0 ? Map.of("x", text) : null)
                .withQueryStringParameters(
                    Map.of("x", text, "limit", text, "cursor", text, "from", text, "to", text))
                .withHeaders(Map.of("X-Request-Id", text, "If-None-Match", text))
                .withIsBase64Encoded(chosen > 200)
                .withBody(text),
            router,
            SILENT);
    int status = answer.statusCode();
    check(status == 200 || status == 400 || status == 404, "it is no mistake of ours: " + status);
    try {
      JsonNode sent = MAPPER.readTree(MAPPER.writeValueAsBytes(answer));
      JsonNode body = MAPPER.readTree(sent.get("body").textValue());
      check(
          status == 200 || body.path("status").asInt() == status && body.path("fix").isTextual(),
          "a problem with its fix: " + body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not so: " + what);
    }
  }
}
