package io.sluice.ledger.website;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.persistence.CopyRows;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The list of a batch of websites: its rows are stored as they are read, and come out in the order
 * of their domains. One whose storing was broken off is stored anew.
 */
public final class WebsiteList {
  private static final int FORGOTTEN_AT_ONCE = 10_000;
  private static final String PENDING = "PENDING";
  private static final String SKIPPED = "SKIPPED";
  private static final List<String> COLUMNS =
      List.of(
          "batch_id",
          "list_row",
          "line",
          "website_url",
          "address",
          "is_assumed",
          "domain",
          "site_key",
          "cells",
          "contact_form_url",
          "company_name",
          "industry",
          "scraping_status",
          "scraping_reason",
          "scraping_detail",
          "message_status");

  private final Database database;
  private final Fenced fenced;
  private final Fence run;
  private final long batch;

  /**
   * @param run of the batch, that stores
   */
  public WebsiteList(Database database, Fence run, long batch) {
    this.database = database;
    this.fenced = new Fenced(database);
    this.run = run;
    this.batch = batch;
  }

  /**
   * A row as it comes out.
   *
   * @param address null if it names no site
   * @param assumed whether its scheme is not the user's
   * @param problem a word for why not; null if it does
   */
  public record Place(
      long row,
      String typed,
      String address,
      boolean assumed,
      String domain,
      String siteKey,
      String problem) {}

  /**
   * What messages are made by.
   *
   * @param mostTokens of all of them; null for any
   * @param mostCost of all of them, in millionths of the unit of prices; null for any
   */
  public record Messages(MessageTerms.Terms terms, Long mostTokens, Long mostCost) {}

  /** How many blank rows it has, if all of its rows are stored. */
  public Optional<Long> blankIfComplete() {
    return database.query(
        connection ->
            Sql.first(
                connection,
                "SELECT blank FROM sluice.website_list WHERE batch_id = ? AND rows IS NOT NULL",
                row -> row.getLong(1),
                batch));
  }

  /**
   * Begins anew.
   *
   * @param columns as the list has them, in their order
   * @param format in words
   * @param messages what these are made by, and may take; empty if none are wanted
   */
  public void begin(List<String> columns, String format, Optional<Messages> messages) {
    int gone = FORGOTTEN_AT_ONCE;
    while (gone == FORGOTTEN_AT_ONCE) {
      // Of a list that was another one when its storing was broken off.
      gone =
          fenced.store(run, connection -> WebsiteRows.forget(connection, batch, FORGOTTEN_AT_ONCE));
    }
    fenced.store(
        run,
        connection -> {
          Sql.update(
              connection,
              """
              INSERT INTO sluice.website_list (batch_id, columns, format) VALUES (?, ?, ?)
              ON CONFLICT (batch_id) DO UPDATE SET columns = excluded.columns,
                format = excluded.format, rows = NULL
              """,
              batch,
              connection.createArrayOf(
                  "text", columns.stream().map(StorableText::of).toArray(String[]::new)),
              StorableText.of(format));
          if (messages.isPresent() && !hasTerms(connection)) {
            add(connection, messages.get());
          }
          return null;
        });
  }

  private void add(Connection connection, Messages messages) throws SQLException {
    MessageTerms.add(connection, batch, messages.terms());
    Sql.update(
        connection,
        """
        UPDATE sluice.message_budget SET most_tokens = ?::bigint, most_cost = ?::bigint
        WHERE batch_id = ?
        """,
        messages.mostTokens(),
        messages.mostCost(),
        batch);
  }

  private boolean hasTerms(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT 1 FROM sluice.message_terms WHERE batch_id = ? LIMIT 1",
            row -> row.getInt(1),
            batch)
        .isPresent();
  }

  /** Stores rows, each once. */
  public void add(Collection<ListRow> rows) {
    fenced.store(
        run,
        connection -> {
          var wanted = hasTerms(connection) ? PENDING : SKIPPED;
          var copied = new CopyRows("sluice.websites", COLUMNS);
          rows.forEach(row -> add(copied, row, wanted));
          return copied.store(connection);
        });
  }

  private void add(CopyRows copied, ListRow row, String message) {
    boolean named = row.problem() == null;
    copied.add(
        batch,
        row.row(),
        row.line(),
        StorableText.of(row.typed()),
        row.address(),
        row.assumed(),
        row.domain(),
        row.siteKey(),
        row.cells(),
        storable(row.contactForm()),
        storable(row.company()),
        storable(row.industry()),
        named ? PENDING : "FAILED",
        row.problem(),
        storable(row.detail()),
        named ? message : SKIPPED);
  }

  private static String storable(String text) {
    return text == null ? null : StorableText.of(text);
  }

  /**
   * All are stored.
   *
   * @param blank rows that were passed over
   */
  public void complete(long rows, long blank) {
    fenced.store(
        run,
        connection ->
            Sql.update(
                connection,
                "UPDATE sluice.website_list SET rows = ?, blank = ? WHERE batch_id = ?",
                rows,
                blank,
                batch));
    database.transaction(
        // The server knows nothing of so many new rows yet, and would sort them for each step.
        connection -> Sql.update(connection, "ANALYZE sluice.websites"));
  }

  /** The next rows in the order of their domains; those of the same site follow one another. */
  public List<Place> after(Optional<Place> last, int most) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT list_row, website_url, address, is_assumed, domain, site_key, scraping_reason
                FROM sluice.websites
                WHERE batch_id = ? AND (domain COLLATE "C", site_key, list_row) > (?, ?, ?)
                ORDER BY domain COLLATE "C", site_key, list_row LIMIT ?
                """,
                row ->
                    new Place(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)),
                batch,
                last.map(Place::domain).orElse(""),
                last.map(Place::siteKey).orElse(""),
                last.map(Place::row).orElse(0L),
                most));
  }
}
