package io.sluice.embedding;

import io.sluice.child.ChildAnswer;
import io.sluice.child.ChildSpec;
import io.sluice.child.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what texts are about: a text goes in, a vector of 384 numbers and length one comes out, and
 * texts about the same have vectors that point the same way. It looks at {@link Excerpt} of each,
 * and knows English; other languages poorly.
 *
 * <p>The model, all-MiniLM-L6-v2 with numbers of 8 bits, runs in one child process, which starts
 * with the first text and ends when it has been idle. Texts that come while it is busy go to it
 * together. Thread-safe.
 */
public final class Embedder implements AutoCloseable {
  /** Changes with all that changes vectors. */
  public static final String VERSION = "all-minilm-l6-v2-q/1";

  private static final Logger LOG = LoggerFactory.getLogger(Embedder.class);
  private static final int TOGETHER = 32;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration IDLE = Duration.ofMinutes(5);

  /** Besides what its native code takes, of which the most is the model: 23 MB, held twice. */
  private static final long HEAP = 128L << 20;

  /** What native code keeps does not add up for ever. */
  private static final int REQUESTS = 100_000;

  private final NativeFiles files;
  private final Children children;
  private final ExecutorService thread;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean closed;

  private record Waiting(String text, CompletableFuture<float[]> vector) {}

  /**
   * No process starts yet.
   *
   * @param directory where the child puts its native code, from which it must be able to run: a
   *     temporary one often is not
   * @param threads texts that are worked on at once: as many as there are cores
   */
  public Embedder(Path directory, int threads) {
    files = NativeFiles.in(directory);
    var spec =
        new ChildSpec(
            "embeddings",
            EmbedTask.class,
            List.of(Integer.toString(threads)),
            HEAP,
            TOGETHER * EmbedTask.DIMENSIONS * Float.BYTES,
            REQUESTS,
            IDLE,
            List.of("-Djava.io.tmpdir=" + files.own()));
    children = new Children(spec, 1);
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              var made = new Thread(task, "embeddings");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * @return completes exceptionally with an {@link EmbeddingException} only, which may be the cause
   *     of a {@link java.util.concurrent.CompletionException}
   */
  public CompletionStage<float[]> embed(String text) {
    var vector = new CompletableFuture<float[]>();
    synchronized (this) {
      if (closed) {
        vector.completeExceptionally(ended());
        return vector;
      }
      waiting.add(new Waiting(Excerpt.of(text), vector));
      thread.execute(this::askForNext);
    }
    return vector.minimalCompletionStage();
  }

  /** In their order. */
  public CompletionStage<List<float[]>> embed(List<String> texts) {
    var vectors = texts.stream().map(text -> embed(text).toCompletableFuture()).toList();
    return CompletableFuture.allOf(vectors.toArray(CompletableFuture[]::new))
        .thenApply(done -> vectors.stream().map(CompletableFuture::join).toList());
  }

  private void askForNext() {
    var next = next();
    if (next.isEmpty()) {
      return;
    }
    try {
      ask(next);
    } catch (InterruptedException e) {
      fail(next, ended());
    } catch (IOException | RuntimeException e) {
      fail(next, new EmbeddingException("no embeddings: " + e.getMessage(), e));
    }
  }

  private synchronized List<Waiting> next() {
    var next = new ArrayList<Waiting>();
    while (next.size() < TOGETHER && !waiting.isEmpty()) {
      next.add(waiting.remove());
    }
    return next;
  }

  private void ask(List<Waiting> asked) throws IOException, InterruptedException {
    files.make();
    var texts = asked.stream().map(Waiting::text).toList();
    var answer = children.ask(EmbedTask.request(texts), LIMIT);
    if (answer instanceof ChildAnswer.Given given) {
      var vectors = EmbedTask.vectors(given.bytes(), asked.size());
      for (int i = 0; i < asked.size(); i++) {
        asked.get(i).vector().complete(vectors.get(i));
      }
    } else if (asked.size() > 1) {
      // Which of them it was is told by asking one by one.
      for (var one : asked) {
        ask(List.of(one));
      }
    } else {
      fail(asked, new EmbeddingException("its embedding " + ((ChildAnswer.Died) answer).how()));
    }
  }

  private static void fail(List<Waiting> all, EmbeddingException failure) {
    all.forEach(one -> one.vector().completeExceptionally(failure));
  }

  private static EmbeddingException ended() {
    return new EmbeddingException("this node ends, and makes no embeddings any more");
  }

  private void removeFiles() {
    try {
      files.remove();
    } catch (IOException e) {
      LOG.warn("{} cannot be removed, and is swept later: {}", files.own(), e.getMessage());
    }
  }

  /** Ends the child; texts that wait fail. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.shutdownNow();
    children.close();
    removeFiles();
    for (var left = next(); !left.isEmpty(); left = next()) {
      fail(left, ended());
    }
  }
}
