package io.sluice.doctor;

import io.sluice.feed.FeedSettings;
import io.sluice.feed.RedisExamination;
import java.util.ArrayList;

/** Commands that the users of feeds may not give. */
final class RedisRights implements Check {
  static final About ABOUT =
      About.of("redis rights", "commands that feeds give", 20, "ACL SETUSER")
          .needing(RedisAnswers.ABOUT)
          .carrying(WorkKind.EVENTS);

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var forbidden = new ArrayList<String>();
    var missed = new ArrayList<String>();
    for (var feed : patient.feeds()) {
      if (!feed.list()) {
        try (var redis = RedisExamination.open(feed, FeedSettings.from(patient.config()))) {
          redis.forbidden().forEach(command -> forbidden.add(command + " at " + feed.server()));
          redis.missed().forEach(command -> missed.add(command + " at " + feed.server()));
        }
      }
    }
    if (!forbidden.isEmpty()) {
      return Finding.failed(
          "forbidden: " + String.join(", ", forbidden),
          "ACL SETUSER of Redis: +" + forbidden.get(0).split(" ")[0],
          "feeds can be read");
    }
    return missed.isEmpty()
        ? Finding.fine("all allowed")
        : Finding.warning(
            "forbidden, and done without: " + String.join(", ", missed),
            "ACL SETUSER of Redis: +" + missed.get(0).split(" ")[0],
            "more is told of the feed, and dead entries are copied");
  }
}
