package io.sluice.telegram;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/**
 * What to read of a chat.
 *
 * @param since leave out messages sent before; null for none. One without a valid date is kept
 * @param limit at most so many messages each time it is read, in the file's order; 0 for all
 * @param zone where the exporting computer stood: exports before 2022 give local times only
 */
record ExportOptions(Instant since, long limit, ZoneId zone) {

  public ExportOptions {
    Objects.requireNonNull(zone, "zone");
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be 0 (none) or more, was " + limit);
    }
  }

  public static ExportOptions everything(ZoneId zone) {
    return new ExportOptions(null, 0, zone);
  }

  boolean leavesOut(Instant sentAt) {
    return since != null && sentAt != null && sentAt.isBefore(since);
  }

  /**
   * What a cursor must agree with. The limit is not in it: the next run goes on behind it. The form
   * is that of this reader: what an earlier one left out without a word is read again.
   */
  String selectionOf(ExportChat chat) {
    return "%s since %s in %s, form 2".formatted(chat.part(), since, zone);
  }
}
