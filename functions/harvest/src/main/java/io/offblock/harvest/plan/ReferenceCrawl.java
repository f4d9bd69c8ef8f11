package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Request.ReferencePage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The daily reading of all reference data, page by page. One broken record makes the provider
 * refuse its whole page, so a refused page is halved until the record stands alone and is left out.
 */
final class ReferenceCrawl {
  static final List<String> KINDS =
      List.of("airlines", "airports", "aircraft", "countries", "cities");
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int PAGE = io.offblock.harvest.lufthansa.Request.REFERENCES_A_PAGE;

  private final Map<String, Instant> started = new HashMap<>();

  /**
   * Offset of the last whole page that was ever pending, by kind; a day's crawl asks for each once.
   */
  private final Map<String, Integer> highest = new HashMap<>();

  private final Deque<ReferencePage> pending = new ArrayDeque<>();

  /** Whether a kind was never asked for. */
  boolean opening() {
    return started.size() < KINDS.size();
  }

  /** The next page to read, if any is due. */
  Optional<ReferencePage> next(Instant now) {
    if (pending.isEmpty()) {
      for (String kind : KINDS) {
        if (!started.getOrDefault(kind, Instant.MIN).isAfter(now.minus(EVERY))) {
          started.put(kind, now);
          highest.put(kind, 0);
          pending.add(new ReferencePage(kind, PAGE, 0));
          break;
        }
      }
    }
    return Optional.ofNullable(pending.peekFirst());
  }

  /** A page was chosen; it is no more pending. */
  void take(ReferencePage page) {
    pending.remove(page);
  }

  /** No answer came: the page waits for its turn again. */
  void putBack(ReferencePage page) {
    pending.remove(page);
    pending.addLast(page);
  }

  /**
   * A page was read; any page's total tells how many there are, else a full page says that there
   * are more.
   */
  void read(ReferencePage page, int items, OptionalInt total) {
    pending.remove(page);
    int last = highest.getOrDefault(page.kind(), 0);
    int end = total.orElse(items >= page.limit() ? page.offset() + page.limit() + PAGE : 0);
    for (int offset = Math.max(PAGE, last + PAGE); offset < end; offset += PAGE) {
      pending.addLast(new ReferencePage(page.kind(), PAGE, offset));
      highest.put(page.kind(), offset);
    }
  }

  /**
   * The provider refuses a page. The page of one record that is at fault, once it stands alone;
   * else its halves are pending.
   */
  Optional<ReferencePage> broken(ReferencePage page) {
    pending.remove(page);
    if (page.limit() == 1) {
      return Optional.of(page);
    }
    int half = page.limit() / 2;
    pending.addFirst(new ReferencePage(page.kind(), page.limit() - half, page.offset() + half));
    pending.addFirst(new ReferencePage(page.kind(), half, page.offset()));
    return Optional.empty();
  }

  Map<String, Instant> started() {
    return Map.copyOf(started);
  }

  List<ReferencePage> pending() {
    return new ArrayList<>(pending);
  }

  void restore(Map<String, Instant> starts, List<ReferencePage> pages) {
    started.putAll(starts);
    pages.forEach(p -> highest.merge(p.kind(), p.offset() / PAGE * PAGE, Math::max));
    pages.stream().filter(p -> !pending.contains(p)).forEach(pending::addLast);
  }
}
