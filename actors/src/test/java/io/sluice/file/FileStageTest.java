package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemResult;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobDirectory;
import io.sluice.channel.LedgerFixture;
import io.sluice.http.ByteBudget;
import io.sluice.image.ImageSettings;
import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.Item;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.file.FileRows;
import io.sluice.persistence.Sql;
import io.sluice.persistence.Waiting;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileStageTest {
  private static final Fence RUN = new Fence("chunk-1", 1);

  private static final String WAITING =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """;

  private static final ReadableRoots ANYWHERE = new ReadableRoots(false, List.of(), List.of());

  @TempDir private Path directory;
  private final LedgerFixture ledger = new LedgerFixture();
  private final List<Path> files = new ArrayList<>();
  private BlobDirectory blobs;

  @BeforeEach
  void make() {
    blobs = new BlobDirectory(directory.resolve("store"), FileMode.OWNER);
    blobs.checkWritable();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private FileStage stage(FileSync sync) {
    var suspects = LedgerFixture.suspects(ImageSettings.DEFAULTS, Duration.ofMinutes(2));
    var pictures =
        new FilePictures(
            ledger.pictureMaker(Runnable::run, suspects),
            blobs,
            new ByteBudget(16 << 20),
            LedgerFixture.MOST_BYTES,
            Runnable::run);
    var intake = new FileIntake(blobs, sync, batch -> ANYWHERE);
    return new FileStage(
        work ->
            CompletableFuture.completedFuture(
                intake.read(work, NamedItem.file(work.item().address()).orElseThrow())),
        pictures,
        blobs,
        new FileRows(ledger.database),
        new FileSettings(sync, 2, LedgerFixture.MOST_BYTES),
        Runnable::run);
  }

  private Path file(String name, String content) throws IOException {
    var file = Files.writeString(directory.resolve(name), content);
    files.add(file);
    return file;
  }

  private static ItemOutcome<FileContent> outcome(
      FileStage stage, Path file, BooleanSupplier wanted) {
    var item = new Item(1, file.toUri().toString(), 0, 0, 0);
    return stage
        .work(new ItemWork(RUN, 1, "files-1", item, false, wanted))
        .toCompletableFuture()
        .join();
  }

  private static ItemOutcome<FileContent> outcome(FileStage stage, Path file) {
    return outcome(stage, file, () -> true);
  }

  /** Stores all files in one transaction; they are items from this number on. */
  private Map<Long, ItemState> store(FileStage stage, long first) {
    var results = new ArrayList<ItemResult<FileContent>>();
    for (int i = 0; i < files.size(); i++) {
      var passed = (Passed<FileContent>) outcome(stage, files.get(i));
      results.add(new ItemResult<>(RUN, 1, first + i, passed.value()));
    }
    var prepared = stage.prepare(results);
    return ledger.database.transaction(connection -> stage.write(connection, prepared));
  }

  private List<Path> stored() throws IOException {
    try (var all = Files.walk(directory.resolve("store"))) {
      return all.filter(Files::isRegularFile).filter(f -> !f.endsWith(".id")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(FileSync.class)
  void one_content_is_one_blob_and_each_file_has_its_row(FileSync sync) throws IOException {
    file("a.txt", "alpha");
    file("b.txt", "beta");
    file("c.txt", "alpha");
    assertThat(store(stage(sync), 1)).isEqualTo(Map.of(3L, ItemState.DUPLICATE));
    assertThat(store(stage(sync), 4))
        .isEqualTo(
            Map.of(4L, ItemState.DUPLICATE, 5L, ItemState.DUPLICATE, 6L, ItemState.DUPLICATE));
    assertThat(stored()).hasSize(2);
    assertThat(
            ledger.query(
                "SELECT filename, file_size, mime_type FROM sluice.file_events ORDER BY item LIMIT 3"))
        .containsExactly(
            List.of("a.txt", "5", "text/plain"),
            List.of("b.txt", "4", "text/plain"),
            List.of("c.txt", "5", "text/plain"));
    assertThat(ledger.count("SELECT count(*) FROM sluice.file_events")).isEqualTo(6);
    assertThat(ledger.count("SELECT count(*) FROM sluice.file_events_others")).isZero();
    for (var row : ledger.query("SELECT path, encode(hash, 'hex') FROM sluice.file")) {
      var content = Files.readString(directory.resolve("store").resolve(row.get(0)));
      assertThat(content).isIn("alpha", "beta");
      assertThat(row.get(0)).endsWith(row.get(1));
    }
  }

  private long uses(String condition) {
    return ledger.count("SELECT coalesce(sum(uses), 0) FROM sluice.file WHERE " + condition);
  }

  @Test
  void content_stays_where_its_row_says_that_it_is() throws IOException {
    file("a.txt", "alpha");
    store(stage(FileSync.OFF), 1);
    var store = directory.resolve("store");
    var path = ledger.query("SELECT path FROM sluice.file").get(0).get(0);
    // As a version with other directories has put it.
    var other = path.replace("files/", "files/other/");
    Files.createDirectories(store.resolve(other).getParent());
    Files.move(store.resolve(path), store.resolve(other));
    ledger.query("UPDATE sluice.file SET path = '%s' RETURNING path", other);

    assertThat(store(stage(FileSync.OFF), 2)).isEqualTo(Map.of(2L, ItemState.DUPLICATE));
    assertThat(stored()).containsExactly(store.resolve(other));
    Files.delete(store.resolve(other));
    assertThat(store(stage(FileSync.OFF), 3)).isEqualTo(Map.of(3L, ItemState.DUPLICATE));
    assertThat(stored()).containsExactly(store.resolve(other));
    assertThat(ledger.query("SELECT storage_url FROM sluice.file_events ORDER BY item"))
        .containsExactly(List.of(path), List.of(other), List.of(other));
  }

  @Test
  void a_file_goes_with_the_last_event_that_points_to_it() throws IOException {
    file("a.txt", "alpha");
    file("b.txt", "beta");
    file("c.txt", "alpha");
    store(stage(FileSync.OFF), 1);
    files.remove(1);
    ledger.database.transaction(
        connection ->
            Sql.update(connection, "UPDATE sluice.file_events SET batch_id = 2 WHERE item = 3"));
    assertThat(uses("true")).isEqualTo(3);

    ledger.database.transaction(
        connection -> {
          var forgotten = FileRows.forget(connection, 1, 1);
          assertThat(forgotten.events()).isEqualTo(1);
          assertThat(forgotten.paths()).isEmpty();
          var rest = FileRows.forget(connection, 1, 100);
          rest.paths().forEach(blobs::remove);
          assertThat(rest.paths()).hasSize(1);
          return rest;
        });

    assertThat(stored()).hasSize(1);
    assertThat(Files.readString(stored().get(0))).isEqualTo("alpha");
    assertThat(ledger.query("SELECT path FROM sluice.file")).hasSize(1);
    assertThat(uses("true")).isEqualTo(1);
    assertThat(ledger.query("SELECT item FROM sluice.file_events")).containsExactly(List.of("3"));
  }

  @Test
  void what_is_stored_again_while_it_is_purged_is_refused_once() throws Exception {
    file("a.txt", "alpha");
    var stage = stage(FileSync.BATCH);
    store(stage, 1);
    var storing = new CompletableFuture<Map<Long, ItemState>>();

    ledger.database.transaction(
        connection -> {
          var forgotten = FileRows.forget(connection, 1, 100);
          CompletableFuture.runAsync(() -> storeInto(storing, stage));
          Waiting.until("who stores it waits for its row", () -> ledger.count(WAITING) > 0);
          forgotten.paths().forEach(blobs::remove);
          return forgotten;
        });

    assertThatThrownBy(storing::join).hasMessageContaining("was removed while it was stored again");
    assertThat(store(stage, 3)).isEmpty();
    assertThat(stored()).hasSize(1);
    assertThat(uses("true")).isEqualTo(1);
  }

  private void storeInto(CompletableFuture<Map<Long, ItemState>> result, FileStage stage) {
    try {
      result.complete(store(stage, 2));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Test
  void a_blob_that_is_gone_is_written_again() throws IOException {
    file("a.txt", "alpha");
    store(stage(FileSync.BATCH), 1);
    Files.delete(stored().get(0));
    assertThat(store(stage(FileSync.BATCH), 2)).isEqualTo(Map.of(2L, ItemState.DUPLICATE));
    assertThat(stored()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(FileSync.class)
  void what_is_stored_already_is_not_written_again(FileSync sync) throws IOException {
    file("a.txt", "alpha");
    store(stage(sync), 1);
    // Nothing can be made there now, by no user: no draft, and no other blob.
    var drafts = directory.resolve("store/images/.drafts");
    try (var empty = Files.list(drafts)) {
      for (var one : empty.toList()) {
        Files.delete(one);
      }
    }
    Files.delete(drafts);
    Files.createFile(drafts);
    assertThat(store(stage(sync), 2)).isEqualTo(Map.of(2L, ItemState.DUPLICATE));
    file("b.txt", "beta");
    assertThatThrownBy(() -> store(stage(sync), 3))
        .hasStackTraceContaining("cannot write " + drafts);
  }

  @Test
  void one_that_is_edited_each_time_it_is_read_has_changed() throws IOException {
    var file = file("log", "x");
    // Whether it is wanted is asked before each read of it.
    assertThat(outcome(stage(FileSync.OFF), file, () -> append(file)))
        .isEqualTo(new Failed<>("changed", "it was edited each time it was read"));
    assertThat(stored()).isEmpty();
    assertThat(outcome(stage(FileSync.OFF), file)).isInstanceOf(Passed.class);
  }

  private static boolean append(Path file) {
    try {
      Files.writeString(file, "y", StandardOpenOption.APPEND);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_cannot_be_read_fails_with_its_reason() throws IOException {
    var stage = stage(FileSync.OFF);
    assertThat(outcome(stage, directory.resolve("gone")))
        .isEqualTo(new Failed<>("missing", "it is not there"));
    assertThat(outcome(stage, directory))
        .isEqualTo(new Failed<>("not a file", "it is a directory, a pipe or a device"));
    assertThat(stored()).isEmpty();
  }

  @Test
  void what_nobody_wants_any_more_is_as_it_was() throws IOException {
    assertThat(outcome(stage(FileSync.OFF), file("a", "alpha"), () -> false))
        .isEqualTo(new ItemOutcome.Abandoned<>());
  }

  @Test
  void drafts_that_a_run_leaves_are_gone_with_it() throws IOException {
    var large = "x".repeat(1 << 20);
    assertThat(outcome(stage(FileSync.OFF), file("a", large))).isInstanceOf(Passed.class);
    assertThat(stored()).hasSize(1);
    blobs.clear(RUN);
    assertThat(stored()).isEmpty();
  }

  @Test
  void an_image_has_its_picture_and_one_that_is_none_is_a_file_all_the_same() throws IOException {
    files.add(LedgerFixture.picture(directory, 1));
    var cut = Files.readAllBytes(LedgerFixture.picture(directory, 2));
    files.add(Files.write(directory.resolve("cut.jpg"), Arrays.copyOf(cut, cut.length / 2)));
    file("text.jpg", "no picture");
    assertThat(store(stage(FileSync.BATCH), 1)).isEmpty();
    var rows =
        ledger.query(
            """
            SELECT file.mime_type, picture_width, picture_height, picture_path = path || '.jpg',
              split_part(picture_reason, ':', 1)
            FROM sluice.file JOIN sluice.file_events USING (hash) ORDER BY item
            """);
    assertThat(rows)
        .containsExactly(
            Arrays.asList("image/jpeg", "40", "30", "t", null),
            Arrays.asList("image/jpeg", "0", "0", null, "truncated"),
            Arrays.asList("text/plain", null, null, null, null));
    assertThat(stored()).hasSize(4);
    assertThat(store(stage(FileSync.BATCH), 4)).hasSize(3);
    assertThat(stored()).hasSize(4);
  }
}
