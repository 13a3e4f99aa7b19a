package io.sluice.telegram.preview;

import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpFailure;
import io.sluice.http.RefusedException;
import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import io.sluice.origin.Permit;
import io.sluice.origin.Priority;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The preview site: asked for a page of a channel's history, it gives it, however often it must be
 * asked. A page that cannot be had at all fails with an exception that says so. One for a node;
 * thread-safe.
 */
final class PreviewSite {
  private static final Logger LOG = LoggerFactory.getLogger(PreviewSite.class);
  private static final int MOST_PAGE_BYTES = 4 << 20;
  private static final Duration PAGE_TIME = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 5;
  private static final int TEMPORARILY_OUT = 503;

  /** How often a page that should not be so must be so before it is believed. */
  private static final int TRIES = 3;

  /** The same for a channel that is denied while another is shown: a ban may end in between. */
  private static final int DENIALS = 2;

  private final PreviewSettings settings;
  private final GuardedHttp http;
  private final Origins origins;
  private final OriginName origin;
  private final PreviewAliases aliases;
  private final StrangePages strange;
  private final FirstContact contact;

  PreviewSite(PreviewSettings settings, GuardedHttp http, Origins origins, PreviewAliases aliases) {
    this.settings = settings;
    this.http = http;
    this.origins = origins;
    this.aliases = aliases;
    origin = new OriginName(OriginName.Kind.TELEGRAM_PAGE, settings.site().getRawAuthority());
    strange = new StrangePages(settings.strangePages());
    contact = new FirstContact(settings.site());
  }

