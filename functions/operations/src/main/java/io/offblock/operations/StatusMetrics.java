package io.offblock.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.answer.ApiAnswer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The system's status ({@link SystemStatus}) as gauges in Prometheus' text format. What the status
 * does not tell has no line: an absent sample is an alert's own case, a zero would be a lie.
 */
final class StatusMetrics {
  private StatusMetrics() {}

  static ApiAnswer answer(JsonNode status) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, snapshots(status));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return ApiAnswer.bytes(text.toByteArray(), PrometheusTextFormatWriter.CONTENT_TYPE);
  }

  private static MetricSnapshots snapshots(JsonNode status) {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        gauge(
            "offblock_ready",
            "1 where every store and queue and the harvest answer",
            List.of(point(Labels.EMPTY, status.path("ready").asBoolean() ? 1 : 0))));
    one(all, "offblock_flights_airborne", "Flights in the air", status.at("/flights/airborne"));
    one(all, "offblock_flights_known", "Flights known", status.at("/flights/known"));
    one(all, "offblock_quota_used", "Calls of this clock hour", status.at("/quota/used"));
    one(all, "offblock_quota_limit", "Calls a clock hour may have", status.at("/quota/limit"));
    labelled(
        all,
        "offblock_status_age_seconds",
        "Age of the status of flights in the air, by quantile",
        "quantile",
        status.path("freshness"),
        name ->
            switch (name) {
              case "p50_s" -> Optional.of("0.5");
              case "p95_s" -> Optional.of("0.95");
              default -> Optional.empty();
            },
        "");
    labelled(
        all,
        "offblock_queue_messages",
        "Payloads that wait to be loaded; dlq: that could not be",
        "queue",
        status.path("queues"),
        Optional::of,
        "");
    labelled(
        all,
        "offblock_store_flights",
        "Flights that a store holds",
        "store",
        status.path("stores"),
        Optional::of,
        "/flights");
    return new MetricSnapshots(all);
  }

  private static void one(List<MetricSnapshot> all, String name, String help, JsonNode value) {
    if (value.isNumber()) {
      all.add(gauge(name, help, List.of(point(Labels.EMPTY, value.asDouble()))));
    }
  }

  private static void labelled(
      List<MetricSnapshot> all,
      String name,
      String help,
      String label,
      JsonNode object,
      Function<String, Optional<String>> labelOf,
      String below) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (var field : object.properties()) {
      JsonNode value = field.getValue().at(below);
      labelOf
          .apply(field.getKey())
          .filter(l -> value.isNumber())
          .ifPresent(l -> points.add(point(Labels.of(label, l), value.asDouble())));
    }
    if (!points.isEmpty()) {
      all.add(gauge(name, help, points));
    }
  }

  private static GaugeSnapshot gauge(
      String name, String help, List<GaugeDataPointSnapshot> points) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    points.forEach(gauge::dataPoint);
    return gauge.build();
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
