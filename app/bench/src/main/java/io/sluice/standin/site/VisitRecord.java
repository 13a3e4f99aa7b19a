package io.sluice.standin.site;

import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the stand-in has seen: how often each site was asked, how long after the answer before, and
 * how many requests of one were open at once. Thread-safe.
 */
public final class VisitRecord {
  /** A little earlier than a second is the clock's doing. */
  private static final long SECOND_NANOS = 950_000_000;

  /** Of sites that were treated badly, by their numbers. */
  private static final int NAMED = 100;

  private final Seen[] sites;
  private final AtomicIntegerArray answers = new AtomicIntegerArray(1000);
  private final ConcurrentHashMap<Long, AtomicLong> seconds = new ConcurrentHashMap<>();

  /** Of one site. */
  private static final class Seen {
    private int requests;
    private int open;
    private int mostOpen;
    private int tooSoon;
    private long began;
    private long ended = Long.MIN_VALUE;
    private long least = Long.MAX_VALUE;
  }

  /**
   * @param count of sites; behind each of them one more that it may send on to
   */
  VisitRecord(int count) {
    sites = new Seen[2 * count];
    for (int i = 0; i < sites.length; i++) {
      sites[i] = new Seen();
    }
  }

  void begin(int site) {
    long now = System.nanoTime();
    seconds.computeIfAbsent(now / 1_000_000_000, any -> new AtomicLong()).incrementAndGet();
    var seen = sites[site];
    synchronized (seen) {
      if (seen.requests++ > 0 && seen.ended != Long.MIN_VALUE) {
        long pause = now - seen.ended;
        seen.least = Math.min(seen.least, pause);
        seen.tooSoon += pause < SECOND_NANOS ? 1 : 0;
      }
      seen.began = now;
      seen.open++;
      seen.mostOpen = Math.max(seen.mostOpen, seen.open);
    }
  }

  /**
   * The answer begins, or there is none: who asked cannot know earlier, and on a busy machine knows
   * it before a thread that has sent all of it goes on.
   */
  void end(int site) {
    var seen = sites[site];
    synchronized (seen) {
      seen.open--;
      seen.ended = System.nanoTime();
    }
  }

  /**
   * Who asked has given up. When he did is not seen here: a thread learns of it as soon as it is
   * let, which on a busy machine is half a second later. So the pause is counted from his request.
   */
  void givenUp(int site) {
    var seen = sites[site];
    synchronized (seen) {
      seen.open--;
      seen.ended = seen.began;
    }
  }

  /**
   * @param status that was sent; 0 if none was
   */
  void sent(int status) {
    answers.incrementAndGet(Math.min(status, 999));
  }

  /** Requests to a site. */
  public int requests(int site) {
    synchronized (sites[site]) {
      return sites[site].requests;
    }
  }

  /** Requests to a site that are not answered yet. */
  int open(int site) {
    synchronized (sites[site]) {
      return sites[site].open;
    }
  }

  /** All of it as JSON, on one line. */
  public String json() {
    long requests = 0;
    int asked = 0;
    int mostOpen = 0;
    int tooSoon = 0;
    int impolite = 0;
    long least = Long.MAX_VALUE;
    var badly = new StringJoiner(",");
    for (int site = 0; site < sites.length; site++) {
      var seen = sites[site];
      synchronized (seen) {
        requests += seen.requests;
        asked += seen.requests > 0 ? 1 : 0;
        mostOpen = Math.max(mostOpen, seen.mostOpen);
        tooSoon += seen.tooSoon;
        if ((seen.tooSoon > 0 || seen.mostOpen > 1) && ++impolite <= NAMED) {
          badly.add(Integer.toString(site));
        }
        least = Math.min(least, seen.least);
      }
    }
    long most = seconds.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
    return """
        {"requests":%d,"sitesAsked":%d,"mostOpenOfOneSite":%d,"withinASecond":%d,\
        "sitesTreatedBadly":%d,"numbersOfThese":[%s],"leastPauseMillis":%d,"mostRequestsInASecond":%d,"answers":{%s}}
        """
        .formatted(
            requests,
            asked,
            mostOpen,
            tooSoon,
            impolite,
            badly,
            least == Long.MAX_VALUE ? -1 : least / 1_000_000,
            most,
            answers());
  }

  private String answers() {
    var all = new StringBuilder();
    for (int status = 0; status < answers.length(); status++) {
      if (answers.get(status) > 0) {
        all.append(all.isEmpty() ? "" : ",").append('"').append(status).append("\":");
        all.append(answers.get(status));
      }
    }
    return all.toString();
  }
}
