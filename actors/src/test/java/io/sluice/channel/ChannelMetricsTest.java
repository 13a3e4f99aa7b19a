package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.metrics.Scrape;
import io.sluice.metrics.Stage;
import io.sluice.metrics.StuckItem;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a channel's life and its pipeline tell those who watch the node. */
class ChannelMetricsTest {
  private static ChannelFixture.Node node;

  @TempDir Path directory;
  private ChannelFixture channel;
  private MetricSnapshots before;

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
    channel = new ChannelFixture(node, directory);
    before = node.ledger.registry.scrape();
  }

  @AfterEach
  void end() {
    channel.close();
  }

  /** How much it has become since this test began. */
  private long grown(String name, String... labels) {
    return (long) (now(name, labels) - Scrape.value(before, name, labels));
  }

  private static double now(String name, String... labels) {
    return Scrape.value(node.ledger.registry, name, labels);
  }

  /** A counter of the channel in the database. */
  private long counted(String column) {
    return node.ledger.count("SELECT %s FROM sluice.channel WHERE id = %d", column, channel.id);
  }

  private static List<StuckItem> stuck() {
    return node.ledger.metrics.stages().stuck();
  }

  @Test
  void what_is_stored_is_counted_and_timed() throws Exception {
    var one = LedgerFixture.picture(directory, 1);
    var files = List.of(one, LedgerFixture.picture(directory, 2), one, directory.resolve("none"));
    channel.spawn(MemorySource.ofPhotos(files));
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);

    assertThat(node.ledger.messages(channel.id)).isEqualTo(4);
    assertThat(grown("sluice_messages", "inserted")).isEqualTo(4);
    assertThat(grown("sluice_photos", "stored")).isEqualTo(2);
    assertThat(grown("sluice_photos", "duplicate")).isEqualTo(1);
    assertThat(grown("sluice_photos", "missing")).isEqualTo(1);
    assertThat(grown("sluice_photo_source_bytes")).isEqualTo(counted("bytes_before"));
    assertThat(grown("sluice_photo_stored_bytes")).isEqualTo(counted("bytes_after"));
    assertThat(grown("sluice_batch_messages"))
        .isPositive()
        .isEqualTo(grown("sluice_batch_commit_seconds"))
        .isEqualTo(grown("sluice_stage_seconds", "store"));
    assertThat(grown("sluice_stage_seconds", "source")).isEqualTo(1);
    assertThat(grown("sluice_stage_seconds", "process")).isEqualTo(2);
    // The size and the bytes of those that are there.
    assertThat(grown("sluice_stage_seconds", "fetch")).isEqualTo(3 * 2 + 1);
    for (var stage : Stage.values()) {
      assertThat(now("sluice_stage_in_flight", stage.label())).as(stage.label()).isZero();
    }
  }

  @Test
  void photos_that_were_there_are_known() throws Exception {
    var files = List.of(LedgerFixture.picture(directory, 3), LedgerFixture.picture(directory, 4));
    var source = MemorySource.ofPhotos(files);
    channel.spawn(source);
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    TestDatabase.execute(node.ledger.database.address(), "UPDATE sluice.run SET cursor = NULL");
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    assertThat(grown("sluice_messages", "unchanged")).isEqualTo(2);
    assertThat(grown("sluice_photos", "known")).isEqualTo(2);
    assertThat(grown("sluice_photos", "stored")).isEqualTo(2);
    assertThat(node.ledger.metrics.store().photos()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void a_batch_that_waits_for_a_lock_is_stuck_until_it_is_stored() throws Exception {
    var more = new CompletableFuture<Void>();
    channel.spawn(MemorySource.ofTexts(15).heldBefore(10, more));
    channel.collect();
    channel.awaitStored(10);
    try (var other = node.ledger.database.workPool().getConnection()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("LOCK TABLE sluice.message IN EXCLUSIVE MODE");
      }
      more.complete(null);
      Waiting.until(() -> !stuck().isEmpty());
      assertThat(stuck())
          .singleElement()
          .satisfies(
              stuck -> {
                assertThat(stuck.stage()).isEqualTo(Stage.STORE);
                assertThat(stuck.channel()).isEqualTo("news");
                assertThat(stuck.item()).isEqualTo("group up to message 15");
                assertThat(stuck.age()).isGreaterThan(LedgerFixture.STUCK_AFTER);
              });
      assertThat(now("sluice_stage_stuck", "store")).isEqualTo(1);
      other.rollback();
    }
    channel.await(ChannelPhase.COMPLETED);
    assertThat(stuck()).isEmpty();
    channel.assertEachOnce(15);
  }

  @Test
  void runs_are_counted_with_those_that_fail() {
    channel.spawn(MemorySource.ofTexts(5).failingBefore(0, new IOException("broken")));
    channel.collect();
    channel.await(ChannelPhase.FAILED);
    int runs = ChannelFixture.MAX_RESTARTS + 1;
    assertThat(grown("sluice_channel_runs_started")).isEqualTo(runs);
    assertThat(grown("sluice_channel_runs_failed")).isEqualTo(runs);
    assertThat(grown("sluice_channels_failed")).isEqualTo(1);
    Waiting.until(() -> now("sluice_channel_runs", "all") == 0);
  }

  @Test
  void a_run_that_works_is_there_until_it_has_ended() {
    var more = new CompletableFuture<Void>();
    channel.spawn(MemorySource.ofTexts(15).heldBefore(10, more));
    channel.collect();
    channel.awaitStored(10);
    // The run of the test before may end a moment later than it says so.
    Waiting.until(() -> now("sluice_channel_runs", "all") == 1);
    channel.stop();
    Waiting.until(() -> now("sluice_channel_runs", "all") == 0);
  }
}
