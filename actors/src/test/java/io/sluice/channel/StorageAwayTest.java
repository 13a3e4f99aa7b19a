package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.persistence.SmallDisk;
import io.sluice.persistence.TestDatabase;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel whose pictures can be written nowhere for a while. */
class StorageAwayTest {
  private static final int PICTURES = 60;
  private static final int LARGE = 20;
  private static ChannelFixture.Node node;

  @TempDir Path directory;
  private Path store;
  private ChannelFixture channel;

  @BeforeAll
  static void start() {
    node = new ChannelFixture.Node();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void create() {
    // The next test's pictures are the same.
    TestDatabase.execute(node.ledger.database.address(), "TRUNCATE sluice.photo");
    store = directory.resolve("store");
    channel = new ChannelFixture(node, store);
  }

  @AfterEach
  void end() {
    channel.close();
  }

  private MemorySource pictures() throws IOException {
    var pictures = new ArrayList<Path>();
    for (int i = 1; i <= PICTURES; i++) {
      pictures.add(LedgerFixture.picture(directory, i));
    }
    pictures.set(LARGE, large());
    return MemorySource.ofPhotos(pictures);
  }

  /** A picture that does not fit where many small ones do. */
  private Path large() throws IOException {
    var image = new BufferedImage(700, 700, BufferedImage.TYPE_INT_RGB);
    var chance = new Random(1);
    for (int i = 0; i < 700 * 700; i++) {
      image.setRGB(i % 700, i / 700, chance.nextInt());
    }
    var file = directory.resolve("large.jpg");
    ImageIO.write(image, "jpg", file.toFile());
    return file;
  }

  private void assertAllStored() {
    channel.await(ChannelPhase.COMPLETED);
    channel.assertEachOnce(PICTURES);
    assertThat(
            node.ledger.query(
                "SELECT outcome, count(*), count(DISTINCT path) FROM sluice.photo"
                    + " WHERE channel_id = %d GROUP BY 1",
                channel.id))
        .containsExactly(List.of("stored", "" + PICTURES, "" + PICTURES));
    assertThat(node.ledger.query("SELECT path FROM sluice.photo WHERE channel_id = %d", channel.id))
        .allSatisfy(row -> assertThat(store.resolve(row.get(0))).isRegularFile());
    assertThat(channel.eventNames()).doesNotContain("Failed");
  }

  /** Longer than a failing channel is tried again. */
  private void awaitMoreAttemptsThanRestarts(String reason) {
    var last = Instant.MIN;
    for (int i = 0; i < 3 * ChannelFixture.MAX_RESTARTS; i++) {
      var before = last;
      var waiting =
          channel.awaitThat(
              row ->
                  row.error() != null
                      && row.error().message().contains(reason)
                      && row.error().at().isAfter(before));
      assertThat(waiting.state()).isEqualTo(ChannelPhase.COLLECTING.column());
      last = waiting.error().at();
    }
  }

  @Test
  void a_full_disk_is_waited_for_and_no_picture_is_taken_for_a_duplicate_of_itself()
      throws Exception {
    try (var disk = SmallDisk.at(store, "384k")) {
      channel.spawn(pictures());
      channel.collect();
      awaitMoreAttemptsThanRestarts(
          "IMAGE_DIR %s has no room left (No space left on device): make room".formatted(store));
      long runs = runs();
      awaitMoreAttemptsThanRestarts("no room left");
      assertThat(runs()).as("runs that began without room").isEqualTo(runs);
      disk.remount("size=100m");
      assertAllStored();
    }
  }

  private long runs() {
    return channel.eventNames().stream().filter("RunStarted"::equals).count();
  }

  @Test
  void a_disk_that_can_only_be_read_is_waited_for() throws Exception {
    try (var disk = SmallDisk.at(store, "100m")) {
      disk.remount("ro");
      channel.spawn(pictures());
      channel.collect();
      awaitMoreAttemptsThanRestarts("can only be read (Read-only file system): mount it");
      disk.remount("rw");
      assertAllStored();
    }
  }

  @Test
  void a_directory_in_place_of_the_one_that_the_node_began_with_gets_nothing_written()
      throws Exception {
    channel.spawn(pictures());
    channel.files.checkWritable();
    channel.files.id();
    var away = directory.resolve("away");
    Files.move(store, away);
    Files.createDirectory(store);
    channel.collect();
    awaitMoreAttemptsThanRestarts("is not the directory that this node began with");
    assertThat(store).isEmptyDirectory();
    Files.delete(store);
    Files.move(away, store);
    assertAllStored();
  }
}
