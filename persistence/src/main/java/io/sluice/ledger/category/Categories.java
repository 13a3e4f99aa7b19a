package io.sluice.ledger.category;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tables {@code category} and {@code category_example}: what documents are sorted into. */
public final class Categories {
  private static final String SELECT =
      """
      SELECT name, description, added_at,
        (SELECT count(*) FROM sluice.category_example WHERE category = name) AS examples
      FROM sluice.category
      """;

  private final Database database;

  public Categories(Database database) {
    this.database = database;
  }

  /**
   * A category.
   *
   * @param description what belongs into it, for those who classify by reading; empty where nobody
   *     said
   * @param examples how many texts are known to be of it
   */
  public record Category(String name, String description, long examples, Instant addedAt) {
    private static Category of(ResultSet row) throws SQLException {
      return new Category(
          row.getString("name"),
          row.getString("description"),
          row.getLong("examples"),
          Sql.instant(row, "added_at"));
    }
  }

  /** A text of which the category is known: its beginning and end. */
  public record Example(String category, String text) {}

  /** Changes with every change of categories and examples. */
  public long change() {
    return database.query(
        connection ->
            Sql.first(
                    connection, "SELECT number FROM sluice.category_change", row -> row.getLong(1))
                .orElseThrow());
  }

  /** By name. */
  public List<Category> all() {
    return database.query(
        connection -> Sql.list(connection, SELECT + "ORDER BY name", Category::of));
  }

  public Optional<Category> find(String name) {
    return database.query(connection -> find(connection, name));
  }

  private static Optional<Category> find(Connection connection, String name) throws SQLException {
    return Sql.first(connection, SELECT + "WHERE name = ?", Category::of, name);
  }

  /**
   * Texts whose category is known, of each category the newest.
   *
   * @param mostEach of one category
   */
  public List<Example> examples(int mostEach) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT name, text FROM sluice.category, LATERAL (
                  SELECT text, text_hash FROM sluice.category_example WHERE category = name
                  ORDER BY added_at DESC, text_hash LIMIT ?) AS newest
                ORDER BY name, text_hash
                """,
                row -> new Example(row.getString("name"), row.getString("text")),
                mostEach));
  }

  /** Adds a category, or gives one that is there another description. */
  public Category put(String name, String description) {
    return changing(
        connection -> {
          Sql.update(
              connection,
              """
              INSERT INTO sluice.category (name, description) VALUES (?, ?)
              ON CONFLICT (name) DO UPDATE SET description = excluded.description
              """,
              name,
              StorableText.of(description));
          return find(connection, name).orElseThrow();
        });
  }

  /** Whether it was there; its examples go with it. */
  public boolean remove(String name) {
    return changing(
            connection ->
                Sql.update(connection, "DELETE FROM sluice.category WHERE name = ?", name))
        > 0;
  }

  /**
   * Documents become examples of a category, which is made where there is none.
   *
   * @param hashes SHA-256 of their bytes
   * @return how many texts; documents that are not known or have no text count not
   */
  public int learn(String category, Collection<byte[]> hashes) {
    return changing(
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO sluice.category (name, description) VALUES (?, '') ON CONFLICT DO NOTHING",
              category);
          return Sql.update(
              connection,
              """
              INSERT INTO sluice.category_example (text_hash, category, text)
              SELECT DISTINCT ON (text_hash) text_hash, ?, sample
              FROM sluice.document WHERE hash = ANY (?) AND text_hash IS NOT NULL
              ON CONFLICT (text_hash) DO UPDATE SET category = excluded.category, added_at = now()
              """,
              category,
              connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)));
        });
  }

  private interface Change<T> {
    T on(Connection connection) throws SQLException;
  }

  /** The row of changes is taken first, so that changes happen one after another. */
  private <T> T changing(Change<T> change) {
    return database.transaction(
        connection -> {
          Sql.update(connection, "UPDATE sluice.category_change SET number = number + 1");
          return change.on(connection);
        });
  }
}