  /**
   * What is asked for.
   *
   * @param before the cursor of a page before; empty for the newest page
   * @param priority whether it goes before others
   * @param postsExpected whether an answer without posts is to be doubted
   * @param patient whether to wait also for a site that never answered yet
   */
  record Query(
      String name, OptionalLong before, Priority priority, boolean postsExpected, boolean patient) {

    private String path() {
      return "/s/" + name + (before.isPresent() ? "?before=" + before.getAsLong() : "");
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

  /** An answer that came, before anybody judged it. */
  private record Reply(Permit permit, URI uri, PreviewPage page, byte[] body) {}

  /** A page with posts, or the certainty that there are none. */
  CompletionStage<PreviewPage> history(Query query) {
    return origins
        .acquire(origin, query.priority())
        .thenCompose(permit -> history(query, permit, Doubts.NONE));
  }

  /** The same, but empty if its turn has not come within the patience. */
  CompletionStage<Optional<PreviewPage>> history(Query query, Duration patience) {
    return origins
        .acquire(origin, query.priority(), patience)
        .thenCompose(
            permit ->
                permit.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : history(query, permit.get(), Doubts.NONE).thenApply(Optional::of));
  }

  private CompletionStage<PreviewPage> history(Query query, Permit permit, Doubts doubts) {
    return ask(query, permit, settings.site().resolve(query.path()), 0)
        .thenCompose(reply -> judge(query, reply, doubts));
  }

  private CompletionStage<PreviewPage> again(Query query, Doubts doubts) {
    return origins
        .acquire(origin, query.priority())
        .thenCompose(permit -> history(query, permit, doubts));
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
    if (reply.page() instanceof PreviewPage.Posts posts) {
      aliases.seen(query.name(), posts.channelId());
    }
    return CompletableFuture.completedFuture(reply.page());
  }

  private CompletionStage<PreviewPage> doubtful(
      Query query, Reply reply, String reason, Doubts doubts) {
    if (doubts.tries() < TRIES) {
      origins.stumbled(reply.permit(), reason);
      return again(query, doubts);
    }
    origins.answered(reply.permit());
    return CompletableFuture.failedFuture(
        new StrangePageException(
            "@%s: %s has a form that this program does not know (%s); %s"
                .formatted(
                    query.name(), reply.uri(), reason, strange.keep(query.name(), reply.body()))));
  }

  /** To one who is banned, the site denies every channel: then it denies the canary as well. */
  private CompletionStage<PreviewPage> missingOrBanned(Query query, Reply reply, Doubts doubts) {
    LOG.debug("@{} is said not to be there: asking for @{}", query.name(), settings.canary());
    return origins
        .acquire(origin, Priority.LIVE)
        .thenCompose(
            permit -> ask(query, permit, settings.site().resolve("/s/" + settings.canary()), 0))
        .thenCompose(
            canary -> {
              if (canary.page() instanceof PreviewPage.Posts) {
                origins.answered(canary.permit());
                return doubts.denied().denials() < DENIALS
                    ? again(query, doubts.denied())
                    : unavailable(query, reply, PreviewPage.Landing.Kind.CONTACT);
              }
              origins.flooded(
                  canary.permit(),
                  Optional.empty(),
                  "not even @%s is shown: a ban for a while".formatted(settings.canary()));
              return again(query, Doubts.NONE);
            });
  }

  private CompletionStage<PreviewPage> unavailable(
      Query query, Reply reply, PreviewPage.Landing.Kind kind) {
    origins.answered(reply.permit());
    return CompletableFuture.failedFuture(UnavailableChannelException.of(query.name(), kind));
  }

  /** Asks until there is an answer that is more than a refusal to talk. */
  private CompletionStage<Reply> ask(Query query, Permit permit, URI uri, int redirects) {
    if (!query.patient()) {
      var given = contact.givenUp();
      if (given.isPresent()) {
        return CompletableFuture.failedFuture(given.get());
      }
    }
    return http.get(uri, new Bounds(MOST_PAGE_BYTES, contact.time(PAGE_TIME), 0))
        .handle(
            (answer, failure) ->
                failure == null
                    ? onAnswer(query, permit, uri, redirects, answer)
                    : onFailure(query, permit, uri, redirects, HttpFailures.of(failure)))
        .thenCompose(next -> next);
  }

  private CompletionStage<Reply> askAgain(Query query, URI uri, int redirects) {
    return origins
        .acquire(origin, query.priority())
        .thenCompose(permit -> ask(query, permit, uri, redirects));
  }

  private CompletionStage<Reply> onFailure(
      Query query, Permit permit, URI uri, int redirects, HttpFailure failure) {
    if (failure instanceof RefusedException) {
      return CompletableFuture.failedFuture(
          new UnreachableSiteException(
              "%s must not be asked: %s; if it is yours, put its address in ALLOWED_ADDRESSES"
                  .formatted(settings.site(), failure.getMessage()),
              failure));
    }
    origins.stumbled(permit, failure.getMessage());
    contact.failed(failure);
    var given = query.patient() ? Optional.<UnreachableSiteException>empty() : contact.givenUp();
    return given.isPresent()
        ? CompletableFuture.failedFuture(given.get())
        : askAgain(query, uri, redirects);
  }

  private CompletionStage<Reply> onAnswer(
      Query query, Permit permit, URI uri, int redirects, Answer answer) {
    try (answer) {
      contact.made();
      int status = answer.status();
      if (status == RetryAfter.TOO_MANY_REQUESTS || status == TEMPORARILY_OUT) {
        origins.flooded(permit, RetryAfter.of(answer), "answered " + status);
        return askAgain(query, uri, redirects);
      }
      if (status >= 500) {
        origins.stumbled(permit, "answered " + status);
        return askAgain(query, uri, redirects);
      }
      var location = answer.header("location");
      if (status / 100 == 3 && location.isPresent()) {
        return follow(query, permit, uri, redirects, location.get());
      }
      // The status tells nothing: a page that denies a channel may come with 200.
      var html = new String(answer.body(), StandardCharsets.UTF_8);
      return CompletableFuture.completedFuture(
          new Reply(permit, uri, PreviewPage.parse(html, uri), answer.body()));
    }
  }

  private CompletionStage<Reply> follow(
      Query query, Permit permit, URI uri, int redirects, String location) {
    URI next;
    try {
      next = uri.resolve(location);
    } catch (IllegalArgumentException e) {
      next = null;
    }
    if (next == null
        || redirects == MOST_REDIRECTS
        || !settings.site().getRawAuthority().equalsIgnoreCase(next.getRawAuthority())) {
      var page = new PreviewPage.Strange("it sends us on to " + location);
      return CompletableFuture.completedFuture(new Reply(permit, uri, page, new byte[0]));
    }
    origins.answered(permit);
    return askAgain(query, next, redirects + 1);
  }
}
