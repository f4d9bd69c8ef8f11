package io.offblock.opensearch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a country is called in the languages of the provider's reference data. Java's own names, not
 * the provider's: those come in a payload of their own, and a place must not depend on what was
 * loaded before it.
 */
final class CountryNames {
  private static final List<Locale> LANGUAGES =
      Stream.of("en", "de", "fr", "it", "es", "pt", "bg", "cs", "el", "hu", "ro", "sv", "tr", "uk")
          .map(Locale::of)
          .toList();

  private CountryNames() {}

  /** The names of an ISO code, each once; none of a code that is no country. */
  static List<String> of(Optional<String> code) {
    return code.stream()
        .flatMap(
            iso ->
                LANGUAGES.stream()
                    .map(language -> Locale.of("", iso).getDisplayCountry(language))
                    .filter(name -> !name.equalsIgnoreCase(iso)))
        .distinct()
        .toList();
  }
}
