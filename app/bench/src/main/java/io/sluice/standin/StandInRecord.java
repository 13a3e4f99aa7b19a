package io.sluice.standin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the stand-in has served up to now, as it saw it itself.
 *
 * @param served counts by kind and outcome: {@code page}, {@code landing}, {@code photo}, {@code
 *     look-alike} (a picture that is no photo), {@code soft ban}, {@code false end} (wrongly
 *     without posts), each followed by a status, {@code reset} or {@code cut}, such as {@code photo
 *     cut}
 * @param maxPagesIn1s the most page requests, refused ones too, in any one second
 * @param maxPagesIn10s the same in any ten seconds
 * @param earlyRequests requests that came while the pages or the photos were closed
 * @param overLimit pages that were refused because of {@code --page-limit-per-s}
 * @param closings in the order in which they began
 * @param requestsByChannel page requests by the channel's canonical name, or the name that was
 *     asked for
 * @param pageRequests in the order in which they came
 * @param channels without the canary
 * @param messages now announced by all channels but the canary
 * @param photos the same
 */
public record StandInRecord(
    Map<String, Long> served,
    int maxPagesIn1s,
    int maxPagesIn10s,
    long earlyRequests,
    long overLimit,
    List<Closing> closings,
    Map<String, Long> requestsByChannel,
    List<PageRequest> pageRequests,
    int channels,
    long messages,
    long photos) {

  /** How often something was served, 0 if never. */
  public long served(String kindAndOutcome) {
    return served.getOrDefault(kindAndOutcome, 0L);
  }

  /** Requests for photos, however they ended. */
  public long photoRequests() {
    return served.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("photo "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * A time during which one side answers 429 to all.
   *
   * @param side {@code page} or {@code photo}
   * @param dueMillis when it was to open, in milliseconds since 1970
   * @param firstAfterMillis when the first request after that came, or null if none has
   */
  public record Closing(
      String side, long closedMillis, long dueMillis, Long firstAfterMillis, long early) {}

  /**
   * @param channel the canonical name, or the name that was asked for if there is none
   * @param before whether an older page than the latest was asked for
   */
  public record PageRequest(Instant at, String channel, boolean before) {}
}
