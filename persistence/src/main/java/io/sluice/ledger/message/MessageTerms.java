package io.sluice.ledger.message;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code message_terms}: what the messages of a batch are made by. With the first ones its
 * budget begins.
 */
public final class MessageTerms {
  private final Database database;

  public MessageTerms(Database database) {
    this.database = database;
  }

  /**
   * What messages are made by.
   *
   * @param asks whether a model writes them; else the template's text is the message
   * @param model that is asked; null for the one that is set
   * @param language that they have to be in, such as {@code de}; null for any
   */
  public record Terms(String template, boolean asks, String model, String language) {}

  /**
   * Terms with what they are about.
   *
   * @param columns of the batch's list, in their order
   */
  public record Known(Terms terms, List<String> columns) {}

  /** The first or further terms of a batch; out comes their version. */
  public static int add(Connection connection, long batch, Terms terms) throws SQLException {
    // Held first by all who change what a batch wants.
    Sql.update(
        connection,
        """
        INSERT INTO sluice.message_budget AS budget (batch_id) VALUES (?)
        ON CONFLICT (batch_id) DO UPDATE SET asked = budget.asked
        """,
        batch);
    return Sql.first(
            connection,
            """
            INSERT INTO sluice.message_terms (batch_id, version, template, asks, model, language)
            SELECT ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?
            FROM sluice.message_terms WHERE batch_id = ?
            RETURNING version
            """,
            row -> row.getInt(1),
            batch,
            terms.template(),
            terms.asks(),
            terms.model(),
            terms.language(),
            batch)
        .orElseThrow();
  }

  /** Empty where the batch is gone. */
  public Optional<Known> of(long batch, int version) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                """
                SELECT template, asks, model, language, columns
                FROM sluice.message_terms JOIN sluice.website_list USING (batch_id)
                WHERE batch_id = ? AND version = ?
                """,
                row ->
                    new Known(
                        new Terms(
                            row.getString("template"),
                            row.getBoolean("asks"),
                            row.getString("model"),
                            row.getString("language")),
                        List.of((String[]) row.getArray("columns").getArray())),
                batch,
                version));
  }

  /** The columns of a batch's list; empty where it has none. */
  public Optional<List<String>> columns(long batch) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                "SELECT columns FROM sluice.website_list WHERE batch_id = ?",
                row -> List.of((String[]) row.getArray(1).getArray()),
                batch));
  }

  /** Those of the newest version; empty where no messages were ever wanted. */
  public Optional<Terms> newest(long batch) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                """
                SELECT template, asks, model, language FROM sluice.message_terms
                WHERE batch_id = ? ORDER BY version DESC LIMIT 1
                """,
                row ->
                    new Terms(
                        row.getString("template"),
                        row.getBoolean("asks"),
                        row.getString("model"),
                        row.getString("language")),
                batch));
  }

  /**
   * Forgets all of a batch but its rows of {@code websites}; what models have answered stays, since
   * it was paid for.
   */
  public static void forget(Connection connection, long batch) throws SQLException {
    for (var table : List.of("message_task", "message_call", "message_terms", "message_budget")) {
      Sql.update(connection, "DELETE FROM sluice.%s WHERE batch_id = ?".formatted(table), batch);
    }
  }
}
