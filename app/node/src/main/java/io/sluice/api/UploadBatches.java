package io.sluice.api;

import io.sluice.file.FileKind;
import io.sluice.file.S3Address;
import io.sluice.file.SentKey;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.file.FileResults;
import io.sluice.view.SentFileView;
import io.sluice.view.SentFilesView;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;

/**
 * Makes batches of files that were sent in one request: an upload goes in, what has become of its
 * files comes out, as far as it is known when the sender has waited long enough.
 */
final class UploadBatches {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final AddBatch adding;
  private final Batches batches;
  private final BatchViews views;
  private final FileResults results;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  UploadBatches(
      AddBatch adding,
      Batches batches,
      BatchViews views,
      FileResults results,
      ActorSystem<?> system,
      Blocking blocking) {
    this.adding = adding;
    this.batches = batches;
    this.views = views;
    this.results = results;
    this.system = system;
    this.blocking = blocking;
  }

  /**
   * Has a batch worked on that is made of an upload.
   *
   * @param name of the batch; null for one that is free
   * @param files how many the upload has
   */
  CompletionStage<BatchRow> make(String upload, String name, long files) {
    var source = new WantedBatch.Origin(List.of(Uploads.PREFIX + upload), false, null, null, files);
    return adding.make(new WantedBatch(FileKind.NAME, name, source, upload, null));
  }

  /** Looks at a batch until it is at its end, or the time is over; and then at its files. */
  CompletionStage<SentFilesView> watched(BatchRow made, Duration time) {
    return ended(made, System.nanoTime() + time.toNanos())
        .thenCompose(row -> blocking.run(() -> view(row)));
  }

  private CompletionStage<BatchRow> ended(BatchRow before, long until) {
    return blocking
        .run(() -> batches.byId(before.id()).orElse(before))
        .thenCompose(
            row ->
                row.phase().isEnd() || System.nanoTime() >= until
                    ? CompletableFuture.completedFuture(row)
                    : Patterns.after(LOOK, system.classicSystem(), () -> ended(row, until)));
  }

  private SentFilesView view(BatchRow row) {
    var files =
        results.of(row.id(), 1, row.listed(), Arrays.asList(ItemState.values())).stream()
            .map(UploadBatches::view)
            .toList();
    return new SentFilesView(views.of(row), files);
  }

  private static String path(URI address) {
    return S3Address.isMeant(address.toString())
        ? SentKey.decoded(address.getPath())
        : address.getPath();
  }

  private static SentFileView view(FileResults.FileResult file) {
    var path = path(URI.create(file.address())).split("/");
    return new SentFileView(
        Long.parseLong(path[path.length - 2]),
        path[path.length - 1],
        file.state(),
        file.reason(),
        file.detail(),
        file.size(),
        file.mimeType(),
        file.hash(),
        file.storageUrl());
  }
}
