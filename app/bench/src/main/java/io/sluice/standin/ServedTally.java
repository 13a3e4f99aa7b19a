package io.sluice.standin;

import io.sluice.standin.StandInRecord.PageRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was served and remembers when which page was asked for. */
final class ServedTally {
  private final Clock clock;
  private final Map<String, Long> served = new TreeMap<>();
  private final List<PageRequest> pages = new ArrayList<>();

  ServedTally(Clock clock) {
    this.clock = clock;
  }

  synchronized void pageAsked(String channel, boolean before) {
    pages.add(new PageRequest(clock.instant(), channel, before));
  }

  synchronized Reply served(Reply reply) {
    served.merge(reply.outcome(), 1L, Long::sum);
    return reply;
  }

  synchronized Map<String, Long> served() {
    return new TreeMap<>(served);
  }

  synchronized List<PageRequest> pages() {
    return List.copyOf(pages);
  }

  /** The most requests in any window of so many milliseconds that begins with one of them. */
  static int most(List<PageRequest> pages, long windowMillis) {
    var most = 0;
    for (int first = 0, end = 0; first < pages.size(); first++) {
      var closes = pages.get(first).at().plusMillis(windowMillis);
      while (end < pages.size() && pages.get(end).at().isBefore(closes)) {
        end++;
      }
      most = Math.max(most, end - first);
    }
    return most;
  }
}
