package io.offblock.bench;

import io.offblock.bench.Contender.Told;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One store as it is asked: by the function's own code, and at the least that asking it can cost.
 */
public interface Questions {
  /** Makes the schema. */
  void open();

  /** Takes in the flights of now, by the quickest way that leaves the state of a load. */
  void load(List<Told> told) throws Exception;

  /** Takes in flights of the past: flights where the store holds them, else their lines. */
  void loadPast(List<Told> told) throws Exception;

  /** What the server does after a bulk of writes before it is asked, such as its statistics. */
  void settle() throws Exception;

  /** The hot questions by name. */
  Map<String, Question> hot(Known known);

  /** The lookup of one thing by its key, without our code; its name first. */
  Map.Entry<String, Question> yardstick(Known known);

  /** Draws what is asked, so that only the asking is measured. */
  @FunctionalInterface
  interface Question {
    Asking drawn(Random random);
  }

  /** Asks once; throws where the answer is none. */
  @FunctionalInterface
  interface Asking {
    void ask() throws Exception;
  }
}
