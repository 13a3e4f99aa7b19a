package io.sluice.file;

import io.sluice.batch.ItemStage;
import io.sluice.batch.Kind;
import io.sluice.blob.BlobStore;
import io.sluice.ledger.Fence;
import io.sluice.ledger.file.FileRows;
import io.sluice.persistence.Database;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/** Files of this machine. */
public final class FileKind implements Kind {
  public static final String NAME = "files";

  private final BlobStore blobs;
  private final List<ItemStage<?>> stages;

  /**
   * @param threads which may block
   */
  public FileKind(BlobStore blobs, Database database, FileSettings settings, Executor threads) {
    this.blobs = blobs;
    stages = List.of(new FileStage(blobs, new FileRows(database), settings, threads));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ItemStage<?>> stages() {
    return stages;
  }

  @Override
  public Listing list(String source) throws IOException {
    return FileListing.of(FileSource.read(source));
  }

  @Override
  public void runBegins(Fence run) {
    blobs.sweep(run);
  }

  @Override
  public void runEnds(Fence run) {
    blobs.clear(run);
  }
}
