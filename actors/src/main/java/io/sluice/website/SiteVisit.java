package io.sluice.website;

import crawlercommons.robots.BaseRobotRules;
import io.sluice.page.FetchedPage;
import io.sluice.page.Language;
import io.sluice.page.PageFacts;
import io.sluice.page.PageReader;
import io.sluice.page.PageState;
import io.sluice.page.SiteFacts;
import io.sluice.page.SitePages;
import io.sluice.sheet.SiteAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * One visit of a site: its address goes in; its home page, and at most two more where its
 * robots.txt allows them, are read one after another, with a pause between; what they say comes
 * out, or a {@link SiteFault} if there is no home page.
 */
final class SiteVisit {
  private static final int MOST_REDIRECTS = 5;

  private final Tools tools;
  private final URI address;
  private final boolean assumed;
  private final BooleanSupplier wanted;
  private final List<PageFacts> pages = new ArrayList<>();
  private final List<SiteFault> missed = new ArrayList<>();

  /** What robots.txt asks for, by gates. */
  private final Map<String, Duration> delays = new HashMap<>();

  private long bytes;
  private volatile boolean givenUp;

  /**
   * What visits of a node share.
   *
   * @param barred tells of hosts whether nobody is to contact them; may block
   */
  record Tools(
      PageClient client,
      Robots robots,
      HostGates gates,
      PageReader reader,
      Barred barred,
      WebsiteSettings settings) {}

  /** Tells whom nobody is to contact. */
  interface Barred {
    CompletionStage<Boolean> is(String host);
  }

  /**
   * @param wanted false when nobody wants it any more
   */
  SiteVisit(Tools tools, ListedSite site, BooleanSupplier wanted) {
    this.tools = tools;
    this.address = URI.create(site.address());
    this.assumed = site.assumed();
    this.wanted = wanted;
  }

  CompletionStage<SiteReading> read() {
    return barred(address)
        .thenCompose(allowed -> home())
        .thenCompose(
            home -> {
              pages.add(home);
              if (home.permissions().noindex() && !tools.settings().readsNoindex()) {
                return failed(
                    SiteFault.lasting(SiteReason.NOINDEX, "it does not want to be found"));
              }
              return others(home);
            })
        .thenApply(done -> reading());
  }

  /**
   * That somebody has it in a list says little of whether it is there. Where the user wrote no
   * scheme, the other one is tried when nobody answers to the first.
   */
  private CompletionStage<PageFacts> home() {
    var first = open(new Way(address, false, true));
    return !assumed || !"https".equals(address.getScheme())
        ? first
        : first.exceptionallyCompose(
            failure ->
                SiteFault.unwrapped(failure).isWithoutAnswer()
                    ? open(new Way(plain(address), false, true))
                    : CompletableFuture.failedFuture(failure));
  }

  private static URI plain(URI secure) {
    return URI.create("http" + secure.toString().substring("https".length()));
  }

  private CompletionStage<Void> others(PageFacts home) {
    var candidates = SitePages.of(home);
    var delay = delay(gate(home.address()));
    if (!candidates.isEmpty() && delay.compareTo(HostGates.LONGEST_WAIT) > 0) {
      missed.add(
          SiteFault.lasting(
              SiteReason.CRAWL_DELAY,
              "its other pages are not read: it asks for %d s between requests"
                  .formatted(delay.toSeconds())));
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<Void> read = CompletableFuture.completedFuture(null);
    for (int i = 0; i < candidates.size(); i++) {
      var page = candidates.get(i);
      boolean last = i + 1 == candidates.size();
      read = read.thenCompose(done -> other(page, last));
    }
    return read;
  }

  /** What is missing of these leaves the rest as it is. */
  private CompletionStage<Void> other(SitePages.Candidate page, boolean last) {
    if (!wanted.getAsBoolean()) {
      givenUp = true;
      return CompletableFuture.completedFuture(null);
    }
    return open(new Way(page.address(), last, page.guessed()))
        .handle(
            (facts, failure) -> {
              if (failure != null) {
                miss(page, uncrowded(failure));
              } else if (facts.beside(pages.get(0)).state().speaks()) {
                pages.add(facts);
              }
              return null;
            });
  }

  /** Where others were in the way it comes again, and nothing is missing. */
  private static SiteFault uncrowded(Throwable failure) {
    var fault = SiteFault.unwrapped(failure);
    if (fault.isCrowded()) {
      throw new CompletionException(fault);
    }
    return fault;
  }

  /** That nothing is where something was guessed is no loss. */
  private void miss(SitePages.Candidate page, SiteFault fault) {
    boolean isNothing =
        fault.reason() == SiteReason.HTTP_4XX || fault.reason() == SiteReason.SOFT_404;
    if (!page.guessed() || !isNothing) {
      missed.add(fault);
    }
  }

  /**
   * An address, and what has led to it.
   *
   * @param last whether it is the last one that is asked for
   * @param guessed whether nobody said that it is there
   */
  private record Way(URI page, int redirects, boolean last, boolean guessed, ChainCookies cookies) {
    Way(URI page, boolean last, boolean guessed) {
      this(page, 0, last, guessed, new ChainCookies());
    }

    Way on(URI next) {
      return new Way(next, redirects + 1, last, guessed, cookies);
    }
  }

  private CompletionStage<PageFacts> open(Way way) {
    var page = way.page();
    var turn = turn(page);
    var ask = new PageClient.Ask(page, way.last(), way.cookies(), turn);
    return tools
        .robots()
        .of(page, turn)
        .whenComplete((rules, failure) -> heed(page, failure))
        .thenCompose(rules -> allowed(page, rules))
        .thenCompose(allowed -> tools.client().page(ask, answer -> taken(answer, way.guessed())))
        .thenCompose(step -> step)
        .thenCompose(
            step ->
                step.next() == null
                    ? CompletableFuture.completedFuture(step.page())
                    : follow(way, step.next()));
  }

  /** Who asks to be left alone when robots.txt is read is left alone by all. */
  private void heed(URI page, Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof SiteFault fault && fault.reason() == SiteReason.ROBOTS_UNREACHABLE) {
      fault.pause().ifPresent(pause -> tools.gates().close(gate(page), pause));
    }
  }

