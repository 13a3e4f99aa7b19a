package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.StandInRecord;
import io.sluice.standin.StandInRecord.Closing;
import java.util.List;
import java.util.Set;

/** Whether a stand-in was left alone while it was closed, by its own record. */
final class Manners {
  /**
   * What was on its way when the site told that it is closed could not know; on a busy machine that
   * is long, and less than half of the times for which tests close a site.
   */
  private static final long ON_ITS_WAY_MILLIS = 1400;

  private static final long WINDOW_MILLIS = 10_000;

  private final StandInRecord record;
  private final Set<Long> thaws;
  private final Set<Long> deaths;

  private Manners(StandInRecord record, Set<Long> thaws, Set<Long> deaths) {
    this.record = record;
    this.thaws = thaws;
    this.deaths = deaths;
  }

  static Manners in(StandInRecord record) {
    return new Manners(record, Set.of(), Set.of());
  }

  /**
   * Times are in milliseconds since 1970.
   *
   * @param thaws when a process went on that had been frozen: what it had been about to send is on
   *     its way too
   * @param deaths when a process was killed or frozen: what it had just been told nobody knows
   */
  static Manners in(StandInRecord record, Set<Long> thaws, Set<Long> deaths) {
    return new Manners(record, Set.copyOf(thaws), Set.copyOf(deaths));
  }

  /** No request for a page came while the pages were closed. */
  void assertLeftAlone() {
    for (var closing : closings()) {
      if (deaths.stream().anyMatch(death -> isOnItsWay(closing.closedMillis(), death))) {
        continue;
      }
      var meanwhile =
          record.pageRequests().stream()
              .map(request -> request.at().toEpochMilli())
              .filter(at -> at >= closing.closedMillis() && at < closing.dueMillis())
              .sorted()
              .toList();
      // The answer to the first one told us.
      assertThat(meanwhile)
          .as("requests while the pages were closed: %s", closing)
          .allMatch(
              at ->
                  isOnItsWay(meanwhile.get(0), at)
                      || thaws.stream().anyMatch(thaw -> isOnItsWay(thaw, at)));
    }
  }

  private static boolean isOnItsWay(long from, long at) {
    return at >= from && at <= from + ON_ITS_WAY_MILLIS;
  }

  /** No more pages came in any ten seconds than this many a second. */
  void assertKept(int limitPerSecond) {
    int most = limitPerSecond * 10;
    var times =
        record.pageRequests().stream()
            .map(request -> request.at().toEpochMilli())
            .sorted()
            .toList();
    for (int first = 0; first + most < times.size(); first++) {
      var crowd = times.subList(first, first + most + 1);
      assertThat(crowd.get(most) - crowd.get(0))
          .as(
              "milliseconds of %s; frozen ones went on at %s, others died at %s",
              crowd, thaws, deaths)
          .isGreaterThanOrEqualTo(WINDOW_MILLIS);
    }
    assertThat(record.overLimit()).as("pages beyond the limit").isZero();
    assertThat(record.maxPagesIn10s()).isLessThanOrEqualTo(most);
  }

  /** The times when the pages were closed. */
  List<Closing> closings() {
    return record.closings().stream().filter(closing -> closing.side().equals("page")).toList();
  }

  /** What was served, the greatest rate, and how soon we came back. */
  String summary() {
    return record.served()
        + "; at most "
        + record.maxPagesIn10s()
        + " pages in 10 s; first requests after closings, in ms after the time: "
        + record.closings().stream()
            .filter(closing -> closing.firstAfterMillis() != null)
            .map(closing -> closing.firstAfterMillis() - closing.dueMillis())
            .toList();
  }
}
