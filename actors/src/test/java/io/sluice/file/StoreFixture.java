package io.sluice.file;

import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemResult;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobDirectory;
import io.sluice.blob.BlobStore;
import io.sluice.channel.LedgerFixture;
import io.sluice.http.ByteBudget;
import io.sluice.image.ImageSettings;
import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.Item;
import io.sluice.ledger.batch.ItemState;
import io.sluice.persistence.Database;
import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.Sql;
import io.sluice.persistence.Waiting;
import io.sluice.s3.S3Service;
import io.sluice.s3.S3Settings;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A store with its rows, and who stores files in it. */
final class StoreFixture implements AutoCloseable {
  static final Fence RUN = new Fence("chunk-1", 1);
  private static final String WAITING =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """;

  final LedgerFixture ledger = new LedgerFixture();
  final Path root;
  final BlobDirectory blobs;
  private final Path sources;
  private BlobStore used;

  StoreFixture(Path directory) throws IOException {
    root = Files.createDirectory(directory.resolve("store"));
    sources = Files.createDirectory(directory.resolve("sources"));
    blobs = new BlobDirectory(root, FileMode.OWNER);
    blobs.checkWritable();
    used = blobs;
  }

  /**
   * From now on the same store is used as if it were far away.
   *
   * @param looks counts how often it is looked whether something is there
   */
  void moveAway(AtomicInteger looks) {
    used =
        proxy(
            method -> {
              if (method.equals("exists")) {
                looks.incrementAndGet();
              }
              return method.equals("isNear") ? Optional.of(false) : Optional.empty();
            });
  }

  Path file(String content) throws IOException {
    return Files.writeString(sources.resolve(content), content);
  }

  Path picture(int number) throws IOException {
    return LedgerFixture.picture(sources, number);
  }

  /** Of files, with this store. */
  FileKind kind(BlobStore store) {
    return kind(store, ledger.database);
  }

  /** The same of another database, with this store. */
  FileKind kind(Database database) {
    return kind(blobs, database);
  }

  private FileKind kind(BlobStore store, Database database) {
    var suspects = LedgerFixture.suspects(ImageSettings.DEFAULTS, Duration.ofMinutes(2));
    return new FileKind(
        store,
        database,
        ledger.pictureMaker(Runnable::run, suspects),
        new ByteBudget(16 << 20),
        // Nothing here comes from the web.
        new WebAccess(null, null, null),
        // Nor from S3.
        new S3Service(
            new S3Settings(Optional.empty(), "", Optional.empty(), Optional.empty(), false)),
        new FileSettings(FileSync.OFF, 2, LedgerFixture.MOST_BYTES),
        Runnable::run);
  }

  /** Of a batch that is not there nothing is read. */
  private void makeBatch(long id) {
    ledger.database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                INSERT INTO sluice.batch (id, name, kind, source) OVERRIDING SYSTEM VALUE
                VALUES (?, 'files of ' || ?, 'files', ?::jsonb) ON CONFLICT DO NOTHING
                """,
                id,
                id,
                new FileSource(List.of(), false).json()));
  }

  /** A transaction about to be made. */
  final class Storing {
    private final FileStage stage = (FileStage) kind(used).stages().get(0);
    private List<ItemResult<FileContent>> results;

    private Storing(long item, Path file) {
      makeBatch(item);
      var work =
          new ItemWork(
              RUN,
              item,
              "files",
              new Item(item, file.toUri().toString(), 0, 0, 0),
              false,
              () -> true);
      var passed = (Passed<FileContent>) stage.work(work).toCompletableFuture().join();
      results = List.of(new ItemResult<>(RUN, item, item, passed.value()));
    }

    Storing prepare() {
      results = stage.prepare(results);
      return this;
    }

    Map<Long, ItemState> write(Connection connection) throws SQLException {
      return stage.write(connection, results);
    }

    Map<Long, ItemState> commit() {
      return ledger.database.transaction(this::write);
    }
  }

  /** An item of the batch with the same number has been read. */
  Storing reads(long item, Path file) {
    return new Storing(item, file);
  }

  void store(long item, Path file) {
    reads(item, file).prepare().commit();
  }

  /** As if all files were written this long ago. */
  void age(Duration by) {
    for (var file : all()) {
      try {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What is in the store. */
  List<Path> all() {
    return FilesBelow.of(root).stream().filter(file -> !file.endsWith(".id")).toList();
  }

  List<String> keys() {
    return all().stream().map(file -> root.relativize(file).toString()).sorted().toList();
  }

  /** Of which rows tell. */
  List<String> told() {
    return ledger
        .query(
            "SELECT unnest(array_remove(ARRAY[path, picture_path], NULL)) FROM sluice.file ORDER BY 1")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  String path(String mimeType) {
    return ledger
        .query("SELECT path FROM sluice.file WHERE mime_type = '%s'", mimeType)
        .get(0)
        .get(0);
  }

  void awaitWhoWaitsForALock() {
    Waiting.until("who waits for a lock", () -> ledger.count(WAITING) > 0);
  }

  /** The same store, for one who stops before he takes a blob away. */
  BlobStore stopping(CountDownLatch stopped, CountDownLatch goOn) {
    return proxy(
        method -> {
          if (method.equals("withdraw")) {
            stopped.countDown();
            Waiting.on(goOn);
          }
          return Optional.empty();
        });
  }

  /** The same store, with answers of its own to some calls. */
  private BlobStore proxy(Function<String, Optional<Object>> answers) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              var answer = answers.apply(method.getName());
              if (answer.isPresent()) {
                return answer.get();
              }
              try {
                return method.invoke(blobs, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** As the server does with one that is frozen. */
  void endTransactions() {
    ledger.query(
        """
        SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction'
        """);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
