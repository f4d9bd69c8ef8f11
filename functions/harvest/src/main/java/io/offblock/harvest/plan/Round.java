package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Board;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The pages that would renew every flight in the air once, best first: what so many calls can reach
 * at most, and what the last of them is worth. A page's worth only falls while others are taken, so
 * only the page that looks best has to be looked at again.
 */
final class Round {
  private record Candidate(Board board, PageChoice.Page page) {}

  private Round() {}

  /**
   * @param best the board's best page, as things stand
   * @param take counts what a page shows as renewed, so that it counts no more for the next
   */
  static List<PageChoice.Page> of(
      Collection<Board> boards,
      int calls,
      Function<Board, Optional<PageChoice.Page>> best,
      Consumer<PageChoice.Page> take) {
    PriorityQueue<Candidate> candidates =
        new PriorityQueue<>(
            Comparator.<Candidate>comparingDouble(c -> -c.page().value())
                .thenComparing(c -> c.board().toString()));
    boards.forEach(b -> best.apply(b).ifPresent(p -> candidates.add(new Candidate(b, p))));
    List<PageChoice.Page> taken = new ArrayList<>();
    while (taken.size() < calls && !candidates.isEmpty()) {
      Board board = candidates.poll().board();
      Optional<PageChoice.Page> page = best.apply(board);
      if (page.isEmpty()) {
        continue;
      }
      Candidate next = candidates.peek();
      if (next == null || page.get().value() >= next.page().value()) {
        take.accept(page.get());
        taken.add(page.get());
        best.apply(board).ifPresent(p -> candidates.add(new Candidate(board, p)));
      } else {
        candidates.add(new Candidate(board, page.get()));
      }
    }
    return taken;
  }
}
