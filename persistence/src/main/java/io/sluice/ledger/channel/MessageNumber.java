package io.sluice.ledger.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Numbers for the messages of a source whose own ids are texts, such as addresses: an id goes in,
 * the {@link Message#id} comes out, the same for ever.
 *
 * <p>Numbers that are greater are not newer. Of a million messages of a channel, two have one
 * number with a chance of 1 in 18,000; then they are taken for one.
 */
public final class MessageNumber {
  /** JSON has numbers of so many bits for all who read it. */
  private static final int BITS = 53;

  private MessageNumber() {}

  /**
   * From 1 to 2^53 - 1.
   *
   * @param own by which the source tells the message from all others of its channel, always in the
   *     same words
   */
  public static long of(String own) {
    if (own.isBlank()) {
      throw new IllegalArgumentException("a message has no id of its source's own");
    }
    var hash = sha256().digest(own.getBytes(StandardCharsets.UTF_8));
    // A channel without messages has 0 as its newest.
    return Math.max(1, ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - BITS));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
