package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.channel.SourceSpec;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.Reach;
import io.sluice.ledger.channel.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Channels that are followed, for tests, and what their rows may tell. */
final class FollowedRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");

  /** What was stored before. */
  static final ChannelRow.Counters BEFORE = new ChannelRow.Counters(50, 40, 4, 1, 1000, 500, 3);

  /** What is stored later: each number has grown by another one. */
  static final ChannelRow.Counters RICH =
      new ChannelRow.Counters(150, 120, 27, 8, 12_341_000, 5_670_500, 3);

  static final Tally TALLY =
      new Tally(
          5,
          Map.of("short", 10L, "forwarded", 2L),
          Map.of("/(a|b)*/", 9L),
          Map.of(PhotoOutcome.NOT_AN_IMAGE, 3L, PhotoOutcome.MISSING, 4L));

  private FollowedRows() {}

  /** One that is told to collect sources, and has not been yet. */
  static FollowedChannel channel(String name, int sources) {
    return new FollowedChannel(new Channels.Channel(7, name, name), BEFORE, specs(sources));
  }

  /** The same when it has answered. */
  static FollowedChannel asked(String name, int sources) {
    var channel = channel(name, sources);
    channel.asked();
    return channel;
  }

  private static List<SourceSpec> specs(int sources) {
    return IntStream.range(0, sources)
        .mapToObj(i -> new SourceSpec("telegram-export", "/export" + i, "chat", "", 0))
        .toList();
  }

  /** So many messages read since, of which nothing is to be told but that. */
  static ChannelRow.Counters read(long messages) {
    return new ChannelRow.Counters(50 + messages, 40 + messages, 4, 1, 1000, 500, 3);
  }

  /** The same of a channel that has given up on one more source. */
  static ChannelRow.Counters readAndFailed(long messages) {
    return new ChannelRow.Counters(50 + messages, 40 + messages, 4, 1, 1000, 500, 4);
  }

  /** A row in which the first of the sources is at work. */
  static ChannelList.AtWork row(ChannelPhase phase, ChannelRow.Counters counters, double fraction) {
    return row(phase, "", specs(1), counters, fraction);
  }

  /** A row in which the last of so many sources is at work. */
  static ChannelList.AtWork rowOfLast(
      int sources, ChannelPhase phase, ChannelRow.Counters counters, double fraction) {
    return row(phase, "", specs(sources).subList(sources - 1, sources), counters, fraction);
  }

  static ChannelList.AtWork row(
      ChannelPhase phase,
      String reason,
      List<SourceSpec> sources,
      ChannelRow.Counters counters,
      double fraction) {
    return row("news", phase, reason, sources, counters, fraction);
  }

  /**
   * @param reason why it failed, or last stumbled; empty if it did neither
   */
  static ChannelList.AtWork row(
      String name,
      ChannelPhase phase,
      String reason,
      List<SourceSpec> sources,
      ChannelRow.Counters counters,
      double fraction) {
    return new ChannelList.AtWork(
        new ChannelRow(
            7,
            name,
            name,
            phase.column(),
            phase == ChannelPhase.FAILED ? reason : null,
            reason.isEmpty() ? null : new ChannelRow.Stumble(reason, NOON),
            json(sources),
            counters,
            new Reach(130, fraction, "[]"),
            NOON,
            NOON.plusNanos(1000)),
        false);
  }

  /** The same row after a batch. */
  static ChannelList.AtWork later(ChannelList.AtWork row) {
    var was = row.row();
    return new ChannelList.AtWork(
        new ChannelRow(
            was.id(),
            was.name(),
            was.title(),
            was.state(),
            was.reason(),
            was.error(),
            was.sources(),
            was.counters(),
            was.reach(),
            was.addedAt(),
            was.changedAt().plusSeconds(1)),
        row.running());
  }

  private static String json(List<SourceSpec> sources) {
    try {
      return JSON.writeValueAsString(sources);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
