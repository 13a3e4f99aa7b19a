package io.sluice.ledger.channel;

/** A photo's place among those of its channel, behind which a page begins. */
public record PhotoPlace(long message, String id) {

  /** Before all others. */
  public static final PhotoPlace FIRST = new PhotoPlace(Long.MIN_VALUE, "");

  /** Behind all others. */
  public static final PhotoPlace LAST = new PhotoPlace(Long.MAX_VALUE, "");
}
