package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Channel.Completed;
import io.sluice.channel.Channel.Failed;
import io.sluice.channel.Channel.Queued;
import io.sluice.channel.Channel.Registered;
import io.sluice.channel.Channel.RunStarted;
import io.sluice.channel.ChannelFixture.Hopeless;
import io.sluice.ledger.channel.ChannelPhase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelTest {
  private static ChannelFixture.Node node;

  @TempDir Path directory;
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
    channel = new ChannelFixture(node, directory);
  }

  @AfterEach
  void end() {
    channel.close();
  }

  @Test
  void collects_and_completes() {
    channel.spawn(MemorySource.ofTexts(25));
    channel.collect();
    var end = channel.await(ChannelPhase.COMPLETED);
    assertThat(end.id()).isEqualTo(channel.id);
    assertThat(end.reason()).isNull();
    assertThat(end.error()).isNull();
    assertThat(end.counters().read()).isEqualTo(25);
    assertThat(end.counters().messages()).isEqualTo(25);
    assertThat(end.reach().fraction()).isEqualTo(1);
    channel.assertEachOnce(25);
    assertThat(channel.events())
        .containsExactly(
            new Registered(ChannelFixture.NEWS),
            new Queued(ChannelFixture.NEWS),
            new RunStarted(1),
            new Completed());
    assertThat(node.ledger.count("SELECT count(*) FROM sluice.run WHERE running")).isZero();
  }

  @Test
  void what_is_complete_collects_again_when_told_and_finds_nothing_new() {
    channel.spawn(MemorySource.ofTexts(25));
    channel.collect();
    channel.await(ChannelPhase.COMPLETED);
    channel.collect();
    assertThat(channel.await(ChannelPhase.COMPLETED).counters().messages()).isEqualTo(25);
    channel.assertEachOnce(25);
    assertThat(channel.opened).hasValue(2);
  }

  @Test
  void fails_at_once_where_trying_again_does_not_help() {
    channel.spawn(MemorySource.ofTexts(25).failingBefore(12, new Hopeless("cut off at byte 17")));
    channel.collect();
    assertThat(channel.await(ChannelPhase.FAILED).reason()).isEqualTo("cut off at byte 17");
    assertThat(channel.opened).hasValue(1);
    channel.assertEachOnce(12);
    assertThat(channel.events()).last().isEqualTo(new Failed("cut off at byte 17"));
  }

  @Test
  void fails_at_once_where_its_source_is_none() {
    channel.spawnOn(
        spec -> {
          throw new Hopeless(spec.location() + " is no export");
        });
    channel.collect();
    assertThat(channel.await(ChannelPhase.FAILED).reason()).isEqualTo("here is no export");
    assertThat(channel.opened).hasValue(1);
  }

  @Test
  void a_failed_channel_goes_on_when_it_is_told_to_collect() {
    channel.spawn(MemorySource.ofTexts(25).failingBefore(12, new Hopeless("cut off")));
    channel.collect();
    channel.await(ChannelPhase.FAILED);
    channel.source(MemorySource.ofTexts(25));
    channel.collect();
    assertThat(channel.await(ChannelPhase.COMPLETED).counters().messages()).isEqualTo(12 + 13);
    channel.assertEachOnce(25);
  }

  @Test
  void no_more_channels_than_places_collect_at_once() {
    var hold = new CompletableFuture<Void>();
    var many =
        IntStream.range(0, 5)
            .mapToObj(i -> new ChannelFixture(node, directory, channel.places))
            .toList();
    many.forEach(one -> one.spawn(MemorySource.ofTexts(5).heldBefore(0, hold)));
    many.forEach(ChannelFixture::collect);
    var last = many.get(4);
    last.until("two collect", nothing -> sourcesOpened(many) == ChannelFixture.PLACES);
    last.replies.expectNoMessage(ChannelFixture.MOMENT);
    assertThat(sourcesOpened(many)).isEqualTo(ChannelFixture.PLACES);

    hold.complete(null);
    many.forEach(one -> one.await(ChannelPhase.COMPLETED));
    many.forEach(one -> one.assertEachOnce(5));
    many.forEach(ChannelFixture::close);
  }

  private static int sourcesOpened(Iterable<ChannelFixture> channels) {
    int opened = 0;
    for (var channel : channels) {
      opened += channel.opened.get();
    }
    return opened;
  }
}
