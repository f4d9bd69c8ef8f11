package io.offblock.model.drift;

import io.offblock.model.drift.ColumnDrift.Measures;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A drift report as maps and lists, for any JSON writer; what is absent is left out. */
public final class DriftJson {
  private DriftJson() {}

  /** The whole report. */
  public static Map<String, Object> of(DriftReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("drifted", report.drifted());
    json.put("reasons", report.reasons());
    json.put("reference", report.reference());
    json.put("current", report.current());
    report.forecasts().ifPresent(f -> json.put("forecasts", f));
    json.put("columns", report.columns().stream().map(DriftJson::column).toList());
    return json;
  }

  private static Map<String, Object> column(ColumnDrift c) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("column", c.column());
    json.put("verdict", c.verdict().name().toLowerCase(Locale.ROOT));
    json.put("referenceRows", c.referenceRows());
    json.put("currentRows", c.currentRows());
    json.put("referenceMissing", c.referenceMissing());
    json.put("currentMissing", c.currentMissing());
    json.putAll(measures(c.measures()));
    c.noise().ifPresent(n -> json.put("noise", measures(n)));
    if (c.kind() == ColumnDrift.Kind.CATEGORIES) {
      json.put("vanished", c.vanished());
      json.put("appeared", c.appeared());
    }
    return json;
  }

  private static Map<String, Object> measures(Measures m) {
    Map<String, Object> json = new LinkedHashMap<>();
    m.wasserstein().ifPresent(w -> json.put("wasserstein", w));
    json.put("jensenShannon", m.jensenShannon());
    json.put("psi", m.psi());
    m.kolmogorovSmirnov()
        .ifPresent(
            k -> {
              json.put("kolmogorovSmirnov", k.statistic());
              json.put("kolmogorovSmirnovChance", k.probability());
            });
    return json;
  }
}
