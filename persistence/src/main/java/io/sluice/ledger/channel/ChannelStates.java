package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.util.Optional;

/** Writes into {@code channel} how a channel stands, for those who list channels. */
public final class ChannelStates {
  private final Database database;

  public ChannelStates(Database database) {
    this.database = database;
  }

  /**
   * Where a channel stands.
   *
   * @param version grows with each event of the channel; what is older is not written
   * @param reason why it failed; null otherwise
   * @param error what a run has just stumbled over; empty to keep the last
   * @param sources a JSON array
   * @param sourcesFailed how often it gave up on a source
   */
  public record State(
      long channel,
      long version,
      String state,
      String reason,
      Optional<String> error,
      String sources,
      long sourcesFailed) {

    public State with(Optional<String> otherError) {
      return new State(channel, version, state, reason, otherError, sources, sourcesFailed);
    }
  }

  public void write(State state) {
    var error = StorableText.of(state.error().orElse(null));
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.channel SET state = ?, state_version = ?, reason = ?,
                  last_error = coalesce(?, last_error),
                  last_error_at = CASE WHEN ?::text IS NULL THEN last_error_at
                    ELSE clock_timestamp() END,
                  sources = ?::jsonb, sources_failed = ?, changed_at = clock_timestamp()
                WHERE id = ? AND state_version <= ?
                """,
                state.state(),
                state.version(),
                StorableText.of(state.reason()),
                error,
                error,
                state.sources(),
                state.sourcesFailed(),
                state.channel(),
                state.version()));
  }
}
