package io.sluice.website;

import io.sluice.batch.FailedItem;
import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Abandoned;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Later;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemResult;
import io.sluice.batch.ItemStage;
import io.sluice.batch.ItemWork;
import io.sluice.http.ByteBudget;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.message.MessageTasks;
import io.sluice.ledger.website.SiteResult;
import io.sluice.ledger.website.WebsiteRows;
import io.sluice.metrics.WebsiteMetrics;
import io.sluice.page.SiteFacts;
import io.sluice.persistence.DatabaseException;
import io.sluice.sheet.SiteAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads sites: what they say of themselves is stored, or why nothing can be said. */
final class ScrapeStage implements ItemStage<RowReading> {
  private static final Logger LOG = LoggerFactory.getLogger(ScrapeStage.class);

  /** What an item may be put off, as it is counted. */
  static final int MOST_DELAYS = 30;

  /** What counts a site that does not answer, or with a fault: it is asked twice. */
  private static final int BROKEN = 15;

  /** What counts a site that asks for a pause. */
  private static final int PAUSED = 3;

  private static final String BAD_ROW = "bad_row";

  private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);

  private final SiteVisit.Tools tools;
  private final WebsiteMetrics metrics;

  /** Places, of which each site in work has one. */
  private final ByteBudget places;

  ScrapeStage(SiteVisit.Tools tools, WebsiteMetrics metrics) {
    this.tools = tools;
    this.metrics = metrics;
    places = new ByteBudget(tools.settings().parallelism());
  }

  @Override
  public String name() {
    return "scrape";
  }

  @Override
  public int parallelism() {
    return tools.settings().parallelism();
  }

  /** Hundreds are on their way, and most of what they do is wait: one by one takes hours. */
  @Override
  public boolean triesSuspectsApart() {
    return false;
  }

  @Override
  public CompletionStage<ItemOutcome<RowReading>> work(ItemWork work) {
    return visited(work).whenComplete((outcome, failure) -> count(outcome));
  }

  private void count(ItemOutcome<RowReading> outcome) {
    if (outcome instanceof Passed<RowReading> passed) {
      var reading = passed.value().reading();
      metrics.ended(reading.status().word(), reading.reason().map(SiteReason::word).orElse(""));
    } else if (outcome instanceof Failed<RowReading> failed) {
      // Of rows there are many ways to be none, which their list tells.
      var reason = SiteReason.of(failed.reason()).map(SiteReason::word).orElse(BAD_ROW);
      metrics.ended(status(failed.reason()).word(), reason);
    }
  }

  private CompletionStage<ItemOutcome<RowReading>> visited(ItemWork work) {
    var site = ListedSite.read(work.item().address());
    if (site.problem() != null) {
      return is(new Failed<>(site.problem(), site.address()));
    }
    if (site.same() > 0) {
      return is(new Passed<>(skipped(site, SiteReason.DUPLICATE, "of row " + site.same()), 0));
    }
    if (!work.wanted().getAsBoolean()) {
      return is(new Abandoned<>());
    }
    var domain = SiteAddress.registrableDomain(SiteHost.of(URI.create(site.address())));
    return tools
        .gates()
        .enter(domain)
        .thenCompose(
            entry ->
                entry.isNow()
                    ? inTurn(work, site, domain)
                        .whenComplete((outcome, failure) -> tools.gates().leave(domain))
                    : is(new Later<>(Instant.now().plus(entry.after()))));
  }

  private CompletionStage<ItemOutcome<RowReading>> inTurn(
      ItemWork work, ListedSite site, String domain) {
    return places
        .acquire(1)
        .thenCompose(
            mine -> {
              if (!work.wanted().getAsBoolean()) {
                places.release(1);
                return is(new Abandoned<>());
              }
              var visit = new SiteVisit(tools, site, work.wanted());
              return visit
                  .read()
                  .handle(
                      (reading, failure) ->
                          visit.isGivenUp()
                              ? new Abandoned<RowReading>()
                              : outcome(work, site, reading, failure))
                  .whenComplete((outcome, failure) -> places.release(1));
            });
  }

  private ItemOutcome<RowReading> outcome(
      ItemWork work, ListedSite site, SiteReading reading, Throwable failure) {
    int delays = work.item().delays();
    var again = tools.settings().retryDelay();
    if (failure == null && reading.passing() && delays + BROKEN < MOST_DELAYS) {
      // What was read of it comes from the cache then.
      return new Later<>(Instant.now().plus(again).plus(some(SHORTEST_DELAY)), BROKEN);
    }
    if (failure == null) {
      return new Passed<>(new RowReading(site.row(), reading), reading.bytes());
    }
    var fault = fault(site, failure);
    var reason = fault.reason();
    if (reason.status() == SiteStatus.SKIPPED) {
      return new Passed<>(skipped(site, reason, fault.getMessage()), 0);
    }
    if (fault.isCrowded()) {
      return new Later<>(Instant.now().plus(fault.pause().orElse(again)));
    }
    if (reason == SiteReason.CRAWL_DELAY) {
      return delays + 1 < MOST_DELAYS
          ? new Later<>(Instant.now().plus(fault.pause().orElse(again)), 1)
          : new Failed<>(SiteReason.RATE_LIMITED.word(), fault.getMessage());
    }
    int count = fault.pause().isPresent() ? PAUSED : BROKEN;
    var wait = fault.pause().orElse(again);
    if (!fault.isPassing()
        || delays + count >= MOST_DELAYS
        || wait.compareTo(HostGates.LONGEST_PAUSE) > 0) {
      return new Failed<>(reason.word(), fault.getMessage());
    }
    return new Later<>(Instant.now().plus(wait).plus(some(SHORTEST_DELAY)), count);
  }

  /** Whatever strangers' pages do to what reads them, it costs them only. */
  private static SiteFault fault(ListedSite site, Throwable failure) {
    try {
      return SiteFault.unwrapped(failure);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof RuntimeException cause) || cause instanceof DatabaseException) {
        throw e;
      }
      LOG.warn("{} cannot be read, which should not be: {}", site.address(), cause.toString());
      LOG.debug("The failure in full", cause);
      return SiteFault.lasting(SiteReason.UNREADABLE, cause.getClass().getSimpleName());
    }
  }

  private static RowReading skipped(ListedSite site, SiteReason reason, String detail) {
    return new RowReading(
        site.row(),
        new SiteReading(SiteStatus.SKIPPED, Optional.of(reason), detail, null, 0, false));
  }

  /** Up to so long: what was put off together comes one by one. */
  private static Duration some(Duration most) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis()));
  }

  @Override
  public Map<Long, ItemState> write(Connection connection, List<ItemResult<RowReading>> results)
      throws SQLException {
    WebsiteRows.settle(connection, results.stream().map(ScrapeStage::row).toList());
    addTasks(connection, results);
    var duplicates = new HashMap<Long, ItemState>();
    for (var result : results) {
      if (result.value().reading().reason().equals(Optional.of(SiteReason.DUPLICATE))) {
        duplicates.put(result.number(), ItemState.DUPLICATE);
      }
    }
    return duplicates;
  }

  /** Of sites that were read, where messages are wanted. */
  private static void addTasks(Connection connection, List<ItemResult<RowReading>> results)
      throws SQLException {
    var read = new TreeMap<Long, List<Long>>();
    for (var result : results) {
      if (result.value().reading().status() != SiteStatus.SKIPPED) {
        read.computeIfAbsent(result.batch(), batch -> new ArrayList<>()).add(result.value().row());
      }
    }
    for (var rows : read.entrySet()) {
      MessageTasks.add(connection, rows.getKey(), rows.getValue());
    }
  }

  private static SiteResult row(ItemResult<RowReading> result) {
    var reading = result.value().reading();
    var facts = Optional.ofNullable(reading.facts());
    return new SiteResult(
        result.batch(),
        result.value().row(),
        reading.status().name(),
        reading.reason().map(SiteReason::word).orElse(null),
        reading.detail().isEmpty() ? null : reading.detail(),
        facts.map(SiteFacts::json).orElse(null),
        facts.flatMap(SiteFacts::company).map(found -> found.value().value()).orElse(null),
        facts.flatMap(ScrapeStage::contactForm).orElse(null));
  }

  /** The page that has one; of one that is elsewhere all that is known is its own address. */
  private static Optional<String> contactForm(SiteFacts facts) {
    return facts.forms().stream()
        .findFirst()
        .map(form -> form.value().elsewhere() ? form.value().address() : form.page().toString());
  }

  @Override
  public void writeFailed(Connection connection, List<FailedItem> failed) throws SQLException {
    WebsiteRows.settle(
        connection, failed.stream().filter(ScrapeStage::isSite).map(ScrapeStage::row).toList());
  }

  /** What a row has that names no site is known since it was listed. */
  private static boolean isSite(FailedItem failed) {
    return ListedSite.read(failed.item().address()).problem() == null;
  }

  private static SiteResult row(FailedItem failed) {
    return new SiteResult(
        failed.batch(),
        ListedSite.read(failed.item().address()).row(),
        status(failed.reason()).name(),
        failed.reason(),
        failed.detail(),
        null,
        null,
        null);
  }

  /** Of a row that names no site as well. */
  private static SiteStatus status(String reason) {
    return SiteReason.of(reason).map(SiteReason::status).orElse(SiteStatus.FAILED);
  }

  private static CompletionStage<ItemOutcome<RowReading>> is(ItemOutcome<RowReading> outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
