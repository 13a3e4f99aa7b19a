package io.sluice.file;

import io.sluice.batch.ItemStage;
import io.sluice.batch.Kind;
import io.sluice.blob.AtOnce;
import io.sluice.blob.BlobStore;
import io.sluice.blob.Withdrawal;
import io.sluice.http.ByteBudget;
import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.file.FileResults;
import io.sluice.ledger.file.FileRows;
import io.sluice.ledger.file.Sweeps;
import io.sluice.persistence.Database;
import io.sluice.photo.PictureMaker;
import io.sluice.s3.S3Service;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;

/** Files of this machine, of the web, and of S3. */
public final class FileKind implements Kind {
  public static final String NAME = "files";

  /** Files that go in one transaction, which those wait for who store one of them again. */
  private static final int SLICE = 200;

  private final BlobStore blobs;
  private final Database database;
  private final ItemIntake intake;
  private final FileStage stage;
  private final S3Service s3;
  private final Executor threads;
  private volatile boolean marked;

  /**
   * @param maker makes pictures of those that are images
   * @param budget for the bytes of these
   * @param web where files come from that are not of this machine
   * @param s3 where objects come from
   * @param threads which may block
   */
  public FileKind(
      BlobStore blobs,
      Database database,
      PictureMaker maker,
      ByteBudget budget,
      WebAccess web,
      S3Service s3,
      FileSettings settings,
      Executor threads) {
    this.blobs = blobs;
    this.database = database;
    this.s3 = s3;
    this.threads = threads;
    var pictures = new FilePictures(maker, blobs, budget, settings.maxImageBytes(), threads);
    var bounds = new SourceBounds(new Batches(database));
    intake =
        new ItemIntake(
            new FileIntake(blobs, settings.sync(), bounds::of),
            new WebIntake(web, blobs, settings.sync(), threads),
            new S3Intake(s3, blobs, bounds::of),
            new ItemIntake.Threads(threads, s3.threads()));
    stage = new FileStage(intake::read, pictures, blobs, new FileRows(database), settings, threads);
  }

  /** The same sources for batches of other kinds. */
  public SourceFiles sources() {
    return new SourceFiles(this, intake::read);
  }

  /** The same way for files that events tell of, within these bounds. */
  public FileFetch fetch(EventBounds bounds) {
    var roots = new ReadableRoots(true, List.of(), bounds.roots());
    var objects = new S3Intake(s3, blobs, batch -> roots);
    return new FileFetch(this, stage, objects, bounds, s3.threads());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ItemStage<?>> stages() {
    return List.of(stage);
  }

  @Override
  public Listing list(Fence run, long batch, String source) throws IOException {
    return list(source);
  }

  ListSource open(URI list, List<URI> within) throws IOException {
    return FileListing.list(list, ReadableRoots.of(within), s3::bucket);
  }

  Listing list(String source) throws IOException {
    return FileListing.of(FileSource.read(source), s3::bucket);
  }

  @Override
  public KindResults results() {
    return new FileResults(database);
  }

  @Override
  public void runBegins(Fence run) {
    markStore();
    blobs.sweep(run);
  }

  /** Before a file of this database is there: another one must not take it for a stray. */
  private void markStore() {
    if (!marked) {
      blobs.ledgers(new Sweeps(database).ledger());
      marked = true;
    }
  }

  @Override
  public void runEnds(Fence run) {
    blobs.clear(run);
  }

  /** A purge that is interrupted leaves rows, which this finds again, or what a sweep removes. */
  @Override
  public void purge(Fenced ledger, Fence run, long batch) {
    while (purgeSlice(ledger, run, batch) > 0) {
      // The next slice.
    }
  }

  private int purgeSlice(Fenced ledger, Fence run, long batch) {
    try (var withdrawal = new Withdrawal(blobs)) {
      int events =
          ledger.store(
              run,
              connection -> {
                var forgotten = FileRows.forget(connection, batch, SLICE);
                withdraw(connection, forgotten.paths(), withdrawal);
                return forgotten.events();
              });
      withdrawal.confirm();
      return events;
    }
  }

  /** Files before their pictures: who finds no file writes both anew. */
  private void withdraw(Connection connection, List<String> paths, Withdrawal withdrawal)
      throws SQLException {
    if (!paths.isEmpty()) {
      FileRows.sayWithdrawn(connection);
      var pictures = paths.stream().filter(FileContent::isPictureKey).toList();
      var files = paths.stream().filter(path -> !FileContent.isPictureKey(path)).toList();
      AtOnce.forEach(files, withdrawal::take, threads);
      AtOnce.forEach(pictures, withdrawal::take, threads);
      FileRows.sayWithdrawn(connection);
    }
  }
}
