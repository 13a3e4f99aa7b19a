package io.sluice.telegram.preview;

import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpFailure;
import io.sluice.http.Redirect;
import io.sluice.http.RefusedException;
import io.sluice.http.RetryAfter;
import io.sluice.http.TooLargeException;
import io.sluice.http.TooSlowException;
import io.sluice.http.UnresolvedException;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.metrics.Stage;
import io.sluice.metrics.Stages;
import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import io.sluice.origin.Permit;
import io.sluice.origin.Priority;
import io.sluice.photo.FetchedPhoto;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Gets photos from the hosts that pages name, as often as it takes. One for a node; thread-safe.
 */
final class PreviewPhotos {
  private static final int MOST_REDIRECTS = 3;

  /** Failures of one photo while its host answers others. */
  private static final int MOST_FAILURES = 4;

  /** Answers that ask to come back later, for one photo. */
  private static final int MOST_FLOODS = 30;

  /** An address may expire once more while the photo waits for its turn. */
  private static final int MOST_RENEWALS = 2;

  /** How often a host must deny a photo before it is believed: some do so by chance. */
  private static final int DENIALS = 2;

  /** A trickle takes its whole time, so it counts for more. */
  private static final int SLOW_COUNTS = 2;

  /** A host that is away for longer, while the site is there, is given up. */
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(3);

  private final PreviewSettings settings;
  private final GuardedHttp http;
  private final Origins origins;
  private final PreviewSite site;
  private final PhotoAddresses addresses;
  private final Stages stages;

  PreviewPhotos(
      PreviewSettings settings,
      GuardedHttp http,
      Origins origins,
      PreviewSite site,
      Stages stages) {
    this.settings = settings;
    this.http = http;
    this.origins = origins;
    this.site = site;
    addresses = new PhotoAddresses(site);
    this.stages = stages;
  }

  /** The photo's bytes, or why there are none. */
  CompletionStage<FetchedPhoto> fetch(String channel, PhotoOnPage photo, BooleanSupplier isWanted) {
    return get(PhotoErrand.of(channel, photo, isWanted));
  }

  private CompletionStage<FetchedPhoto> get(PhotoErrand errand) {
    var origin = origin(errand.url());
    if (origin.isEmpty()) {
      return failed(PhotoOutcome.REFUSED, errand.url() + " names no host");
    }
    if (!errand.isWanted().getAsBoolean()) {
      return CompletableFuture.completedFuture(FetchedPhoto.Abandoned.ABANDONED);
    }
    return origins
        .acquire(origin.get(), Priority.BACKFILL)
        .thenCompose(permit -> send(errand, permit));
  }

  private static Optional<OriginName> origin(URI url) {
    return Optional.ofNullable(url.getHost())
        .map(host -> url.getPort() < 0 ? host : host + ":" + url.getPort())
        .map(host -> new OriginName(OriginName.Kind.TELEGRAM_PHOTO, host));
  }

  private CompletionStage<FetchedPhoto> send(PhotoErrand errand, Permit permit) {
    if (!errand.isWanted().getAsBoolean()) {
      return CompletableFuture.completedFuture(FetchedPhoto.Abandoned.ABANDONED);
    }
    var bounds = new Bounds(settings.maxPhotoBytes(), settings.photoTimeout());
    return stages
        .inAsync(
            Stage.FETCH,
            errand.channel(),
            "photo " + errand.photo().message(),
            () -> http.get(errand.url(), bounds))
        .handle(
            (answer, failure) ->
                failure == null
                    ? onAnswer(errand, permit, answer)
                    : onFailure(errand, permit, HttpFailure.unwrapped(failure)))
        .thenCompose(next -> next);
  }

