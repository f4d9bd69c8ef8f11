package io.offblock.sandbox.world;

import java.util.List;

/**
 * Aircraft of one airline, base and type, with the cycle of lines they share: aircraft {@code i}
 * flies on day {@code d} what slot {@code (i + d) mod size} of the cycle says. So each line starts
 * once a day, each aircraft flies each line in turn, and none is ever in two places.
 */
record Fleet(List<String> registrations, List<Line> lines) {
  String aircraft(Line line, long epochDay) {
    return registrations.get(
        (int) Math.floorMod(line.slot() - epochDay, (long) registrations.size()));
  }
}
