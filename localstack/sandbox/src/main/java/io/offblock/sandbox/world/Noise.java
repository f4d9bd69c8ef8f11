package io.offblock.sandbox.world;

/**
 * Chance without state: a number that depends only on what it is asked about. The same question
 * always gets the same answer, whatever was asked before, which is what makes the world a pure
 * function.
 */
final class Noise {
  private Noise() {}

  /** Mixes two words into one (SplitMix64's finalizer). */
  static long mix(long a, long b) {
    long z = a + 0x9E3779B97F4A7C15L * (b + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1). */
  static double unit(long key, long question) {
    return (mix(key, question) >>> 11) * 0x1.0p-53;
  }

  /** Standard normal. */
  static double normal(long key, long question) {
    double u = 1 - unit(key, 2 * question + 1_000_003);
    double v = unit(key, 2 * question + 1_000_004);
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  }

  /** Exponential with the given mean. */
  static double exponential(long key, long question, double mean) {
    return -mean * Math.log(1 - unit(key, question));
  }
}
