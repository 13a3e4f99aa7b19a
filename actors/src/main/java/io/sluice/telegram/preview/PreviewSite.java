package io.sluice.telegram.preview;

import io.sluice.http.GuardedHttp;
import io.sluice.metrics.Stages;
import io.sluice.origin.Origins;
import io.sluice.origin.Priority;
import io.sluice.telegram.preview.PreviewRequests.Reply;
import io.sluice.telegram.preview.PreviewRequests.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The preview site: asked for a page of a channel's history, it gives it, however often it must be
 * asked until it can be believed. A page that cannot be had at all fails with an exception that
 * says so. One for a node; thread-safe.
 */
final class PreviewSite {
  private static final Logger LOG = LoggerFactory.getLogger(PreviewSite.class);

  /** How often a page that should not be so must be so before it is believed. */
  private static final int TRIES = 3;

  /** The same for a channel that is denied while another is shown: a ban may end in between. */
  private static final int DENIALS = 2;

  private static final Duration SOON = Duration.ofSeconds(30);

  private final PreviewSettings settings;
  private final PreviewRequests requests;
  private final Origins origins;
  private final PreviewAliases aliases;
  private final StrangePages strange;
  private final Previews.Threads threads;

  PreviewSite(
      PreviewSettings settings,
      GuardedHttp http,
      Origins origins,
      PreviewAliases aliases,
      Previews.Threads threads,
      Stages stages) {
    this.settings = settings;
    this.origins = origins;
    this.aliases = aliases;
    this.threads = threads;
    requests = new PreviewRequests(settings.site(), http, origins, threads.pages(), stages);
    strange = new StrangePages(settings.strangePages());
  }

  /**
   * What is asked for.
   *
   * @param before the cursor of a page before; empty for the newest page
   * @param priority whether it goes before others
   * @param postsExpected whether an answer without posts is to be doubted
   * @param patient whether the channel was read before, and what denies it now may pass: then it is
   *     waited for, and no failure is final
   */
  record Query(
      String name, OptionalLong before, Priority priority, boolean postsExpected, boolean patient) {

    private Wish wish() {
      return new Wish(name, before, priority, patient);
    }
  }

  /**
   * How often in a row the site answered what is hard to believe.
   *
   * @param tries pages without posts, or of a strange form
   * @param denials pages that deny the channel while the canary was shown
   */
  private record Doubts(int tries, int denials) {
    static final Doubts NONE = new Doubts(0, 0);

    Doubts once() {
      return new Doubts(tries + 1, denials);
    }

    Doubts denied() {
      return new Doubts(tries, denials + 1);
    }
  }

  /** A page with posts, or the certainty that there are none. */
  CompletionStage<PreviewPage> history(Query query) {
    return again(query, Doubts.NONE);
  }

  /** The same, but empty if its turn has not come within the patience. */
  CompletionStage<Optional<PreviewPage>> history(Query query, Duration patience) {
    return requests
        .ask(query.wish(), patience)
        .thenCompose(
            reply ->
                reply.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : judge(query, reply.get(), Doubts.NONE).thenApply(Optional::of));
  }

  /** Whether it answers at all; waits until it does, and then says whether that took long. */
  CompletionStage<Boolean> isThere() {
    long began = System.nanoTime();
    return requests
        .ask(canary(true))
        .thenApply(
            reply -> {
              origins.answered(reply.permit());
              return System.nanoTime() - began < SOON.toNanos();
            });
  }

  private CompletionStage<PreviewPage> again(Query query, Doubts doubts) {
    return requests.ask(query.wish()).thenCompose(reply -> judge(query, reply, doubts));
  }

  private CompletionStage<PreviewPage> judge(Query query, Reply reply, Doubts doubts) {
    if (reply.page() instanceof PreviewPage.Strange unknown) {
      return doubtful(query, reply, unknown.reason(), doubts.once());
    }
    if (reply.page() instanceof PreviewPage.NoPosts
        && query.postsExpected()
        && doubts.once().tries() < TRIES) {
      origins.flooded(
          reply.permit(), Optional.empty(), "no posts where @" + query.name() + " has some");
      return again(query, doubts.once());
    }
    if (reply.page() instanceof PreviewPage.Landing landing) {
      return landing.kind() == PreviewPage.Landing.Kind.CONTACT
          ? missingOrBanned(query, reply, doubts)
          : unavailable(query, reply, landing.kind());
    }
    origins.answered(reply.permit());
    return reply.page() instanceof PreviewPage.Posts posts
        ? aliases.seen(query.name(), posts).thenCompose(other -> unlessOther(posts, other))
        : CompletableFuture.completedFuture(reply.page());
  }

  private static CompletionStage<PreviewPage> unlessOther(
      PreviewPage page, Optional<OtherChannelException> other) {
    return other
        .<CompletionStage<PreviewPage>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> CompletableFuture.completedFuture(page));
  }

  private CompletionStage<PreviewPage> doubtful(
      Query query, Reply reply, String reason, Doubts doubts) {
    if (doubts.tries() < TRIES) {
      origins.stumbled(reply.permit(), reason);
      return again(query, doubts);
    }
    origins.answered(reply.permit());
    return CompletableFuture.supplyAsync(
            () -> strange.keep(query.name(), reply.body()), threads.files())
        .thenCompose(
            kept ->
                failed(
                    query,
                    new StrangePageException(
                        "@%s: %s has a form that this program does not know (%s); %s"
                            .formatted(query.name(), reply.uri(), reason, kept))));
  }

  /** To one who is banned, the site denies every channel: then it denies the canary as well. */
  private CompletionStage<PreviewPage> missingOrBanned(Query query, Reply reply, Doubts doubts) {
    LOG.debug("@{} is said not to be there: asking for @{}", query.name(), settings.canary());
    return requests
        .ask(canary(query.patient()))
        .thenCompose(
            canary -> {
              if (isDenied(canary.page())) {
                origins.flooded(
                    canary.permit(),
                    Optional.empty(),
                    "not even @%s is shown: a ban for a while".formatted(settings.canary()));
                return again(query, Doubts.NONE);
              }
              origins.answered(canary.permit());
              return doubts.denied().denials() < DENIALS
                  ? again(query, doubts.denied())
                  : unavailable(query, reply, PreviewPage.Landing.Kind.CONTACT);
            });
  }

  private Wish canary(boolean patient) {
    return new Wish(settings.canary(), OptionalLong.empty(), Priority.LIVE, patient);
  }

  private static boolean isDenied(PreviewPage page) {
    return page instanceof PreviewPage.Landing landing
        && landing.kind() == PreviewPage.Landing.Kind.CONTACT;
  }

  private CompletionStage<PreviewPage> unavailable(
      Query query, Reply reply, PreviewPage.Landing.Kind kind) {
    origins.answered(reply.permit());
    return failed(query, UnavailableChannelException.of(query.name(), kind));
  }

  private static CompletionStage<PreviewPage> failed(Query query, IOException failure) {
    return CompletableFuture.failedFuture(
        query.patient() ? new IOException(failure.getMessage(), failure) : failure);
  }
}
