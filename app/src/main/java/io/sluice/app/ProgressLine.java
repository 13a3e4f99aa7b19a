package io.sluice.app;

import io.sluice.channel.Channel;
import java.time.Duration;

/** What a person wants to know of a channel at a glance, in one line of a terminal. */
final class ProgressLine {
  private static final int BAR = 20;
  private static final int NAME = 24;

  private ProgressLine() {}

  static String of(Job job) {
    var tally = job.tally();
    double seconds = Math.max(0.001, job.elapsed().toMillis() / 1000.0);
    double fraction = job.phase() == Channel.Phase.COMPLETED ? 1 : job.fraction();
    int full = (int) (fraction * BAR);
    var bar = "#".repeat(full) + "-".repeat(BAR - full);
    return "%s [%s] %3d%% %d messages, %d photos, %.0f/s, %s"
        .formatted(
            name(job.channel().name()),
            bar,
            (int) (fraction * 100),
            tally.read(),
            tally.photosStored(),
            tally.read() / seconds,
            standing(job, fraction, seconds));
  }

  private static String standing(Job job, double fraction, double seconds) {
    return switch (job.phase()) {
      case REGISTERED, WAITING -> job.reason().isEmpty() ? "waiting" : "waiting: " + job.reason();
      case COLLECTING ->
          job.reason().isEmpty() ? remaining(fraction, seconds) : "again: " + job.reason();
      case FOLLOWING -> job.reason().isEmpty() ? "following" : "following, again: " + job.reason();
      case PAUSED -> "interrupted";
      case COMPLETED -> "done in " + time(job.elapsed());
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
