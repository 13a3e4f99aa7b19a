package io.sluice.tests.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** Listens to a node's events so many times at once, until it is closed, and counts them. */
final class EventClients implements AutoCloseable {
  private static final int EVENT = "\nevent: ".length();

  /** They go on when this is closed: connections are closed by them. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          2,
          task -> {
            var thread = new Thread(task, "event-clients");
            thread.setDaemon(true);
            return thread;
          });

  private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
  private final List<CompletableFuture<?>> streams = new ArrayList<>();
  private final Queue<Flow.Subscription> listening = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();

  EventClients(URI uri, int clients) {
    for (int client = 0; client < clients; client++) {
      streams.add(
          http.sendAsync(
              HttpRequest.newBuilder(uri).build(), BodyHandlers.fromSubscriber(new Listener())));
    }
  }

  /** One that can stop: the connection of a request that is only given up stays open. */
  private final class Listener implements Flow.Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      listening.add(subscription);
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      pieces.forEach(piece -> count(StandardCharsets.UTF_8.decode(piece).toString()));
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  private void count(String piece) {
    bytes.addAndGet(piece.length());
    if (piece.length() > EVENT && piece.contains("event: status")) {
      looks.incrementAndGet();
    }
  }

  /** Events of the node's status that came, one a second for each client; those cut in two lack. */
  long statuses() {
    return looks.get();
  }

  long bytes() {
    return bytes.get();
  }

  boolean allListen() {
    return looks.get() >= streams.size() && streams.stream().noneMatch(CompletableFuture::isDone);
  }

  @Override
  public void close() {
    listening.forEach(Flow.Subscription::cancel);
  }
}
