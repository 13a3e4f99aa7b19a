package io.sluice.website;

import io.sluice.ledger.website.ListRow;
import io.sluice.ledger.website.WebsiteList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Rows of a list go in one by one, and are stored many at once: while a lot of them is stored, the
 * next one is read.
 */
final class ListLots {
  private static final int AT_ONCE = 5_000;

  /** Of all cells of the rows that are stored at once. */
  private static final long MOST_SIGNS = 4_000_000;

  private final WebsiteList rows;
  private final Executor threads;
  private List<ListRow> lot = new ArrayList<>();
  private long signs;
  private CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);

  /**
   * @param threads which may block
   */
  ListLots(WebsiteList rows, Executor threads) {
    this.rows = rows;
    this.threads = threads;
  }

  void add(ListRow row) {
    lot.add(row);
    signs += row.cells().length();
    if (lot.size() == AT_ONCE || signs > MOST_SIGNS) {
      store();
    }
  }

  /** Waits until the lot before is stored. */
  private void store() {
    await();
    var full = lot;
    stored = CompletableFuture.runAsync(() -> rows.add(full), threads);
    lot = new ArrayList<>();
    signs = 0;
  }

  /** All are stored when it returns. */
  void end() {
    store();
    await();
  }

  private void await() {
    try {
      stored.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
