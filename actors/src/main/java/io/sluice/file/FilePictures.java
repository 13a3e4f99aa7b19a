package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobStore;
import io.sluice.http.ByteBudget;
import io.sluice.image.Flaw;
import io.sluice.image.ImageResult;
import io.sluice.photo.PictureMaker;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Makes of a file that is an image a picture beside it, as of a channel's photos: upright, resized,
 * a JPEG. That there is none costs the file nothing. Thread-safe.
 */
final class FilePictures {
  private static final String IMAGE = "image/";

  private final PictureMaker maker;
  private final BlobStore blobs;
  private final ByteBudget budget;
  private final long maxBytes;
  private final Executor files;

  /**
   * @param budget for the bytes of images in work
   * @param maxBytes longest image
   * @param files threads that may block
   */
  FilePictures(
      PictureMaker maker, BlobStore blobs, ByteBudget budget, long maxBytes, Executor files) {
    this.maker = maker;
    this.blobs = blobs;
    this.budget = budget;
    this.maxBytes = maxBytes;
    this.files = files;
  }

  /** The file with its picture, or as it was. */
  CompletionStage<ItemOutcome<FileContent>> of(ItemWork work, FileContent content) {
    if (!content.mimeType().startsWith(IMAGE)) {
      return passed(content);
    }
    if (content.size() > maxBytes) {
      var reason = "too_large: more than MAX_IMAGE_BYTES " + maxBytes;
      return passed(content.with(FilePicture.none(reason)));
    }
    return budget
        .acquire(content.size())
        .thenCompose(
            turn ->
                make(work, content)
                    .whenComplete((result, failure) -> budget.release(content.size())))
        .thenApplyAsync(result -> outcome(work, content, result), files);
  }

  private static CompletionStage<ItemOutcome<FileContent>> passed(FileContent content) {
    return CompletableFuture.completedFuture(new ItemOutcome.Passed<>(content, content.size()));
  }

  private CompletionStage<Optional<ImageResult>> make(ItemWork work, FileContent content) {
    return CompletableFuture.supplyAsync(() -> content.draft().read(), files)
        .thenCompose(
            bytes ->
                maker.make(
                    new PictureMaker.Order(
                        work.batchName(),
                        "item " + work.item().number(),
                        bytes,
                        work.suspect(),
                        work.wanted())));
  }

  private ItemOutcome<FileContent> outcome(
      ItemWork work, FileContent content, Optional<ImageResult> result) {
    if (result.isEmpty()) {
      content.close();
      return new ItemOutcome.Abandoned<>();
    }
    if (result.get() instanceof ImageResult.Rejected none) {
      if (none.flaw() == Flaw.SET_ASIDE) {
        content.close();
        return new ItemOutcome.Died<>(none.reason());
      }
      var flaw = none.flaw().name().toLowerCase(Locale.ROOT);
      return new ItemOutcome.Passed<>(
          content.with(FilePicture.none(flaw + ": " + none.reason())), content.size());
    }
    var picture =
        result.get() instanceof ImageResult.Encoded made
            ? stored(work, made)
            : FilePicture.none("kept: nothing here decodes it");
    return new ItemOutcome.Passed<>(content.with(picture), content.size());
  }

  private FilePicture stored(ItemWork work, ImageResult.Encoded made) {
    var draft = blobs.draft(work.run());
    draft.write(ByteBuffer.wrap(made.jpeg()));
    draft.end();
    return new FilePicture(draft, made.width(), made.height(), null);
  }
}
