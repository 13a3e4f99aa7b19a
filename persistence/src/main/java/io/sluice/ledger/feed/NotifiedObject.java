package io.sluice.ledger.feed;

/**
 * The object of S3 that a notification tells of.
 *
 * @param key as it is, without escapes
 * @param sequencer a hexadecimal number of {@link #DIGITS} digits, the larger the later, among the
 *     events of this key; null where its server tells none, or the event changes nothing of it
 * @param etag of the state that is told of; null where nobody told
 */
public record NotifiedObject(String bucket, String key, String sequencer, String etag) {
  public static final int DIGITS = 64;
}
