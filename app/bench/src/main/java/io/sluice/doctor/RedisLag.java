package io.sluice.doctor;

import io.sluice.feed.FeedSettings;
import io.sluice.feed.RedisExamination;
import java.time.Duration;
import java.util.ArrayList;

/** How far groups are behind, and how old the oldest entry is that somebody took and left. */
final class RedisLag implements Check {
  static final About ABOUT =
      About.of(
              "redis lag",
              "entries that nobody has read, and the oldest pending",
              20,
              "the feed's address")
          .needing(RedisAnswers.ABOUT);

  private static final Duration OLD = Duration.ofMinutes(10);

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var words = new ArrayList<String>();
    boolean old = false;
    for (var feed : patient.feeds()) {
      try (var redis = RedisExamination.open(feed, FeedSettings.from(patient.config()))) {
        var standing = redis.standing();
        if (standing.isEmpty()) {
          words.add(feed.stream() + ": no group yet");
          continue;
        }
        var oldest = standing.get().oldestAt();
        var age =
            oldest == null ? Duration.ZERO : Duration.between(oldest, patient.clock().instant());
        old |= age.compareTo(OLD) > 0;
        words.add(
            "%s: lag %s, %d pending%s"
                .formatted(
                    feed.stream(),
                    standing.get().lag() == null ? "not told" : standing.get().lag(),
                    standing.get().pending(),
                    oldest == null ? "" : ", the oldest for %d s".formatted(age.toSeconds())));
      }
    }
    var measured = String.join("; ", words);
    return old
        ? Finding.warning(
            measured,
            "a node: is one at work? sluice consumer show tells",
            "entries that were taken are stored, or die with a reason")
        : Finding.fine(measured);
  }
}
