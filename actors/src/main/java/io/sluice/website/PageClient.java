package io.sluice.website;

import io.sluice.file.WebAddress;
import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpFailure;
import io.sluice.http.Redirect;
import io.sluice.http.Request;
import io.sluice.http.RetryAfter;
import io.sluice.metrics.WebsiteMetrics;
import io.sluice.page.FetchedPage;
import io.sluice.sheet.SiteAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Asks for one page: an address goes in, its answer comes out, from the cache where that has it.
 * Thread-safe.
 */
final class PageClient {
  /** What is of use to whoever reads a page; others are not kept. */
  private static final List<String> HEADERS =
      List.of(
          "content-type",
          "content-language",
          "location",
          "etag",
          "last-modified",
          "x-robots-tag",
          "tdm-reservation",
          "tdm-policy",
          "retry-after",
          "date",
          "cf-mitigated",
          "server");

  private static final double ALL_OF_IT = 1;

  /** What is no page is looked for again soon. */
  private static final double A_PART = 0.1;

  private static final int MOST_REDIRECTS = 5;
  private static final Map<String, String> PAGES =
      Map.of("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1");

  /** What a header may hold. */
  private static final Pattern TAG = Pattern.compile("[\\x20-\\x7e]{1,1000}");

  private final GuardedHttp http;
  private final CachedPages cache;
  private final WebsiteSettings settings;
  private final WebsiteMetrics metrics;
  private final Executor threads;

  /**
   * What is asked for.
   *
   * @param last whether no more is wanted of its host
   * @param cookies of the redirects that have led to it
   */
  record Ask(URI address, boolean last, ChainCookies cookies, Turn turn) {

    /** Where nothing has led to it. */
    Ask(URI address, boolean last, Turn turn) {
      this(address, last, new ChainCookies(), turn);
    }

    /**
     * @param tag of what is known already
     */
    Request request(Optional<String> tag) {
      var request = new Request(Request.Method.GET, address, PAGES, new byte[0]);
      if (tag.isPresent()) {
        request = request.with("If-None-Match", tag.get());
      }
      if (isPersonal()) {
        request = request.with("Cookie", cookies.of(address).get());
      }
      return last ? request.asLast() : request;
    }

    /** Whether what is answered is for who has these cookies, and for nobody else. */
    boolean isPersonal() {
      return cookies.of(address).isPresent();
    }
  }

  /** Completes when the next request may go to the site, and then waits for its answer. */
  interface Turn {
    CompletionStage<Void> next();

    /** That request was answered, or failed: the pause after it begins. */
    void answered();
  }

  /**
   * @param threads which may block
   */
  PageClient(
      GuardedHttp http,
      CachedPages cache,
      WebsiteSettings settings,
      WebsiteMetrics metrics,
      Executor threads) {
    this.http = http;
    this.cache = cache;
    this.settings = settings;
    this.metrics = metrics;
    this.threads = threads;
  }

  /**
   * Asks for a page and gives what is made of it; its bytes are not there afterwards.
   *
   * @return completes exceptionally with a {@link SiteFault} if there is no answer
   */
  <T> CompletionStage<T> page(Ask ask, Function<FetchedPage, T> reading) {
    return found(ask, reading)
        .thenCompose(
            found ->
                found.read().isPresent()
                    ? CompletableFuture.completedFuture(found.read().get())
                    : ask.turn().next().thenCompose(mine -> answer(ask, found.tag(), reading)));
  }

  /**
   * What the cache has of a page.
   *
   * @param read what is made of it, if it is as good as a new one
   * @param tag by which it may be confirmed, if it is out of date
   */
  private record Found<T>(Optional<T> read, Optional<String> tag) {}

  private <T> CompletionStage<Found<T>> found(Ask ask, Function<FetchedPage, T> reading) {
    var nothing = new Found<T>(Optional.empty(), Optional.empty());
    return ask.isPersonal()
        ? CompletableFuture.completedFuture(nothing)
        : cache
            .has(ask.address())
            .thenCompose(
                there ->
                    there
                        ? CompletableFuture.supplyAsync(() -> kept(ask, reading), threads)
                        : CompletableFuture.completedFuture(nothing));
  }

  /** Read at once, so that its bytes wait for nothing. */
  private <T> Found<T> kept(Ask ask, Function<FetchedPage, T> reading) {
    var kept = cache.find(ask.address(), settings.maxPageBytes());
    if (kept.isEmpty() || !kept.get().fresh()) {
      // Its body is not held while its turn is waited for.
      return new Found<>(Optional.empty(), kept.flatMap(PageClient::tag));
    }
    metrics.remembered(kept.get().body().length);
    return new Found<>(
        Optional.of(reading.apply(page(ask.address(), kept.get()))), Optional.empty());
  }