  private CompletionStage<PageFacts> follow(Way way, URI next) {
    if (way.redirects() == MOST_REDIRECTS) {
      return failed(
          SiteFault.lasting(
              SiteReason.REDIRECTS, "it sends us on more than %d times".formatted(MOST_REDIRECTS)));
    }
    return barred(next).thenCompose(allowed -> open(way.on(next)));
  }

  private CompletionStage<Void> allowed(URI page, BaseRobotRules rules) {
    if (!rules.isAllowed(page.toString())) {
      return failed(
          SiteFault.lasting(
              SiteReason.ROBOTS, "its robots.txt does not allow " + page.getRawPath()));
    }
    delays.put(gate(page), Robots.delay(rules, tools.settings().delay()));
    return CompletableFuture.completedFuture(null);
  }

  private Duration delay(String gate) {
    return delays.getOrDefault(gate, tools.settings().delay());
  }

  private CompletionStage<Void> barred(URI page) {
    return tools
        .barred()
        .is(SiteHost.of(page))
        .thenCompose(
            barred ->
                barred
                    ? failed(
                        SiteFault.lasting(
                            SiteReason.DO_NOT_CONTACT,
                            SiteHost.of(page) + " is on the list of those"))
                    : CompletableFuture.completedFuture(null));
  }

  private PageClient.Turn turn(URI page) {
    var host = gate(page);
    return new PageClient.Turn() {
      @Override
      public CompletionStage<Void> next() {
        return tools
            .gates()
            .turn(host)
            .thenCompose(
                entry ->
                    entry.isNow()
                        ? CompletableFuture.completedFuture(null)
                        : failed(unopened(entry)));
      }

      @Override
      public void answered() {
        tools.gates().answered(host, delay(host));
      }
    };
  }

  private static SiteFault unopened(HostGate.Entry entry) {
    return entry.crowded()
        ? SiteFault.crowded(entry.after())
        : SiteFault.passing(
            SiteReason.CRAWL_DELAY, "its host asks for a pause", Optional.of(entry.after()));
  }

  /** By what its host is kept apart. */
  private static String gate(URI page) {
    return SiteAddress.registrableDomain(SiteHost.of(page));
  }

  /** Runs where it may take its time. */
  private CompletionStage<SiteAnswer> taken(FetchedPage answer, boolean guessed) {
    bytes += answer.body().length;
    try {
      return CompletableFuture.completedFuture(
          SiteAnswer.of(answer, page -> tools.reader().read(page, guessed, language())));
    } catch (SiteFault fault) {
      if (fault.reason() == SiteReason.RATE_LIMITED) {
        fault.pause().ifPresent(pause -> tools.gates().close(gate(answer.address()), pause));
      }
      return failed(fault);
    }
  }

  private Optional<Language> language() {
    return pages.stream().findFirst().flatMap(PageFacts::provenLanguage);
  }

  /** Whether it ended before its end, since nobody wanted it any more. */
  boolean isGivenUp() {
    return givenUp;
  }

  private SiteReading reading() {
    var facts = SiteFacts.of(pages);
    if (!missed.isEmpty()) {
      var first = missed.get(0);
      return new SiteReading(
          SiteStatus.PARTIAL,
          Optional.of(first.reason()),
          first.getMessage(),
          facts,
          bytes,
          missed.stream().anyMatch(SiteFault::isPassing));
    }
    boolean thin = pages.stream().allMatch(page -> page.state() == PageState.THIN);
    return new SiteReading(
        SiteStatus.SCRAPED,
        thin ? Optional.of(SiteReason.THIN) : Optional.empty(),
        "",
        facts,
        bytes,
        false);
  }

  private static <T> CompletionStage<T> failed(SiteFault fault) {
    return CompletableFuture.failedFuture(fault);
  }
}
