package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.Completeness;
import io.sluice.terminal.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a collection did, a line a channel. */
record Report(List<Line> channels) {
  private static final double MEGABYTE = 1_000_000;

  /**
   * A channel's line.
   *
   * @param state {@code completed}, {@code failed}, {@code paused} or what it was at the end
   * @param reason why it failed; null otherwise
   * @param messages new ones
   * @param updated messages that were there in an older form
   * @param photos that have a file now
   * @param alreadyThere messages stored before this collection
   * @param photosAlreadyThere photos stored before this collection
   * @param skipped messages left out on purpose, by reason
   * @param photosFailed photos without a file, by reason
   * @param megabytesBefore of the new photos, as they came
   * @param megabytesAfter of the new photos, as files
   * @param messagesPerSecond messages read in a second
   * @param seconds from the start to this channel's end
   * @param undecided texts that were too long for a rule of EXCLUDE and were kept, by the rule
   * @param completeness what is stored beside what was announced; null if that cannot be counted
   */
  record Line(
      long id,
      String channel,
      String state,
      String reason,
      long messages,
      long updated,
      long photos,
      long alreadyThere,
      long photosAlreadyThere,
      Map<String, Long> skipped,
      Map<String, Long> photosFailed,
      double megabytesBefore,
      double megabytesAfter,
      double messagesPerSecond,
      double seconds,
      Map<String, Long> undecided,
      ChannelCompleteness completeness) {}

  static Report of(
      List<Standing> channels, Function<Channels.Channel, Optional<Completeness>> count) {
    return new Report(
        channels.stream()
            .map(standing -> line(standing, count.apply(standing.channel())))
            .toList());
  }

  private static Line line(Standing standing, Optional<Completeness> stored) {
    var gained = standing.gained();
    var tally = standing.tally();
    double seconds = standing.elapsed().toMillis() / 1000.0;
    var failed = new TreeMap<String, Long>();
    tally.failed().forEach((how, photos) -> failed.put(how.words(), photos));
    return new Line(
        standing.channel().id(),
        standing.channel().name(),
        standing.phase().column(),
        standing.phase() == ChannelPhase.FAILED ? standing.reason() : null,
        gained.messages(),
        tally.updated(),
        gained.photos(),
        standing.before().messages(),
        standing.before().photos(),
        new TreeMap<>(tally.skipped()),
        failed,
        rounded(gained.bytesBefore() / MEGABYTE),
        rounded(gained.bytesAfter() / MEGABYTE),
        rounded(gained.read() / Math.max(seconds, 0.001)),
        rounded(seconds),
        new TreeMap<>(tally.undecided()),
        stored
            .map(
                counted ->
                    ChannelCompleteness.of(standing.reach(), counted, standing.isReadToEnd()))
            .orElse(null));
  }

  /** Whether sources gave what could not become a message, or that cannot be told. */
  boolean isAnythingPassedOver() {
    return channels.stream()
        .anyMatch(
            line -> line.completeness() == null || !line.completeness().passedOver().isEmpty());
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.print(json() + System.lineSeparator());
    } else {
      table().forEach(out::println);
    }
    out.flush();
  }

  private String json() {
    try {
      return Printable.json(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> table() {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "channel",
            "state",
            "messages",
            "updated",
            "photos",
            "already there",
            "skipped",
            "failed photos",
            "MB before",
            "MB after",
            "msg/s",
            "time"));
    channels.forEach(line -> rows.add(cells(line)));
    var lines = aligned(rows);
    channels.stream()
        .filter(line -> line.completeness() != null)
        .forEach(line -> lines.add(line.channel() + ": " + line.completeness().words()));
    channels.stream()
        .filter(line -> line.reason() != null)
        .forEach(line -> lines.add(line.channel() + ": " + line.reason()));
    channels.stream()
        .forEach(
            line ->
                line.undecided()
                    .forEach(
                        (rule, texts) ->
                            lines.add(
                                "%s: %d texts were too long for the rule %s of EXCLUDE and were kept"
                                    .formatted(line.channel(), texts, rule))));
    return lines;
  }

  private static List<String> cells(Line line) {
    return List.of(
        Printable.text(line.channel()),
        line.state(),
        Long.toString(line.messages()),
        Long.toString(line.updated()),
        Long.toString(line.photos()),
        line.alreadyThere() + " + " + line.photosAlreadyThere() + " photos",
        counts(line.skipped()),
        counts(line.photosFailed()),
        "%.1f".formatted(line.megabytesBefore()),
        "%.1f".formatted(line.megabytesAfter()),
        "%.0f".formatted(line.messagesPerSecond()),
        ProgressLine.time(Duration.ofMillis((long) (line.seconds() * 1000))));
  }

  private static String counts(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "0"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private static List<String> aligned(List<List<String>> rows) {
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width =
            rows.stream().map(r -> r.get(at).length()).max(Comparator.naturalOrder()).orElse(0);
        var padding = " ".repeat(width - row.get(column).length());
        boolean number = column > 1;
        line.append(number ? padding + row.get(column) : row.get(column) + padding).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
