package io.sluice.ledger.category;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.function.Consumer;

/**
 * Reads what is known of categories, one category after another, so that few texts are here at
 * once.
 */
public final class CategoryExamples {
  private final Database database;

  public CategoryExamples(Database database) {
    this.database = database;
  }

  /** A text of which the category is known. */
  public record Example(byte[] textHash, String text) {}

  /**
   * Gives the newest examples of a category, always in the same order.
   *
   * @return how many
   */
  public int each(String category, int most, Consumer<Example> user) {
    var examples =
        database.query(
            connection ->
                Sql.list(
                    connection,
                    """
                    SELECT text_hash, text FROM (
                      SELECT text_hash, text FROM sluice.category_example WHERE category = ?
                      ORDER BY added_at DESC, text_hash LIMIT ?) AS newest
                    ORDER BY text_hash
                    """,
                    row -> new Example(row.getBytes(1), row.getString(2)),
                    category,
                    most));
    examples.forEach(user);
    return examples.size();
  }
}
