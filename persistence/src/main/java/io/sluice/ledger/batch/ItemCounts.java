package io.sluice.ledger.batch;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many items have ended how.
 *
 * @param bytes of those done
 */
public record ItemCounts(long done, long duplicates, long failed, long dead, long bytes) {
  public static final ItemCounts NONE = new ItemCounts(0, 0, 0, 0, 0);

  static ItemCounts of(ResultSet row) throws SQLException {
    return new ItemCounts(
        row.getLong("done"),
        row.getLong("duplicates"),
        row.getLong("failed"),
        row.getLong("dead"),
        row.getLong("bytes"));
  }

  /** How many have ended at all. */
  public long ended() {
    return done + duplicates + failed + dead;
  }

  public ItemCounts plus(ItemCounts other) {
    return new ItemCounts(
        done + other.done,
        duplicates + other.duplicates,
        failed + other.failed,
        dead + other.dead,
        bytes + other.bytes);
  }
}
