package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Reads an item where its address says that it is. Thread-safe. */
final class ItemIntake {
  private final FileIntake files;
  private final WebIntake web;
  private final Executor threads;

  /**
   * @param threads which may block
   */
  ItemIntake(FileIntake files, WebIntake web, Executor threads) {
    this.files = files;
    this.web = web;
    this.threads = threads;
  }

  CompletionStage<ItemOutcome<FileContent>> read(ItemWork work) {
    var address = work.item().address();
    var file = NamedItem.file(address);
    if (file.isPresent()) {
      return CompletableFuture.supplyAsync(() -> files.read(work, file.get()), threads);
    }
    var page = NamedItem.page(address);
    return page.isPresent()
        ? web.read(work, page.get())
        : CompletableFuture.completedFuture(NamedItem.reason(address));
  }
}
