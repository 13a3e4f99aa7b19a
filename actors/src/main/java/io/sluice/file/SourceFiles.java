package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemWork;
import io.sluice.batch.Kind;
import io.sluice.ledger.Fence;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What batches of other kinds read that come from the same sources as files: they are listed and
 * read in the same way, and what is read goes when its run ends. Thread-safe.
 */
public final class SourceFiles {
  private final FileKind kind;
  private final Function<ItemWork, CompletionStage<ItemOutcome<FileContent>>> intake;

  SourceFiles(FileKind kind, Function<ItemWork, CompletionStage<ItemOutcome<FileContent>>> intake) {
    this.kind = kind;
    this.intake = intake;
  }

  /** As {@link Kind#list} does. */
  public Kind.Listing list(String source) throws IOException {
    return kind.list(source);
  }

  /**
   * A list of one source a line, or of rows.
   *
   * @param within addresses of what it must lie below; empty for anywhere
   * @throws IOException if it is not there, or may not be read
   */
  public ListSource open(URI list, List<URI> within) throws IOException {
    return kind.open(list, within);
  }

  /** Reads one to its end; what comes out is to be closed. */
  public CompletionStage<ItemOutcome<FileContent>> read(ItemWork item) {
    return intake.apply(item);
  }

  /** What is left of earlier runs goes. May block. */
  public void runBegins(Fence run) {
    kind.runBegins(run);
  }

  /** What was not closed goes. May block. */
  public void runEnds(Fence run) {
    kind.runEnds(run);
  }
}
