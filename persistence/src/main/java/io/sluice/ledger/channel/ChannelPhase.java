package io.sluice.ledger.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where a channel stands in its life; its row says so in the column {@code state}. */
public enum ChannelPhase {
  REGISTERED,
  WAITING,
  COLLECTING,
  /** Has all there is, and looks for news. */
  FOLLOWING,
  PAUSED,
  COMPLETED,
  FAILED,
  /** Forgotten, and what is stored of it goes as well. */
  REMOVING,
  /** Forgotten; what is stored of it stays. */
  REMOVED;

  /** In SQL: of channels that are not forgotten. */
  static final String IS_KNOWN = "state <> '%s'".formatted(REMOVED.column());

  /** In SQL: of channels that collect, wait for it, or look for news. */
  static final String WANTS_TO_RUN = isOneOf(ChannelPhase::wantsToRun);

  /** In SQL: of channels that have something to do, or have not been told what. */
  static final String IS_AT_WORK =
      isOneOf(phase -> phase.wantsToRun() || phase == REGISTERED || phase == REMOVING);

  /** As it stands in the database. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ChannelPhase ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  /** Whether it has work to do, or news to look for. */
  public boolean wantsToRun() {
    return this == WAITING || this == COLLECTING || this == FOLLOWING;
  }

  /** Whether it has all that its sources have. */
  public boolean hasAll() {
    return this == COMPLETED || this == FOLLOWING;
  }

  private static String isOneOf(Predicate<ChannelPhase> which) {
    return Arrays.stream(values())
        .filter(which)
        .map(phase -> "'" + phase.column() + "'")
        .collect(Collectors.joining(", ", "state IN (", ")"));
  }
}
