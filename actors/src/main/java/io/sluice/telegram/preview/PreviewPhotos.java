package io.sluice.telegram.preview;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.channel.FetchedPhoto;
import io.sluice.channel.PhotoReference;
import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpFailure;
import io.sluice.http.RefusedException;
import io.sluice.http.TooLargeException;
import io.sluice.http.TooSlowException;
import io.sluice.ledger.PhotoOutcome;
import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import io.sluice.origin.Permit;
import io.sluice.origin.Priority;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gets photos from the hosts that pages name, however often they must be asked. One for a node;
 * thread-safe.
 */
final class PreviewPhotos {
  private static final int REDIRECTS = 3;
  private static final int TEMPORARILY_OUT = 503;

  /** Failures of one photo while its host answers others. */
  private static final int MOST_FAILURES = 4;

  /** An address may expire once more while the photo waits for its turn. */
  private static final int MOST_RENEWALS = 2;

  /** A trickle takes its whole time, so it counts for more. */
  private static final int SLOW_COUNTS = 2;

  /** A host that is away for longer ends the run, which starts again later. */
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(5);

  private static final int REMEMBERED = 10_000;
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final PreviewSettings settings;
  private final GuardedHttp http;
  private final Origins origins;
  private final PreviewSite site;

  /** Addresses that replaced others lately: pages that name one photo name its neighbours too. */
  private final Cache<String, URI> renewed =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();

  PreviewPhotos(PreviewSettings settings, GuardedHttp http, Origins origins, PreviewSite site) {
    this.settings = settings;
    this.http = http;
    this.origins = origins;
    this.site = site;
  }

  /**
   * A photo on its way.
   *
   * @param url where it is thought to be
   * @param renewals how often its address was replaced by another
   * @param failures that count against the photo
   * @param badSince when its host was first found away, in nanoseconds; 0 if it was not
   */
  private record Errand(
      String channel,
      PhotoReference.AtUrl photo,
      URI url,
      int renewals,
      int failures,
      long badSince) {

    Errand to(URI other) {
      return new Errand(channel, photo, other, renewals + 1, failures, badSince);
    }

    Errand failed(int count) {
      return new Errand(channel, photo, url, renewals, failures + count, 0);
    }

    Errand hostAway() {
      return new Errand(
          channel, photo, url, renewals, failures, badSince == 0 ? System.nanoTime() : badSince);
    }

    boolean isHostAwayForLong() {
      return badSince != 0 && System.nanoTime() - badSince > LONGEST_OUTAGE.toNanos();
    }

    String key() {
      return channel + "/" + photo.message();
    }
  }

  /** The photo's bytes, or why there are none; fails only if its host is away for long. */
  CompletionStage<FetchedPhoto> fetch(String channel, PhotoReference.AtUrl photo) {
    return get(new Errand(channel, photo, photo.url(), 0, 0, 0));
  }

  private CompletionStage<FetchedPhoto> get(Errand errand) {
    var origin = origin(errand.url());
    if (origin.isEmpty()) {
      return failed(PhotoOutcome.REFUSED, errand.url() + " names no host");
    }
    return origins
        .acquire(origin.get(), Priority.BACKFILL)
        .thenCompose(
            permit ->
                http.get(
                        errand.url(),
                        new Bounds(settings.maxPhotoBytes(), settings.photoTimeout(), REDIRECTS))
                    .handle(
                        (answer, failure) ->
                            failure == null
                                ? onAnswer(errand, permit, answer)
                                : onFailure(errand, permit, HttpFailures.of(failure)))
                    .thenCompose(next -> next));
  }

  private static Optional<OriginName> origin(URI url) {
    return Optional.ofNullable(url.getHost())
        .map(host -> url.getPort() < 0 ? host : host + ":" + url.getPort())
        .map(host -> new OriginName(OriginName.Kind.TELEGRAM_PHOTO, host));
  }

  private CompletionStage<FetchedPhoto> onAnswer(Errand errand, Permit permit, Answer answer) {
    int status = answer.status();
    if (status == 200) {
      origins.answered(permit);
      return CompletableFuture.completedFuture(
          new FetchedPhoto.Bytes(answer.body(), answer::close));
    }
    answer.close();
    if (status == RetryAfter.TOO_MANY_REQUESTS || status == TEMPORARILY_OUT) {
      origins.flooded(permit, RetryAfter.of(answer), "answered " + status);
      return get(errand);
    }
    if (status >= 500) {
      return stumbled(errand, permit, "answered " + status, 1);
    }
    origins.answered(permit);
    return errand.renewals() == MOST_RENEWALS ? stillMissing(status) : renew(errand, status);
  }

  private CompletionStage<FetchedPhoto> onFailure(
      Errand errand, Permit permit, HttpFailure failure) {
    if (failure instanceof RefusedException) {
      origins.answered(permit);
      return failed(PhotoOutcome.REFUSED, failure.getMessage());
    }
    if (failure instanceof TooLargeException) {
      origins.answered(permit);
      return failed(PhotoOutcome.TOO_LARGE, failure.getMessage());
    }
    int most = failure instanceof TooSlowException ? SLOW_COUNTS : 1;
    int count = permit.healthy() ? most : failure.isAnswering() ? 1 : 0;
    return stumbled(errand, permit, failure.getMessage(), count);
  }

  /**
   * Only a host that answers others, or began to answer, shows that the fault is the photo's.
   *
   * @param count how much the failure counts against the photo; 0 if its host is away
   */
  private CompletionStage<FetchedPhoto> stumbled(
      Errand errand, Permit permit, String reason, int count) {
    origins.stumbled(permit, reason);
    var next = count > 0 ? errand.failed(count) : errand.hostAway();
    if (next.failures() >= MOST_FAILURES) {
      return failed(PhotoOutcome.UNREACHABLE, "%s, after several tries".formatted(reason));
    }
    return next.isHostAwayForLong()
        ? CompletableFuture.failedFuture(
            new java.io.IOException("photos of @%s: %s".formatted(errand.channel(), reason)))
        : get(next);
  }

  /** The address may have expired: the page that shows the photo gives a new one. */
  private CompletionStage<FetchedPhoto> renew(Errand errand, int status) {
    var known = renewed.getIfPresent(errand.key());
    if (known != null && !known.equals(errand.url())) {
      return get(errand.to(known));
    }
    var query =
        new PreviewSite.Query(
            errand.channel(),
            OptionalLong.of(errand.photo().postEnd() + 1),
            Priority.LIVE,
            true,
            true);
    return site.history(query)
        .thenCompose(
            page -> {
              remember(errand.channel(), page);
              var url = renewed.getIfPresent(errand.key());
              if (url == null) {
                return failed(PhotoOutcome.MISSING, status + ", and its post is gone");
              }
              return url.equals(errand.url()) ? stillMissing(status) : get(errand.to(url));
            });
  }

  private static CompletionStage<FetchedPhoto> stillMissing(int status) {
    return failed(PhotoOutcome.MISSING, status + ", also at the address that its page gives now");
  }

  private void remember(String channel, PreviewPage page) {
    if (page instanceof PreviewPage.Posts posts) {
      posts.posts().stream()
          .flatMap(post -> post.photos().stream())
          .forEach(photo -> renewed.put(channel + "/" + photo.messageId(), photo.url()));
    }
  }

  private static CompletionStage<FetchedPhoto> failed(PhotoOutcome outcome, String reason) {
    return CompletableFuture.completedFuture(new FetchedPhoto.Failed(outcome, reason));
  }
}
