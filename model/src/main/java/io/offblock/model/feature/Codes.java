package io.offblock.model.feature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A vocabulary: texts numbered from 0 in the order of first appearance. */
public final class Codes {
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  int code(String text) {
    Integer code = codes.get(text);
    if (code == null) {
      code = texts.size();
      codes.put(text, code);
      texts.add(text);
    }
    return code;
  }

  String text(int code) {
    return texts.get(code);
  }

  int size() {
    return texts.size();
  }

  /** The texts in the order of their numbers. */
  public List<String> texts() {
    return Collections.unmodifiableList(texts);
  }
}
