package io.sluice.http;

import io.sluice.http.Connection.Peer;
import io.sluice.http.Exchange.Asker;
import io.sluice.http.Exchange.Received;
import io.sluice.http.Request.Method;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request: it comes in, an {@link Answer} or an {@link HttpFailure} goes out, and what was
 * taken on the way is given back.
 */
final class Fetch implements Asker {
  private final GuardedHttp http;
  private final Request request;
  private final Bounds bounds;
  private final TimeLimit time;
  private final ByteBudget.Share share;
  private final CompletableFuture<Answer> result = new CompletableFuture<>();

  /** Taken out by whoever cuts it or gives it back: afterwards it may be another's. */
  private final AtomicReference<Connection> connection = new AtomicReference<>();

  private volatile boolean answering;

  Fetch(GuardedHttp http, Request request, Bounds bounds) {
    this.http = http;
    this.request = request;
    this.bounds = bounds;
    time = new TimeLimit(http.system(), bounds.time(), this::timeIsUp);
    share = http.budget().share();
  }

  CompletionStage<Answer> answer() {
    ask()
        // What comes after it is not the work of the connections' threads.
        .whenCompleteAsync(
            (answer, problem) -> {
              if (problem == null) {
                succeed(answer);
              } else {
                fail(HttpFailure.of(problem, request.uri().getHost()));
              }
            },
            http.system().executionContext());
    return result.minimalCompletionStage();
  }

  private void succeed(Answer answer) {
    time.pause();
    if (!result.complete(answer)) {
      answer.close();
    }
  }

  private void timeIsUp() {
    var seconds = bounds.time().toMillis() / 1000.0;
    var open = connection.get();
    var where = open == null ? "" : open + ": ";
    fail(new TooSlowException(where + "the answer was not complete within " + seconds + " s"));
  }

  private void fail(HttpFailure failure) {
    time.pause();
    failure.setAnswering(answering || failure.isAnswering());
    if (result.completeExceptionally(failure)) {
      share.close();
      cut(connection.getAndSet(null));
    }
  }

  private static void cut(Connection mine) {
    if (mine != null) {
      mine.cut();
    }
  }

  private CompletionStage<Answer> ask() {
    try {
      var destination = Destination.of(request.uri());
      return http.addresses(destination)
          .thenCompose(addresses -> send(destination, addresses))
          .thenApply(received -> answer(destination, received));
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Tries the addresses in their order until one can be reached. */
  private CompletionStage<Received> send(Destination to, List<InetAddress> addresses) {
    var peer = Peer.of(to, addresses.get(0));
    var used = http.connections().take(peer);
    var others = addresses.subList(1, addresses.size());
    boolean kept = used.isUsed();
    return send(to, used)
        .exceptionallyCompose(
            problem -> {
              var failure = HttpFailure.of(problem, to.host());
              return kept && isWorthAnother(failure)
                  ? send(to, http.connections().open(peer))
                  : CompletableFuture.failedFuture(failure);
            })
        .exceptionallyCompose(
            problem -> {
              var failure = HttpFailure.of(problem, to.host());
              return failure instanceof UnreachableException && !others.isEmpty() && !isOver()
                  ? send(to, others)
                  : CompletableFuture.failedFuture(failure);
            });
  }

  /** Its server may have closed a connection that was kept just when it was used again. */
  private boolean isWorthAnother(HttpFailure failure) {
    return request.method() == Method.GET
        && failure instanceof BrokenOffException
        && !answering
        && !failure.isAnswering()
        && !isOver();
  }

  private CompletionStage<Received> send(Destination to, Connection used) {
    use(used);
    // Not before: that the resolver is slow, or this machine, is not the server's doing.
    time.run();
    return used.send(request, to.target(), bounds, this);
  }

  private boolean isOver() {
    return result.isDone();
  }

  private void use(Connection next) {
    connection.set(next);
    // The time may have been up before there was anything to cut.
    if (isOver()) {
      cut(connection.getAndSet(null));
    }
  }

  private Answer answer(Destination from, Received received) {
    var mine = connection.getAndSet(null);
    if (request.last()) {
      cut(mine);
    } else if (mine != null && mine.isOpen()) {
      http.connections().giveBack(mine);
    }
    return new Answer(from.uri(), received.head(), received.content(), share::close);
  }

  @Override
  public void answering() {
    answering = true;
  }

  @Override
  public long totalBytes() {
    return http.budget().totalBytes();
  }

  /** The wait for what is the node's is this node's slowness, not the server's. */
  @Override
  public CompletableFuture<Void> more(long bytes) {
    var turn = share.more(bytes).toCompletableFuture();
    if (turn.isDone()) {
      return turn;
    }
    time.pause();
    return turn.thenRun(
        () -> {
          if (!isOver()) {
            time.run();
          }
        });
  }

  @Override
  public void reduceTo(long bytes) {
    share.reduceTo(bytes);
  }
}
