package io.offblock.harvest.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a page was chosen, in words. */
final class Reason {
  private Reason() {}

  static String of(PageChoice.Page page, long now) {
    List<String> parts = new ArrayList<>();
    long oldest = page.renews().stream().mapToLong(e -> now - e.known().seenAt()).max().orElse(0);
    long needy = page.renews().stream().filter(e -> due(e, now)).count();
    if (needy > 0) {
      parts.add(
          "renews %d flights in the air, the oldest heard of %s ago".formatted(needy, age(oldest)));
    }
    if (page.finds() >= 0.5) {
      parts.add(
          String.format(
              Locale.ROOT,
              "opens %s of %s, about %.0f flights expected",
              age((page.readsUntil() - page.readsFrom()) * 60L),
              page.request().board(),
              page.finds()));
    }
    return parts.isEmpty()
        ? "keeps " + page.request().board() + " current"
        : String.join("; ", parts);
  }

  private static boolean due(Flights.Entry entry, long now) {
    return now - entry.known().seenAt() > 60;
  }

  private static String age(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 7200
            ? seconds / 60 + " min"
            : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
