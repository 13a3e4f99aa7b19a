package io.sluice.doctor;

import io.sluice.feed.FeedSettings;
import io.sluice.feed.RedisExamination;
import java.util.ArrayList;

/** Whether a Redis server forgets streams when its memory is full. */
final class RedisMemory implements Check {
  static final About ABOUT =
      About.of("redis memory", "what is forgotten when memory is full", 20, "maxmemory-policy")
          .needing(RedisAnswers.ABOUT)
          .carrying(WorkKind.EVENTS);

  private static final String KEEPS_ALL = "noeviction";

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var words = new ArrayList<String>();
    boolean evictsAny = false;
    boolean evictsAll = false;
    for (var feed : patient.feeds()) {
      try (var redis = RedisExamination.open(feed, FeedSettings.from(patient.config()))) {
        var policy = redis.evictionPolicy().orElse("not told");
        words.add(feed.server() + " " + policy);
        evictsAll |= policy.startsWith("allkeys");
        evictsAny |= policy.startsWith("volatile");
      }
    }
    var measured = String.join("; ", words);
    if (evictsAll) {
      return Finding.failed(
          measured,
          "maxmemory-policy=%s of Redis".formatted(KEEPS_ALL),
          "no stream is dropped with entries that nobody has read");
    }
    return evictsAny
        ? Finding.warning(
            measured,
            "maxmemory-policy=%s of Redis".formatted(KEEPS_ALL),
            "a stream that somebody gives an expiry is not dropped")
        : Finding.fine(measured);
  }
}
