package io.offblock.opensearch;

/**
 * What a match is worth. The steps lie further apart than popularity (0 to 20) and nearness in time
 * (0 to 20) can lift, so a better kind of match comes first and popularity decides among equals:
 * words of a rare airport's name stay below a code.
 */
final class Score {
  /** The IATA code, whole. */
  static final float CODE = 200;

  /** A flight number, whole; a registration. */
  static final float NUMBER = 180;

  /** The ICAO code, whole. */
  static final float ICAO = 160;

  /** A flight number without its carrier; both ends of a route. */
  static final float ROUTE = 130;

  /** A name, whole. */
  static final float NAME = 110;

  /** The beginning of a flight number. */
  static final float NUMBER_BEGINNING = 90;

  /** A name, whole but for blanks: Newyork, Ryan Air. */
  static final float NAME_JOINED = 105;

  /** The name of a country, whole, for its airports. */
  static final float COUNTRY = 80;

  /** The beginning of a name. */
  static final float NAME_BEGINNING = 75;

  /** Words, or beginnings of words, anywhere in a name. */
  static final float WORDS = 45;

  /** The flights of a carrier whose code was typed. */
  static final float OF_CARRIER = 24;

  /** A name with one letter wrong. */
  static final float ONE_WRONG = 22;

  /** A name whose first letter may be the wrong one, which is rare. */
  static final float FIRST_WRONG = 20;

  /** A name with as many letters wrong as its length allows. */
  static final float SOME_WRONG = 8;

  /**
   * The likeliest flight of a number stands for it; those of its other days come after numbers that
   * begin with it.
   */
  static final float ANOTHER_DAY = 112;

  /** Popularity and nearness in time lift by this at most. */
  static final float LIFT = 20;

  private Score() {}
}
