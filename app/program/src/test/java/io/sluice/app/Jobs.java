package io.sluice.app;

import io.sluice.channel.Channel;
import io.sluice.channel.SkipReason;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Tally;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.PhotoOutcome;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Jobs for tests, and what their channels may tell. */
final class Jobs {
  private Jobs() {}

  static Job job(String name, int sources) {
    var specs =
        IntStream.range(0, sources)
            .mapToObj(i -> new SourceSpec("telegram-export", "/export" + i, "chat", "", 0))
            .toList();
    return new Job(
        new Channels.Channel(7, name, name), new Channels.Counters(40, 4, 1), List.copyOf(specs));
  }

  /** What the channel tells of the source that the job is at. */
  static Channel.Update update(Job job, ChannelPhase phase, String reason, Tally tally) {
    return new Channel.Update(7, job.current(), phase, reason, tally);
  }

  static Channel.Update update(Job job, ChannelPhase phase, Tally tally) {
    return update(job, phase, "", tally);
  }

  /** So many messages read, of which nothing is to be told but that. */
  static Tally read(long messages, double fraction) {
    return new Tally(
        messages, messages, 0, 0, Map.of(), 0, Map.of(), 0, 0, Map.of(), 0, List.of(), fraction);
  }

  /** One in which every number is another. */
  static Tally rich() {
    return new Tally(
        100,
        80,
        5,
        3,
        Map.of(SkipReason.SHORT, 10L, SkipReason.FORWARDED, 2L),
        6,
        Map.of(
            PhotoOutcome.STORED, 20L,
            PhotoOutcome.DUPLICATE, 1L,
            PhotoOutcome.KEPT, 2L,
            PhotoOutcome.NOT_AN_IMAGE, 3L,
            PhotoOutcome.MISSING, 4L),
        12_340_000,
        5_670_000,
        Map.of("/(a|b)*/", 9L),
        0,
        List.of(),
        0.5);
  }
}
