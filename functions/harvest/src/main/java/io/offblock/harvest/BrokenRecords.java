package io.offblock.harvest;

import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.harvest.lufthansa.Request.ReferencePage;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import java.time.Instant;

/** Notes of reference records that the provider cannot serve. */
final class BrokenRecords {
  private BrokenRecords() {}

  /**
   * @param record the page of that one record
   */
  static void write(ObjectStore objects, ReferencePage record, String detail, Instant at) {
    objects.put(
        "quarantine/harvest/mds-references/%s/%d.json".formatted(record.kind(), record.offset()),
        NewObject.json(
            Json.bytes(
                Fields.none()
                    .with("store", "harvest")
                    .with("request", record.text())
                    .with("reason", "broken-record")
                    .with("detail", detail)
                    .with("at", at)
                    .map())),
        new Condition.Always());
  }
}
