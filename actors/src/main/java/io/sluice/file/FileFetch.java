package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemWork;
import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.Item;
import io.sluice.ledger.file.FileRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Files that events tell of: the address of one goes in, which nobody trusts, and it is fetched and
 * kept as one of a batch is. Thread-safe.
 */
public final class FileFetch {
  private static final String OF_THIS_MACHINE = "file:";

  private final FileKind kind;
  private final FileStage stage;
  private final S3Intake objects;
  private final EventBounds bounds;
  private final Executor threads;

  /**
   * @param objects reads those that events may name
   * @param bounds of these
   * @param threads that may wait for them
   */
  FileFetch(
      FileKind kind, FileStage stage, S3Intake objects, EventBounds bounds, Executor threads) {
    this.kind = kind;
    this.stage = stage;
    this.objects = objects;
    this.bounds = bounds;
    this.threads = threads;
  }

  /**
   * An event on its way.
   *
   * @param run that does it
   * @param feed as people know it
   * @param address where its file is
   * @param etag of the state of an object that is told of; null for any
   * @param delays how much it was put off before, as {@link ItemOutcome.Later} counts
   * @param suspect whether a process may have died of it
   * @param wanted false when its run is over
   */
  public record Errand(
      Fence run,
      String feed,
      String address,
      String etag,
      int delays,
      boolean suspect,
      BooleanSupplier wanted) {}

  /** What is left of earlier runs goes, and this one's drafts have their place. */
  public void begins(Fence run) {
    kind.runBegins(run);
  }

  /** The drafts go that nothing was made of. */
  public void ends(Fence run) {
    kind.runEnds(run);
  }

  /** The way of one file into a draft of the store. */
  public CompletionStage<ItemOutcome<FileContent>> fetch(Errand errand) {
    var address = errand.address().strip();
    if (address.toLowerCase(Locale.ROOT).startsWith(OF_THIS_MACHINE)) {
      return CompletableFuture.completedFuture(
          new ItemOutcome.Failed<>("refused", "files of this machine are none of an event"));
    }
    var item = new Item(0, address, 0, 0, errand.delays());
    var work =
        new ItemWork(errand.run(), 0, errand.feed(), item, errand.suspect(), errand.wanted());
    var object = NamedItem.object(address);
    if (object.isEmpty()) {
      return stage.work(work);
    }
    if (bounds.roots().stream().noneMatch(root -> root.has(object.get()))) {
      return CompletableFuture.completedFuture(
          new ItemOutcome.Failed<>(
              "refused",
              "events may have objects read where SOURCE_ROOTS says so: add s3://%s/ there"
                  .formatted(object.get().bucket())));
    }
    return stage.pictured(
        work,
        CompletableFuture.supplyAsync(
            () -> objects.read(work, object.get(), state(errand.etag())), threads));
  }

  private S3Intake.State state(String etag) {
    return new S3Intake.State(
        Optional.ofNullable(etag).map(tag -> tag.startsWith("\"") ? tag : "\"" + tag + "\""),
        bounds.most());
  }

  /** What was fetched, and is not wanted any more. */
  public void drop(FileContent content) {
    content.close();
  }

  /**
   * Gives the contents their places, before their rows are stored. May block.
   *
   * @return how often something was taken out of the store before, which {@link #check} wants
   */
  public long prepare(List<FetchedFile> files) {
    return stage.keep(files.stream().map(FetchedFile::content).toList());
  }

  /** In the transaction that stores the rows of files: whether they are there. */
  public void check(Connection connection, List<FileRows.Placed> files, long withdrawals)
      throws SQLException {
    stage.check(connection, files, withdrawals);
  }
}
