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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Files that events tell of: the address of one goes in, which nobody trusts, and it is fetched and
 * kept as one of a batch is. Thread-safe.
 */
public final class FileFetch {
  private static final String OF_THIS_MACHINE = "file:";

  private final FileKind kind;
  private final FileStage stage;

  FileFetch(FileKind kind, FileStage stage) {
    this.kind = kind;
    this.stage = stage;
  }

  /**
   * An event on its way.
   *
   * @param run that does it
   * @param feed as people know it
   * @param address where its file is
   * @param delays how much it was put off before, as {@link ItemOutcome.Later} counts
   * @param suspect whether a process may have died of it
   * @param wanted false when its run is over
   */
  public record Errand(
      Fence run,
      String feed,
      String address,
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
    return stage.work(
        new ItemWork(errand.run(), 0, errand.feed(), item, errand.suspect(), errand.wanted()));
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