  private CompletionStage<FetchedPhoto> onAnswer(PhotoErrand errand, Permit permit, Answer answer) {
    int status = answer.status();
    if (PhotoAnswers.isWhole(answer)
        && (errand.tally().denials() + 1 >= DENIALS || !PhotoAnswers.isPage(answer))) {
      origins.answered(permit);
      return CompletableFuture.completedFuture(
          new FetchedPhoto.Bytes(answer.body(), answer::close));
    }
    answer.close();
    var next = Redirect.of(answer);
    if (next.isPresent()) {
      origins.answered(permit);
      return errand.tally().redirects() < MOST_REDIRECTS
          ? get(errand.redirected(next.get()))
          : failed(PhotoOutcome.REFUSED, "more than " + MOST_REDIRECTS + " redirects");
    }
    if (RetryAfter.isAskedBy(answer)) {
      origins.flooded(permit, RetryAfter.of(answer::header), "answered " + status);
      return errand.tally().floods() < MOST_FLOODS
          ? get(errand.flooded())
          : failed(PhotoOutcome.UNREACHABLE, "answered " + status + " each time");
    }
    if (status >= 500) {
      return stumbled(errand, permit, "answered " + status, permit.healthy() ? 1 : 0);
    }
    origins.answered(permit);
    return errand.tally().renewals() < MOST_RENEWALS
        ? renew(errand, status)
        : denied(errand, status);
  }

  private CompletionStage<FetchedPhoto> onFailure(
      PhotoErrand errand, Permit permit, HttpFailure failure) {
    if (failure instanceof RefusedException) {
      origins.answered(permit);
      return failed(PhotoOutcome.REFUSED, failure.getMessage());
    }
    if (failure instanceof TooLargeException) {
      origins.answered(permit);
      return failed(PhotoOutcome.TOO_LARGE, failure.getMessage());
    }
    if (failure instanceof UnresolvedException) {
      return away(errand.hostAway(), failure.getMessage());
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
      PhotoErrand errand, Permit permit, String reason, int count) {
    origins.stumbled(permit, reason);
    var next = count > 0 ? errand.failed(count) : errand.hostAway();
    if (next.tally().failures() >= MOST_FAILURES) {
      return failed(PhotoOutcome.UNREACHABLE, reason + ", after several tries");
    }
    return away(next, reason);
  }

  private CompletionStage<FetchedPhoto> away(PhotoErrand errand, String reason) {
    return errand.isHostAwayFor(LONGEST_OUTAGE)
        ? giveUpUnlessAllIsAway(errand, reason)
        : get(errand);
  }

  /** Without a network no photo is to blame: then the site does not answer either. */
  private CompletionStage<FetchedPhoto> giveUpUnlessAllIsAway(PhotoErrand errand, String reason) {
    return site.isThere()
        .thenCompose(
            there ->
                there
                    ? failed(
                        PhotoOutcome.UNREACHABLE,
                        "%s, for %d minutes".formatted(reason, LONGEST_OUTAGE.toMinutes()))
                    : get(errand.anew()));
  }

  /** The address may have expired: the page that shows the photo gives a new one. */
  private CompletionStage<FetchedPhoto> renew(PhotoErrand errand, int status) {
    return addresses
        .now(errand)
        .handle(
            (address, failure) ->
                failure == null
                    ? renewed(errand, status, address)
                    : withoutItsPage(status, failure))
        .thenCompose(next -> next);
  }

  private CompletionStage<FetchedPhoto> renewed(
      PhotoErrand errand, int status, Optional<URI> address) {
    if (address.isEmpty()) {
      return failed(PhotoOutcome.MISSING, status + ", and its post is gone");
    }
    return address.get().equals(errand.asked())
        ? denied(errand, status)
        : get(errand.to(address.get()));
  }

  /** A page that cannot be read costs this photo its new address, and others nothing. */
  private static CompletionStage<FetchedPhoto> withoutItsPage(int status, Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StrangePageException || cause instanceof UnavailableChannelException) {
        return failed(
            PhotoOutcome.UNREACHABLE,
            "%d, and its page gives no other address: %s".formatted(status, cause.getMessage()));
      }
    }
    return CompletableFuture.failedFuture(failure);
  }

  private CompletionStage<FetchedPhoto> denied(PhotoErrand errand, int status) {
    var next = errand.denied();
    return next.tally().denials() < DENIALS
        ? get(next)
        : failed(PhotoOutcome.MISSING, status + ", also at the address that its page gives now");
  }

  private static CompletionStage<FetchedPhoto> failed(PhotoOutcome outcome, String reason) {
    return CompletableFuture.completedFuture(new FetchedPhoto.Failed(outcome, reason, 0));
  }
}
