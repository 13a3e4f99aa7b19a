package io.sluice.ledger.channel;

/** A photo's place among those of its channel, behind which a page begins. */
public record PhotoKey(long message, String id) {

  /** Before all others. */
  public static final PhotoKey FIRST = new PhotoKey(Long.MIN_VALUE, "");

  /** Behind all others. */
  public static final PhotoKey LAST = new PhotoKey(Long.MAX_VALUE, "");
}
