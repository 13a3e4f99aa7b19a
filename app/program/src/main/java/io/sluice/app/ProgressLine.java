package io.sluice.app;

import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.terminal.Printable;
import java.time.Duration;

/** What a person wants to know of a channel at a glance, in one line of a terminal. */
final class ProgressLine {
  private static final int BAR = 20;
  private static final int NAME = 24;

  private ProgressLine() {}

  static String of(Standing channel) {
    var gained = channel.gained();
    double seconds = Math.max(0.001, channel.elapsed().toMillis() / 1000.0);
    double fraction = channel.phase() == ChannelPhase.COMPLETED ? 1 : channel.fraction();
    int full = (int) (fraction * BAR);
    var bar = "#".repeat(full) + "-".repeat(BAR - full);
    return "%s [%s] %3d%% %d messages, %d photos, %.0f/s, %s"
        .formatted(
            name(Printable.text(channel.channel().name())),
            bar,
            (int) (fraction * 100),
            gained.read(),
            gained.photos(),
            gained.read() / seconds,
            standing(channel, fraction, seconds));
  }

  private static String standing(Standing channel, double fraction, double seconds) {
    return switch (channel.phase()) {
      case REGISTERED, WAITING ->
          channel.reason().isEmpty() ? "waiting" : "waiting: " + channel.reason();
      case COLLECTING ->
          channel.reason().isEmpty() ? remaining(fraction, seconds) : "again: " + channel.reason();
      case FOLLOWING ->
          channel.reason().isEmpty() ? "following" : "following, again: " + channel.reason();
      case PAUSED -> "interrupted";
      case COMPLETED -> "done in " + time(channel.elapsed());
      case FAILED -> "FAILED";
      case REMOVING, REMOVED -> "removed";
    };
  }

  private static String remaining(double fraction, double seconds) {
    return fraction < 0.01
        ? "collecting"
        : time(Duration.ofMillis((long) (seconds * 1000 * (1 - fraction) / fraction))) + " left";
  }

  /** A time as people say it: {@code 1:02:03} or {@code 4:05}. */
  static String time(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String name(String name) {
    int length = name.codePointCount(0, name.length());
    return length > NAME
        ? name.substring(0, name.offsetByCodePoints(0, NAME - 1)) + "…"
        : name + " ".repeat(NAME - length);
  }
}
