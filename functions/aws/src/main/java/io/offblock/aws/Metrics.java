package io.offblock.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Metrics in CloudWatch's embedded format: one line of JSON on standard output for one event, no
 * call and no client. As every line of a log it tells function, request id and object ({@link
 * LogLine}), of which no metric has a dimension. Immutable: each method gives a new one, so a base
 * with namespace and dimensions is shared safely.
 */
public final class Metrics {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record Metric(String name, double value, String unit) {}

  private final String namespace;
  private final InstantSource clock;
  private final PrintStream out;
  private final Map<String, String> dimensions;
  private final Map<String, String> properties;
  private final List<Metric> metrics;

  private Metrics(
      String namespace,
      InstantSource clock,
      PrintStream out,
      Map<String, String> dimensions,
      Map<String, String> properties,
      List<Metric> metrics) {
    this.namespace = Objects.requireNonNull(namespace);
    this.clock = Objects.requireNonNull(clock);
    this.out = Objects.requireNonNull(out);
    this.dimensions = dimensions;
    this.properties = properties;
    this.metrics = metrics;
  }

  /** On standard output, where Lambda's log is. */
  public static Metrics of(String namespace) {
    return of(namespace, Clock.systemUTC(), System.out);
  }

  /** With a clock and an output of one's own. */
  public static Metrics of(String namespace, InstantSource clock, PrintStream out) {
    return new Metrics(namespace, clock, out, Map.of(), Map.of(), List.of());
  }

  /** A dimension: few values ever, such as a store's name. */
  public Metrics dimension(String name, String value) {
    return new Metrics(namespace, clock, out, with(dimensions, name, value), properties, metrics);
  }

  /** A property for searching the log: any number of values, such as a payload's id. */
  public Metrics property(String name, String value) {
    return new Metrics(namespace, clock, out, dimensions, with(properties, name, value), metrics);
  }

  /** So many of something. */
  public Metrics count(String name, double value) {
    return and(new Metric(name, value, "Count"));
  }

  /** How long something took. */
  public Metrics duration(String name, Duration value) {
    return and(new Metric(name, value.toNanos() / 1e6, "Milliseconds"));
  }

  /** An age or a lag. */
  public Metrics seconds(String name, double value) {
    return and(new Metric(name, value, "Seconds"));
  }

  /** Writes the line; nothing where there is no metric. */
  public void emit() {
    if (!metrics.isEmpty()) {
      out.println(line());
      out.flush();
    }
  }

  String line() {
    ObjectNode root = MAPPER.createObjectNode();
    ObjectNode aws = root.putObject("_aws");
    aws.put("Timestamp", clock.millis());
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", namespace);
    ArrayNode names = directive.putArray("Dimensions").addArray();
    dimensions.keySet().forEach(names::add);
    ArrayNode declared = directive.putArray("Metrics");
    for (Metric m : metrics) {
      declared.addObject().put("Name", m.name()).put("Unit", m.unit());
    }
    LogLine.place(root);
    dimensions.forEach(root::put);
    properties.forEach(root::put);
    metrics.forEach(m -> root.put(m.name(), m.value()));
    return root.toString();
  }

  private Metrics and(Metric metric) {
    List<Metric> more = new ArrayList<>(metrics);
    more.removeIf(m -> m.name().equals(metric.name()));
    more.add(metric);
    return new Metrics(namespace, clock, out, dimensions, properties, List.copyOf(more));
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return java.util.Collections.unmodifiableMap(more);
  }
}
