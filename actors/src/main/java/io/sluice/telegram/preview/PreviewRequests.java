package io.sluice.telegram.preview;

import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpFailure;
import io.sluice.http.Redirect;
import io.sluice.http.RefusedException;
import io.sluice.http.RetryAfter;
import io.sluice.http.TooLargeException;
import io.sluice.http.UnresolvedException;
import io.sluice.metrics.Stage;
import io.sluice.metrics.Stages;
import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import io.sluice.origin.Permit;
import io.sluice.origin.Priority;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Asks the preview site for a page until there is an answer that is more than a refusal to talk. It
 * reports what came of each request but the last, whose page somebody else must judge.
 */
final class PreviewRequests {
  private static final int MOST_PAGE_BYTES = 4 << 20;
  private static final Duration PAGE_TIME = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 5;

  /** A site that is away for longer ends the run, which starts again later. */
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  private final URI site;
  private final GuardedHttp http;
  private final Origins origins;
  private final OriginName origin;
  private final FirstContact contact;
  private final Executor pages;
  private final Stages stages;

  /**
   * @param pages threads that take pages apart
   */
  PreviewRequests(URI site, GuardedHttp http, Origins origins, Executor pages, Stages stages) {
    this.site = site;
    this.http = http;
    this.origins = origins;
    origin = new OriginName(OriginName.Kind.TELEGRAM_PAGE, site.getRawAuthority());
    contact = new FirstContact(site);
    this.pages = pages;
    this.stages = stages;
  }

  /**
   * What is asked for.
   *
   * @param channel whose page
   * @param before the cursor of a page before; empty for the newest page
   * @param patient whether to wait for a site that is away, however long
   */
  record Wish(String channel, OptionalLong before, Priority priority, boolean patient) {
    private String path() {
      return "/s/" + channel + (before.isPresent() ? "?before=" + before.getAsLong() : "");
    }
  }

  /** An answer, before anybody judged it. */
  record Reply(Permit permit, URI uri, PreviewPage page, byte[] body) {}

  /**
   * An attempt to get a page.
   *
   * @param awaySince when the site was first found away, in nanoseconds; 0 if it was not
   */
  private record Attempt(Wish wish, URI uri, int redirects, long awaySince) {
    Attempt to(URI next) {
      return new Attempt(wish, next, redirects + 1, 0);
    }

    Attempt away() {
      return new Attempt(wish, uri, redirects, awaySince == 0 ? System.nanoTime() : awaySince);
    }

    Attempt there() {
      return new Attempt(wish, uri, redirects, 0);
    }

    boolean isAwayForLong() {
      return awaySince != 0 && System.nanoTime() - awaySince > LONGEST_OUTAGE.toNanos();
    }
  }

  CompletionStage<Reply> ask(Wish wish) {
    return again(new Attempt(wish, site.resolve(wish.path()), 0, 0));
  }

  /** The same, but empty if its turn has not come within the patience. */
  CompletionStage<Optional<Reply>> ask(Wish wish, Duration patience) {
    return origins
        .acquire(origin, wish.priority(), patience)
        .thenCompose(
            permit ->
                permit.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : send(new Attempt(wish, site.resolve(wish.path()), 0, 0), permit.get())
                        .thenApply(Optional::of));
  }

  private CompletionStage<Reply> again(Attempt attempt) {
    return origins
        .acquire(origin, attempt.wish().priority())
        .thenCompose(permit -> send(attempt, permit));
  }

  private CompletionStage<Reply> send(Attempt attempt, Permit permit) {
    var inVain = givenUp(attempt);
    if (inVain.isPresent()) {
      return CompletableFuture.failedFuture(inVain.get());
    }
    contact.tried();
    var bounds = new Bounds(MOST_PAGE_BYTES, contact.time(PAGE_TIME));
    return stages
        .inAsync(
            Stage.SOURCE,
            attempt.wish().channel(),
            "page " + attempt.uri(),
            () -> http.get(attempt.uri(), bounds))
        .handleAsync(
            (answer, failure) ->
                failure == null
                    ? onAnswer(attempt, permit, answer)
                    : onFailure(attempt, permit, HttpFailure.unwrapped(failure)),
            pages)
        .thenCompose(next -> next);
  }

  private Optional<UnreachableSiteException> givenUp(Attempt attempt) {
    return attempt.wish().patient() ? Optional.empty() : contact.givenUp();
  }

  private CompletionStage<Reply> onFailure(Attempt attempt, Permit permit, HttpFailure failure) {
    if (failure instanceof RefusedException) {
      var reason =
          "%s must not be asked: %s; if it is yours, put its address in ALLOWED_ADDRESSES"
              .formatted(site, failure.getMessage());
      return CompletableFuture.failedFuture(
          attempt.wish().patient()
              ? new IOException(reason, failure)
              : new UnreachableSiteException(reason, failure));
    }
    if (failure instanceof TooLargeException) {
      return strange(attempt, permit, failure.getMessage());
    }
    contact.failed(failure);
    if (!(failure instanceof UnresolvedException)) {
      origins.stumbled(permit, failure.getMessage());
    }
    var inVain = givenUp(attempt);
    if (inVain.isPresent()) {
      return CompletableFuture.failedFuture(inVain.get());
    }
    return attempt.wish().patient() ? again(attempt) : unlessTooLong(attempt, failure.getMessage());
  }

  private CompletionStage<Reply> unlessTooLong(Attempt attempt, String reason) {
    var next = attempt.away();
    return next.isAwayForLong()
        ? CompletableFuture.failedFuture(
            new IOException(
                "%s gave no page for %d minutes: %s"
                    .formatted(site, LONGEST_OUTAGE.toMinutes(), reason)))
        : again(next);
  }

  private CompletionStage<Reply> onAnswer(Attempt attempt, Permit permit, Answer answer) {
    try (answer) {
      contact.made();
      int status = answer.status();
      if (RetryAfter.isAskedBy(answer)) {
        origins.flooded(permit, RetryAfter.of(answer::header), "answered " + status);
        return again(attempt.there());
      }
      if (status >= 500) {
        origins.stumbled(permit, "answered " + status);
        return unlessTooLong(attempt, "answered " + status);
      }
      var location = answer.header("location");
      if (status / 100 == 3 && location.isPresent()) {
        return follow(attempt, permit, location.get());
      }
      // The status tells nothing: a page that denies a channel may come with 200.
      var html = new String(answer.body(), StandardCharsets.UTF_8);
      var page = PreviewPage.parse(html, attempt.uri());
      return CompletableFuture.completedFuture(
          new Reply(permit, attempt.uri(), page, answer.body()));
    }
  }

  /** What a redirect means, only the page that it leads to tells. */
  private CompletionStage<Reply> follow(Attempt attempt, Permit permit, String location) {
    URI next;
    try {
      next = Redirect.next(attempt.uri(), location);
    } catch (URISyntaxException e) {
      return strange(attempt, permit, "it sends us on to no address");
    }
    if (attempt.redirects() == MOST_REDIRECTS) {
      return strange(attempt, permit, "it sends us on and on");
    }
    return site.getRawAuthority().equalsIgnoreCase(next.getRawAuthority())
        ? again(attempt.to(next))
        : strange(attempt, permit, "it sends us on to " + next.getHost());
  }

  private static CompletionStage<Reply> strange(Attempt attempt, Permit permit, String reason) {
    return CompletableFuture.completedFuture(
        new Reply(permit, attempt.uri(), new PreviewPage.Strange(reason), new byte[0]));
  }
}