  private static Optional<String> tag(CachedPages.Kept kept) {
    return Optional.ofNullable(kept.headers().get("etag")).filter(TAG.asMatchPredicate());
  }

  /** A robots.txt, where its redirects lead. */
  CompletionStage<FetchedPage> robots(URI address, Turn turn) {
    return robots(new Ask(address, false, turn), 0);
  }

  private CompletionStage<FetchedPage> robots(Ask ask, int redirects) {
    return page(ask, Function.identity())
        .thenCompose(
            answer -> {
              var next = next(answer);
              return next.isPresent()
                      && redirects < MOST_REDIRECTS
                      && isOfSameSite(ask.address(), next.get())
                  ? robots(new Ask(next.get(), false, ask.cookies(), ask.turn()), redirects + 1)
                  : CompletableFuture.completedFuture(answer);
            });
  }

  /** Whose rules are elsewhere has none: there may be others who are not to be asked. */
  private static boolean isOfSameSite(URI one, URI other) {
    return SiteAddress.registrableDomain(SiteHost.of(one))
        .equals(SiteAddress.registrableDomain(SiteHost.of(other)));
  }

  /** Where an answer sends us on to; empty if it does not, or to no address of the web. */
  static Optional<URI> next(FetchedPage answer) {
    var location = answer.headers().get("location");
    if (!Redirect.isOne(answer.status()) || location == null) {
      return Optional.empty();
    }
    try {
      var next = Redirect.next(answer.address(), location);
      return Optional.of(WebAddress.of(next.toString()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private <T> CompletionStage<T> answer(
      Ask ask, Optional<String> tag, Function<FetchedPage, T> reading) {
    var bounds = new Bounds(settings.maxPageBytes(), settings.timeout()).leniently();
    return CompletableFuture.completedFuture(tag)
        .thenCompose(known -> http.send(ask.request(known), bounds))
        .handle(
            (answer, failure) -> {
              ask.turn().answered();
              if (failure != null) {
                metrics.failed();
                return CompletableFuture.<T>failedFuture(
                    SiteFault.of(HttpFailure.unwrapped(failure)));
              }
              return CompletableFuture.supplyAsync(() -> taken(ask, answer, tag), threads)
                  .thenApplyAsync(reading, threads)
                  .whenComplete((read, problem) -> answer.close());
            })
        .thenCompose(read -> read);
  }

  private FetchedPage taken(Ask ask, Answer answer, Optional<String> tag) {
    var address = ask.address();
    if (answer.status() == 304 && tag.isPresent()) {
      return confirmed(address);
    }
    metrics.answered(answer.body().length);
    var page =
        new FetchedPage(address, answer.status(), headers(answer), answer.body(), answer.isCut());
    var cookies = answer.headers("set-cookie");
    if (Redirect.isOne(page.status())) {
      ask.cookies().take(address, cookies);
    }
    if (!ask.isPersonal() && isKept(answer, cookies)) {
      cache.put(
          address,
          page.status(),
          page.headers(),
          page.body(),
          page.cut(),
          page.status() / 100 == 4 ? A_PART : ALL_OF_IT);
    }
    return page;
  }

  /** It is as it was. May block. */
  private FetchedPage confirmed(URI address) {
    var same =
        cache
            .find(address, settings.maxPageBytes())
            .orElseThrow(
                () ->
                    new CompletionException(
                        SiteFault.passing(
                            SiteReason.UNREADABLE, "what it has confirmed was just forgotten")));
    metrics.remembered(same.body().length);
    cache.put(address, same.status(), same.headers(), same.body(), same.cut(), ALL_OF_IT);
    return page(address, same);
  }

  /** A redirect is of no use to others without the cookies that come with it. */
  private static boolean isKept(Answer answer, List<String> cookies) {
    return switch (answer.status() / 100) {
      case 2 -> true;
      case 3 -> cookies.isEmpty();
      case 4 -> !RetryAfter.isAskedBy(answer);
      default -> false;
    };
  }

  private static FetchedPage page(URI address, CachedPages.Kept kept) {
    return new FetchedPage(address, kept.status(), kept.headers(), kept.body(), kept.cut());
  }

  private static Map<String, String> headers(Answer answer) {
    var headers = new HashMap<String, String>();
    for (var name : HEADERS) {
      var values = answer.headers(name);
      if (!values.isEmpty()) {
        headers.put(name, name.equals("location") ? values.get(0) : String.join(", ", values));
      }
    }
    return headers;
  }

  /** How long an answer asks to be left alone; empty if it does not. */
  static Optional<Duration> pause(FetchedPage answer) {
    return RetryAfter.of(name -> Optional.ofNullable(answer.headers().get(name)));
  }
}
