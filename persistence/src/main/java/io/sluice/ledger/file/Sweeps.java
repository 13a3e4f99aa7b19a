package io.sluice.ledger.file;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Table {@code sweep}: one node at a time walks through the store, and another goes on from the
 * last directory if nothing is heard of it. Two who walk at once do no harm, only the same.
 */
public final class Sweeps {
  /** For how long a node has the sweep when it said last that it walks. */
  private static final Duration HELD = Duration.ofMinutes(1);

  private static final String FROM_THE_BEGINNING =
      """
      UPDATE sluice.sweep SET started_at = clock_timestamp(), ended_at = NULL, place = 0,
        files = 0, removed = 0, bytes = 0, drafts = 0, problem = NULL, epoch = epoch + 1,
        held_until = '-infinity', least_age = ?, hurried = ?
      """;

  private final Database database;

  public Sweeps(Database database) {
    this.database = database;
  }

  /**
   * A walk that this node has taken on.
   *
   * @param place the directory that is next
   * @param leastAge younger files stay
   * @param hurried whether somebody waits for it
   */
  public record Walk(long epoch, int place, Duration leastAge, boolean hurried) {}

  /** What was found since it was last told. */
  public record Found(long files, long removed, long bytes, long drafts) {
    public static final Found NOTHING = new Found(0, 0, 0, 0);
  }

  /** By which the store knows this database. */
  public UUID ledger() {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT ledger FROM sluice.sweep",
                    row -> row.getObject(1, UUID.class))
                .orElseThrow());
  }

  /** Has a sweep begin; one that was asked for in the same way and is under way goes on. */
  public void request(Duration leastAge) {
    long seconds = leastAge.toSeconds();
    database.transaction(
        connection ->
            Sql.update(
                connection,
                FROM_THE_BEGINNING + "WHERE ended_at IS NOT NULL OR NOT hurried OR least_age <> ?",
                seconds,
                true,
                seconds));
  }

  /** Begins a sweep if the last one ended so long ago. */
  public void beginIfDue(Duration interval, Duration leastAge) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                FROM_THE_BEGINNING
                    + "WHERE ended_at < clock_timestamp() - make_interval(secs => ?)",
                leastAge.toSeconds(),
                false,
                (double) interval.toSeconds()));
  }

  /** Takes on the sweep that is under way, if there is one and no other node is at it. */
  public Optional<Walk> take() {
    return database.transaction(
        connection ->
            Sql.first(
                connection,
                """
                UPDATE sluice.sweep SET epoch = epoch + 1,
                  held_until = clock_timestamp() + make_interval(secs => ?)
                WHERE ended_at IS NULL AND held_until < clock_timestamp()
                RETURNING epoch, place, least_age, hurried
                """,
                row ->
                    new Walk(
                        row.getLong("epoch"),
                        row.getInt("place"),
                        Duration.ofSeconds(row.getLong("least_age")),
                        row.getBoolean("hurried")),
                (double) HELD.toSeconds()));
  }

  /**
   * Tells what was found.
   *
   * @param place the directory that is next
   * @return false if another node walks now, or another sweep was asked for
   */
  public boolean advance(Walk walk, int place, Found found) {
    return database.transaction(connection -> advance(connection, walk, place, found)) == 1;
  }

  private static int advance(Connection connection, Walk walk, int place, Found found)
      throws SQLException {
    return Sql.update(
        connection,
        """
        UPDATE sluice.sweep SET place = ?, files = files + ?, removed = removed + ?,
          bytes = bytes + ?, drafts = drafts + ?, problem = NULL,
          held_until = clock_timestamp() + make_interval(secs => ?)
        WHERE epoch = ?
        """,
        place,
        found.files(),
        found.removed(),
        found.bytes(),
        found.drafts(),
        (double) HELD.toSeconds(),
        walk.epoch());
  }

  /**
   * The walk has come to its end.
   *
   * @param problem why it ended early; empty if it did not
   */
  public void end(Walk walk, Optional<String> problem) {
    note(walk, "ended_at = clock_timestamp(), problem = ?", problem);
  }

  /** The walk goes on when this node's time is over, by whoever comes first. */
  public void stumble(Walk walk, String problem) {
    note(walk, "problem = ?", Optional.of(problem));
  }

  private void note(Walk walk, String change, Optional<String> problem) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                "UPDATE sluice.sweep SET " + change + " WHERE epoch = ?",
                StorableText.of(problem.orElse(null)),
                walk.epoch()));
  }

  public SweepRow now() {
    return database.query(
        connection ->
            Sql.first(connection, "SELECT * FROM sluice.sweep", SweepRow::of).orElseThrow());
  }
}
