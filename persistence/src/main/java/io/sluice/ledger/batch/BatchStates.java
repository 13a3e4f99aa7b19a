package io.sluice.ledger.batch;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.util.Optional;

/** Writes into {@code batch} how a batch stands, for those who list batches. */
public final class BatchStates {
  private final Database database;

  public BatchStates(Database database) {
    this.database = database;
  }

  /**
   * Where a batch stands.
   *
   * @param version grows with each event of the batch; what is older is not written
   * @param allListed whether all its items are listed
   * @param reason why it failed; empty otherwise
   * @param error what it has just stumbled over; empty to keep the last
   */
  public record State(
      long batch,
      long version,
      BatchPhase phase,
      boolean allListed,
      String reason,
      Optional<String> error) {

    /** The later of two, with the error of the earlier where it has none. */
    public static State merge(State earlier, State later) {
      return later.error().isPresent()
          ? later
          : new State(
              later.batch(),
              later.version(),
              later.phase(),
              later.allListed(),
              later.reason(),
              earlier.error());
    }
  }

  public void write(State state) {
    var error = StorableText.of(state.error().orElse(null));
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.batch SET state = ?, state_version = ?, all_listed = ?,
                  reason = nullif(?, ''),
                  last_error = coalesce(?, last_error),
                  last_error_at = CASE WHEN ?::text IS NULL THEN last_error_at
                    ELSE clock_timestamp() END,
                  ended_at = CASE WHEN ? THEN coalesce(ended_at, clock_timestamp()) END,
                  changed_at = clock_timestamp()
                WHERE id = ? AND state_version <= ?
                """,
                state.phase().column(),
                state.version(),
                state.allListed(),
                StorableText.of(state.reason()),
                error,
                error,
                state.phase().isEnd(),
                state.batch(),
                state.version()));
  }
}
