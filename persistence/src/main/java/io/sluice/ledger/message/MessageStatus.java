package io.sluice.ledger.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a row's message is; as in {@code websites.message_status}. */
public enum MessageStatus {
  /** It is to be written. */
  PENDING,
  /** It is written, and nothing speaks against it. */
  GENERATED,
  /** It is written, or could not be, and somebody is to look at it. */
  NEEDS_REVIEW,
  /** Somebody has said that it is good. */
  APPROVED,
  /** Somebody has said that it is not. */
  REJECTED,
  /** There is none. */
  FAILED,
  /** None is wanted. */
  SKIPPED;

  /** As users write it: {@code needs_review}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MessageStatus> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equalsIgnoreCase(word)).findFirst();
  }
}
