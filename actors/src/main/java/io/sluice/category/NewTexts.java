package io.sluice.category;

import io.sluice.ledger.category.ClassificationTasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Takes the texts of documents to those who classify, in the transaction that stores the documents.
 *
 * @param wanted whether texts are classified at all
 * @param soon is told that there are some, before they can be seen
 */
public record NewTexts(boolean wanted, Runnable soon) {

  public void add(Connection connection, long batch, Collection<Long> items) throws SQLException {
    if (wanted) {
      ClassificationTasks.add(connection, batch, items);
      soon.run();
    }
  }

  /** One whose document was stored before it was there. */
  public void add(Connection connection, byte[] textHash) throws SQLException {
    if (wanted) {
      ClassificationTasks.add(connection, textHash);
      soon.run();
    }
  }
}
