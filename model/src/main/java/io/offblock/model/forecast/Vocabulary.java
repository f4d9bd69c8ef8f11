package io.offblock.model.forecast;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts that the model has an embedding for; any other is 0. */
public final class Vocabulary {
  private final List<String> texts;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param texts the known ones, in order from 1
   */
  public Vocabulary(List<String> texts) {
    this.texts = List.copyOf(texts);
    for (int i = 0; i < texts.size(); i++) {
      places.put(texts.get(i), i + 1);
    }
  }

  /** Place of a text, 0 where it is unknown. */
  public int of(String text) {
    return places.getOrDefault(text, 0);
  }

  /** The unknown one included. */
  public int size() {
    return texts.size() + 1;
  }

  /** The known ones. */
  public List<String> texts() {
    return texts;
  }
}
