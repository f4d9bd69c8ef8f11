package io.offblock.harvest.recording;

/** An entry of a recording that cannot be taken in, and why. */
final class UnreadableEntry extends Exception {
  private static final long serialVersionUID = 1;

  private final String entry;

  UnreadableEntry(String entry, String reason) {
    super(reason, null, false, false);
    String plain = entry.replaceAll("\\p{Cntrl}", "?");
    this.entry = plain.length() > 200 ? plain.substring(0, 200) : plain;
  }

  String entry() {
    return entry;
  }
}
