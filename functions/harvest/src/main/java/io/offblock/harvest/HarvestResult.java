package io.offblock.harvest;

/**
 * What a run did.
 *
 * @param at its beginning, ISO
 * @param calls made for pages, retries and tokens not counted
 * @param stored new answers
 * @param unchanged answers equal to the last one for their request
 * @param empty windows without flights (404)
 * @param failed calls without an answer
 * @param quota calls of the clock hour, after the run
 * @param ended why it stopped: {@code time}, {@code quota}, {@code refused}, {@code storage},
 *     {@code failed}
 */
public record HarvestResult(
    String at,
    int calls,
    int stored,
    int unchanged,
    int empty,
    int failed,
    Hour quota,
    String ended) {
  /**
   * The hour's calls.
   *
   * @param used reserved by all runs
   * @param limit own limit
   */
  public record Hour(int used, int limit) {}
}
