package io.offblock.harvest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.harvest.lufthansa.Board;
import org.junit.jupiter.api.Test;

class StepsTest {
  @Test
  void whatIsForgottenIsNotAskedForAgainAndTheRestStaysAsItIs() {
    Steps steps = new Steps();
    assertTrue(steps.add(1000) && steps.add(1010));
    steps.forgetBefore(1005);
    assertFalse(steps.has(1005));
    assertTrue(steps.has(1010));
    assertFalse(steps.has(1011));
    assertTrue(steps.has(1000));
    assertFalse(steps.add(900), "it is long past");
    steps.remove(900);
    steps.forgetBefore(5000);
    assertFalse(steps.has(5000));
    assertEquals("", steps.text());
  }

  @Test
  void anotherSetIsAddedWhateverItsFirstStepIs() {
    Steps older = new Steps();
    older.add(1000);
    older.add(1500);
    Steps steps = new Steps();
    steps.add(1510);
    steps.forgetBefore(1400);
    steps.add(older.base(), older.text());
    assertTrue(steps.has(1500) && steps.has(1510));
    assertFalse(steps.has(1400) || steps.has(1501));
    steps.add(Steps.NONE, "");
    Steps same = new Steps();
    same.add(steps.base(), steps.text());
    assertEquals(steps.base(), same.base());
    assertEquals(steps.text(), same.text());
  }

  @Test
  void aStepThatWasReadInPartIsForgottenAfterTwoDays() {
    Discovery discovery = new Discovery(Board.departures("FRA"), new Outstations());
    discovery.read(100_000, 100_015, 3, 3, 0);
    discovery.forget(100_000 + 60);
    assertTrue(discovery.begins(100_015));
    assertEquals(100_015, discovery.nextUnread(100_000, 100_100));
    discovery.forget(100_000 + 3 * 24 * 60);
    assertFalse(discovery.begins(100_015));
  }
}
