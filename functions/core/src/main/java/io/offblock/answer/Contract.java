package io.offblock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the contract ({@code infra/openapi.yaml}) allows as parameters, checked before any operation
 * sees the question: the gateway itself only checks that what is required is there. The table is
 * made from the contract by {@code infra/parameters.py}, and a test holds it to it.
 */
final class Contract {
  private static final String TABLE = "parameters.json";

  private final Map<String, List<Parameter>> operations = new HashMap<>();

  /**
   * One parameter.
   *
   * @param pattern of the text; matches all where the contract has none
   * @param words that it may be; empty where any
   */
  private record Parameter(
      String name,
      boolean inQuery,
      boolean required,
      String type,
      String format,
      Optional<Pattern> pattern,
      List<String> words,
      Optional<Double> least,
      Optional<Double> most,
      String description,
      String example) {
    /** Whether an empty text is none of what it may be. */
    boolean constrained() {
      return !type.equals("string")
          || !format.isEmpty()
          || !words.isEmpty()
          || pattern.filter(p -> !p.matcher("").find()).isPresent();
    }
  }

  private Contract() {}

  private static final class Packaged {
    private static final Contract READ = read();
  }

  static Contract packaged() {
    return Packaged.READ;
  }

  /**
   * Nothing where the question keeps to the contract, or the contract does not know the operation.
   *
   * @throws Problem 400 with the fix
   */
  void check(ApiRequest request) {
    List<Parameter> known = operations.get(request.method() + " " + request.resource());
    if (known == null) {
      return;
    }
    for (String name : request.query().keySet()) {
      if (known.stream().noneMatch(p -> p.inQuery() && p.name().equals(name))) {
        List<String> names =
            known.stream().filter(Parameter::inQuery).map(Parameter::name).toList();
        throw Problem.badRequest(
            "there is no parameter %s here".formatted(ApiRequest.quoted(name)),
            names.isEmpty()
                ? "Leave it out: this operation takes none."
                : "Leave it out or write one of: %s.".formatted(String.join(", ", names)));
      }
    }
    for (Parameter parameter : known) {
      Optional<String> value = request.value(parameter.name());
      if (value.isPresent()) {
        check(parameter, value.get());
      } else if (parameter.constrained() && request.query().containsKey(parameter.name())) {
        throw Problem.badRequest(parameter.name() + " is empty", fix(parameter));
      } else if (parameter.required()) {
        throw Problem.badRequest(parameter.name() + " is missing", fix(parameter));
      }
    }
  }

  private static void check(Parameter parameter, String value) {
    boolean good =
        switch (parameter.type()) {
          case "integer" -> value.matches("-?\\d{1,9}") && within(parameter, value);
          case "number" -> value.matches("-?\\d{1,9}(\\.\\d{1,12})?") && within(parameter, value);
          default ->
              switch (parameter.format()) {
                case "date" -> isDay(value);
                case "date-time" -> isMoment(value);
                default -> true;
              };
        };
    if (!good
        || !parameter.words().isEmpty() && !parameter.words().contains(value)
        || parameter.pattern().filter(p -> !p.matcher(value).find()).isPresent()) {
      throw Problem.badRequest(
          "%s is no %s".formatted(ApiRequest.quoted(value), parameter.name()), fix(parameter));
    }
  }

  private static boolean within(Parameter parameter, String value) {
    double number = Double.parseDouble(value);
    return parameter.least().filter(l -> number < l).isEmpty()
        && parameter.most().filter(m -> number > m).isEmpty();
  }

  private static boolean isDay(String value) {
    try {
      return value.length() == 10 && LocalDate.parse(value).getYear() >= 1900;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isMoment(String value) {
    try {
      // A plus sign in a query that nobody encoded arrives as a blank.
      int year = OffsetDateTime.parse(value.replace(' ', '+')).getYear();
      return year >= 1900 && year <= 9999;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static String fix(Parameter parameter) {
    String allowed =
        parameter.words().isEmpty() ? "" : "One of: " + String.join(", ", parameter.words()) + ". ";
    String example = parameter.example().isEmpty() ? "" : ", such as " + parameter.example();
    return allowed + parameter.description() + example + ".";
  }

  private static Contract read() {
    Contract contract = new Contract();
    try (InputStream in = Contract.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + TABLE + ": build functions/core again");
      }
      for (Map.Entry<String, JsonNode> operation : new ObjectMapper().readTree(in).properties()) {
        List<Parameter> parameters = new ArrayList<>();
        operation.getValue().forEach(p -> parameters.add(parameter(p)));
        contract.operations.put(operation.getKey(), List.copyOf(parameters));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contract;
  }

  private static Parameter parameter(JsonNode node) {
    List<String> words = new ArrayList<>();
    node.path("enum").forEach(w -> words.add(w.asText()));
    return new Parameter(
        node.path("name").asText(),
        node.path("in").asText().equals("query"),
        node.path("required").asBoolean(),
        node.path("type").asText("string"),
        node.path("format").asText(),
        Optional.of(node.path("pattern").asText()).filter(p -> !p.isEmpty()).map(Pattern::compile),
        words,
        number(node.path("minimum")),
        number(node.path("maximum")),
        node.path("description").asText(),
        node.path("example").asText());
  }

  private static Optional<Double> number(JsonNode node) {
    return node.isNumber() ? Optional.of(node.asDouble()) : Optional.empty();
  }
}
