package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Abandoned;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Later;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobStore;
import io.sluice.blob.Sha256;
import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.HttpFailure;
import io.sluice.http.Redirect;
import io.sluice.http.RefusedException;
import io.sluice.http.RetryAfter;
import io.sluice.http.TooLargeException;
import io.sluice.http.TooSlowException;
import io.sluice.http.UnresolvedException;
import io.sluice.origin.OriginName;
import io.sluice.origin.Permit;
import io.sluice.origin.Priority;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gets a file of the web once, with its host's leave: an address goes in, and a draft of what is
 * there comes out, or why there is none. What may go better later leaves the stream until then.
 * Thread-safe.
 */
final class WebIntake {
  private static final int MOST_REDIRECTS = 5;

  /** A turn that does not come in this time is waited for outside the stream. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Longer, since all that was asked before would be asked again. */
  private static final Duration PATIENCE_ON_THE_WAY = Duration.ofSeconds(20);

  /** What an item may be put off, as it is counted: an answer that asks for it counts one. */
  static final int MOST_DELAYS = 30;

  /** What a broken connection counts, or an answer that tells of a fault of the server. */
  static final int BROKEN = 6;

  /** A trickle takes its whole time, so it counts for more. */
  static final int SLOW = 15;

  private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);

  /** Request Timeout, Misdirected Request, Too Early: those below 500 that may go better later. */
  private static final Set<Integer> PASSING = Set.of(408, 421, 425);

  private static final Set<Integer> MISSING = Set.of(404, 410);

  /** No Content, Reset Content, and a part that nobody asked for. */
  private static final Set<Integer> NOT_A_FILE = Set.of(204, 205, 206);

  private final WebAccess web;
  private final BlobStore blobs;
  private final boolean syncEach;
  private final Executor threads;

  /**
   * @param threads which may block
   */
  WebIntake(WebAccess web, BlobStore blobs, FileSync sync, Executor threads) {
    this.web = web;
    this.blobs = blobs;
    this.syncEach = sync == FileSync.EACH;
    this.threads = threads;
  }

  /**
   * An item on its way.
   *
   * @param address that it has
   * @param next where it is asked for now: there, or where a redirect leads
   * @param left of its time
   */
  private record Errand(ItemWork work, URI address, URI next, int redirects, Duration left) {
    Errand to(URI other) {
      return new Errand(work, address, other, redirects + 1, left);
    }

    Errand after(long nanos) {
      return new Errand(work, address, next, redirects, left.minusNanos(nanos));
    }

    int delays() {
      return work.item().delays();
    }
  }

  CompletionStage<ItemOutcome<FileContent>> read(ItemWork work, URI address) {
    return get(new Errand(work, address, address, 0, web.settings().timeout()));
  }

  private CompletionStage<ItemOutcome<FileContent>> get(Errand errand) {
    var origin = WebAddress.origin(errand.next());
    if (origin.isEmpty()) {
      return is(new Failed<>("refused", errand.next() + " names no host"));
    }
    if (!errand.work().wanted().getAsBoolean()) {
      return is(new Abandoned<>());
    }
    var closed = web.origins().closedUntil(origin.get());
    return closed.isPresent()
        ? is(new Later<>(closed.get().plus(some(SHORTEST_DELAY))))
        : inTurn(errand, origin.get());
  }

  private CompletionStage<ItemOutcome<FileContent>> inTurn(Errand errand, OriginName origin) {
    var patience = errand.redirects() == 0 ? PATIENCE : PATIENCE_ON_THE_WAY;
    return web.origins()
        .acquire(origin, Priority.BACKFILL, patience)
        .thenCompose(
            permit ->
                permit.isPresent()
                    ? send(errand, permit.get())
                    : is(new Later<>(Instant.now().plus(SHORTEST_DELAY).plus(some(PATIENCE)))));
  }

  private CompletionStage<ItemOutcome<FileContent>> send(Errand errand, Permit permit) {
    if (errand.left().isNegative() || errand.left().isZero()) {
      web.origins().answered(permit);
      return is(new Failed<>("too_slow", "its redirects took all of WEB_FILE_TIMEOUT"));
    }
    long began = System.nanoTime();
    return web.http()
        .get(errand.next(), new Bounds(web.settings().maxBytes(), errand.left()))
        .handle(
            (answer, failure) ->
                failure == null
                    ? onAnswer(errand.after(System.nanoTime() - began), permit, answer)
                    : onFailure(errand, permit, HttpFailure.unwrapped(failure)))
        .thenCompose(next -> next);
  }

  private CompletionStage<ItemOutcome<FileContent>> onAnswer(
      Errand errand, Permit permit, Answer answer) {
    int status = answer.status();
    if (status / 100 == 2 && !NOT_A_FILE.contains(status)) {
      web.origins().answered(permit);
      return CompletableFuture.supplyAsync(() -> content(errand, answer.body()), threads)
          .whenComplete((content, failure) -> answer.close());
    }
    answer.close();
    var told = "answered " + status;
    if (RetryAfter.isAskedBy(answer)) {
      var wait = RetryAfter.of(answer::header);
      web.origins().flooded(permit, wait, told);
      return again(errand, 1, wait.orElse(SHORTEST_DELAY), "unreachable", told);
    }
    if (status >= 500 || PASSING.contains(status)) {
      web.origins().stumbled(permit, told);
      return again(errand, BROKEN, delay(errand), "unreachable", told);
    }
    web.origins().answered(permit);
    var next = Redirect.of(answer);
    if (next.isPresent() && errand.redirects() < MOST_REDIRECTS) {
      return follow(errand, next.get());
    }
    return is(denied(status, next.isPresent()));
  }

  /** To the address that all have in common which are equal to that one: it has one host. */
  private CompletionStage<ItemOutcome<FileContent>> follow(Errand errand, URI next) {
    try {
      return get(errand.to(WebAddress.of(next.toString())));
    } catch (URISyntaxException e) {
      return is(new Failed<>("refused", "it sends us on to no address of the web"));
    }
  }

  private static Failed<FileContent> denied(int status, boolean redirected) {
    if (redirected) {
      var most = "it sends us on more than %d times".formatted(MOST_REDIRECTS);
      return new Failed<>("refused by the server", most);
    }
    var reason =
        MISSING.contains(status)
            ? "missing"
            : NOT_A_FILE.contains(status) ? "no file" : "refused by the server";
    return new Failed<>(reason, "answered " + status);
  }

  private CompletionStage<ItemOutcome<FileContent>> onFailure(
      Errand errand, Permit permit, HttpFailure failure) {
    var reason = failure.getMessage();
    if (failure instanceof RefusedException) {
      web.origins().answered(permit);
      return is(new Failed<>("refused", reason));
    }
    if (failure instanceof TooLargeException) {
      web.origins().answered(permit);
      return is(new Failed<>("too_large", reason));
    }
    if (!(failure instanceof UnresolvedException)) {
      web.origins().stumbled(permit, reason);
    }
    return failure instanceof TooSlowException
        ? again(errand, SLOW, delay(errand), "too_slow", reason)
        : again(errand, BROKEN, delay(errand), "unreachable", reason);
  }

  /**
   * @param count how much this counts against the item
   */
  private static CompletionStage<ItemOutcome<FileContent>> again(
      Errand errand, int count, Duration wait, String reason, String detail) {
    return is(
        errand.delays() + count < MOST_DELAYS
            ? new Later<>(Instant.now().plus(wait).plus(some(SHORTEST_DELAY)), count)
            : new Failed<>(reason, detail + ", after several tries"));
  }

  /** Four times as long with each failure. */
  private static Duration delay(Errand errand) {
    return SHORTEST_DELAY.multipliedBy(1L << 2 * (errand.delays() / BROKEN));
  }

  /** Up to so long: what was put off together comes one by one. */
  private static Duration some(Duration most) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis()));
  }

  private ItemOutcome<FileContent> content(Errand errand, byte[] body) {
    var draft = blobs.draft(errand.work().run());
    boolean whole = false;
    try {
      draft.write(ByteBuffer.wrap(body));
      draft.end();
      if (syncEach) {
        draft.sync();
      }
      var type = FileContent.type(body);
      var name = WebAddress.fileName(errand.address());
      var content = new FileContent(draft, Sha256.of(body), body.length, type, name);
      whole = true;
      return new Passed<>(content, body.length);
    } finally {
      if (!whole) {
        draft.close();
      }
    }
  }

  private static CompletionStage<ItemOutcome<FileContent>> is(ItemOutcome<FileContent> outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
