package io.sluice.ledger.batch;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where a batch stands in its life; its row says so in the column {@code state}. */
public enum BatchPhase {
  /** Nobody has told it to begin. */
  CREATED,
  /** Its items are being listed, and worked on meanwhile. */
  LISTING,
  /** All its items are listed. */
  RUNNING,
  PAUSED,
  COMPLETED,
  CANCELLED,
  /** Its items, and what else is to go with it, are being deleted. */
  REMOVING,
  /** Its items could not be listed, or their work failed again and again. */
  FAILED;

  /** In SQL: of batches that have chunks to hand out, or will. */
  static final String IS_AT_WORK = isOneOf(BatchPhase::isAtWork);

  /** In SQL: of batches that have something to do without being asked. */
  static final String HAS_WORK = isOneOf(phase -> phase.isAtWork() || phase == REMOVING);

  /** In SQL: of batches that will never work on an item again unless they are told to. */
  static final String IS_OVER =
      isOneOf(phase -> phase == COMPLETED || phase == CANCELLED || phase == REMOVING);

  /** As it stands in the database. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static BatchPhase ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  public boolean isAtWork() {
    return this == LISTING || this == RUNNING;
  }

  /** Whether nothing happens any more, unless somebody asks for it. */
  public boolean isEnd() {
    return this == COMPLETED || this == CANCELLED || this == FAILED;
  }

  /** Whether what failed in it may be tried again. */
  public boolean canRetry() {
    return this != CREATED && this != CANCELLED && this != REMOVING;
  }

  private static String isOneOf(Predicate<BatchPhase> which) {
    return Arrays.stream(values())
        .filter(which)
        .map(phase -> "'" + phase.column() + "'")
        .collect(Collectors.joining(", ", "state IN (", ")"));
  }
}
