package io.offblock.harvest;

import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.object.ObjectStore.StoredBytes;
import io.offblock.harvest.plan.Plan;
import io.offblock.harvest.plan.PlanText;
import io.offblock.harvest.raw.LastAnswers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the plan in storage between processes, and in memory while this one lives. Written only
 * over the version that was read: where another run wrote meanwhile, its knowledge is added first.
 */
final class PlanKeeper {
  private static final System.Logger LOG = System.getLogger(PlanKeeper.class.getName());
  private static final String KEY = "state/harvest/plan.json.gz";
  private static final int TRIES = 5;

  private final ObjectStore objects;
  private final Plan plan;
  private final LastAnswers answers;
  private Optional<String> etag = Optional.empty();
  private boolean opened;

  PlanKeeper(ObjectStore objects, Plan plan, LastAnswers answers) {
    this.objects = objects;
    this.plan = plan;
    this.answers = answers;
  }

  /** Reads what was kept, once in a process's life. */
  void open() {
    if (!opened) {
      merge();
      opened = true;
    }
  }

  /**
   * Writes the plan, whatever others write meanwhile. What cannot be written now is written by the
   * next run.
   */
  void save() {
    for (int i = 0; i < TRIES; i++) {
      Condition condition =
          etag.<Condition>map(Condition.Unchanged::new).orElseGet(Condition.Absent::new);
      etag = objects.put(KEY, NewObject.gzip(PlanText.write(plan, answers), Map.of()), condition);
      if (etag.isPresent()) {
        return;
      }
      merge();
    }
    LOG.log(Level.WARNING, "the plan was not saved: {0} other writers came first", TRIES);
  }

  private void merge() {
    Optional<StoredBytes> stored = objects.get(KEY);
    etag = stored.map(StoredBytes::etag);
    stored.ifPresent(
        s -> {
          try {
            PlanText.read(s.bytes(), plan, answers);
          } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
            // A plan is only memory: without it the next calls find the flights again.
            LOG.log(
                Level.WARNING,
                "the kept plan cannot be read and is begun anew: {0}",
                e.getMessage());
          }
        });
  }
}
