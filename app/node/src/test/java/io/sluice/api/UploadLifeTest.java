package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.blob.BlobDirectory;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upload stays as long as its batch may read it, and no longer. */
class UploadLifeTest {
  @TempDir private Path directory;
  private final DatabaseAddress address = TestDatabase.withSchema();
  private Database database;
  private Path uploads;
  private UploadLife life;

  @BeforeEach
  void open() {
    database = TestDatabase.open(address);
    uploads = directory.resolve("uploads");
    var disk =
        new DiskUploads(
            uploads,
            new BlobDirectory(directory, FileMode.OWNER),
            FileMode.OWNER,
            new Room(uploads, 0));
    life = new UploadLife(disk, disk, new ChannelList(database), new BatchList(database));
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** One to which nothing was sent for two days, with a name that is no UTF-8. */
  private Path upload(String name) throws IOException {
    var upload = Files.createDirectories(uploads.resolve(name));
    Files.writeString(Path.of(URI.create(upload.toUri() + "fo%FFo")), "content");
    Files.setLastModifiedTime(upload, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    return upload;
  }

  private BatchRow batch(Path upload, String state, int failed) {
    var source = "{\"roots\": [\"%s\"], \"followLinks\": false}".formatted(upload.toUri());
    var row =
        new Batches(database)
            .create(new NewBatch(Optional.empty(), "files", source, Optional.empty()));
    TestDatabase.execute(
        address,
        "UPDATE sluice.batch SET state = '%s', failed = %d WHERE id = %d"
            .formatted(state, failed, row.id()));
    return row;
  }

  @ParameterizedTest
  @CsvSource({
    "created, 0, true",
    "listing, 0, true",
    "running, 0, true",
    "paused, 0, true",
    "failed, 0, true",
    "completed, 1, true",
    "completed, 0, false",
    "cancelled, 5, false",
    "removing, 5, false"
  })
  void an_upload_is_there_while_its_batch_may_read_it(String state, int failed, boolean stays)
      throws IOException {
    var upload = upload("some-upload-1");
    batch(upload, state, failed);
    life.sweep();
    life.removeDone();
    assertThat(Files.exists(upload)).isEqualTo(stays);
  }

  @Test
  void of_a_cancelled_batch_it_stays_until_what_is_on_its_way_is_settled() throws IOException {
    var upload = upload("some-upload-1");
    var row = batch(upload, "cancelled", 0);
    TestDatabase.execute(
        address,
        """
        WITH chunk AS (
          INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, in_flight)
          VALUES (%d, 1, 2, 'begun', '{1}') RETURNING id),
        node AS (
          INSERT INTO sluice.node (id, host, process, process_started)
          VALUES (gen_random_uuid(), 'here', 1, now()) RETURNING id)
        INSERT INTO sluice.run (entity, epoch, running, node)
        SELECT 'chunk-' || chunk.id, 1, true, node.id FROM chunk, node"""
            .formatted(row.id()));
    life.removeDone();
    assertThat(upload).exists();
    TestDatabase.execute(address, "UPDATE sluice.chunk SET in_flight = '{}'");
    life.removeDone();
    assertThat(upload).doesNotExist();
  }

  @Test
  void one_that_two_batches_have_stays_for_the_other() throws IOException {
    var upload = upload("some-upload-1");
    batch(upload, "completed", 0);
    var second = batch(upload, "paused", 0);
    life.removeDone();
    assertThat(upload).exists();
    life.forget(batch(upload, "removing", 0));
    assertThat(upload).exists();
    TestDatabase.execute(address, "DELETE FROM sluice.batch WHERE id = " + second.id());
    life.forget(second);
    assertThat(upload).doesNotExist();
  }

  @Test
  void what_no_batch_was_made_of_goes_after_a_day_without_a_file() throws IOException {
    var old = upload("some-upload-1");
    var other = upload("some-upload-2");
    Files.createDirectories(other.resolve("new"));
    var parts = Files.createDirectories(uploads.resolve(".parts"));
    var left = part(parts, "left", Duration.ofDays(2));
    var coming = part(parts, "coming", Duration.ofHours(2));
    life.removeDone();
    assertThat(old).exists();
    life.sweep();
    assertThat(old).doesNotExist();
    assertThat(other).exists();
    assertThat(left).doesNotExist();
    assertThat(coming).exists();
  }

  private static Path part(Path parts, String name, Duration age) {
    try {
      var part = Files.createFile(parts.resolve(name));
      return Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(age)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
