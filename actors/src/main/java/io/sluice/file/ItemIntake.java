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
  private final S3Intake s3;
  private final Threads threads;

  /**
   * Which may block.
   *
   * @param files for what waits for disks
   * @param s3 for what waits for answers
   */
  record Threads(Executor files, Executor s3) {}

  ItemIntake(FileIntake files, WebIntake web, S3Intake s3, Threads threads) {
    this.files = files;
    this.web = web;
    this.s3 = s3;
    this.threads = threads;
  }

  CompletionStage<ItemOutcome<FileContent>> read(ItemWork work) {
    var address = work.item().address();
    var file = NamedItem.file(address);
    if (file.isPresent()) {
      return CompletableFuture.supplyAsync(() -> files.read(work, file.get()), threads.files());
    }
    var object = NamedItem.object(address);
    if (object.isPresent()) {
      return CompletableFuture.supplyAsync(() -> s3.read(work, object.get()), threads.s3());
    }
    var page = NamedItem.page(address);
    return page.isPresent()
        ? web.read(work, page.get())
        : CompletableFuture.completedFuture(NamedItem.reason(address));
  }
}
