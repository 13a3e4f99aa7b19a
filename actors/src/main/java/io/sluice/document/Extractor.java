package io.sluice.document;

import io.sluice.child.ChildAnswer;
import io.sluice.child.ChildSpec;
import io.sluice.child.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads documents in child processes that stay warm, as many at once as there are workers: a name
 * and bytes go in, what was read of them comes out, or how they ended their child. Thread-safe.
 */
public final class Extractor implements AutoCloseable {
  /** What children keep of their documents does not add up for ever. */
  private static final int DOCUMENTS = 10_000;

  /** Their code is compiled anew in a new one. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  /** Between the end that a child makes of a document and the one that it cannot overlook. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  /** Six bytes a character in the worst case, and all that is told besides. */
  private static final int WIDEST = 6;

  private static final int BESIDES = 16 << 20;

  private final Children children;
  private final ExecutorService threads;
  private final DocumentPasswords passwords;
  private final Duration limit;
  private final boolean withPictures;

  public Extractor(DocumentSettings settings) {
    withPictures = settings.limits().pictures() > 0;
    // Where drawing takes too long, a child reads twice.
    limit = settings.limits().time().multipliedBy(withPictures ? 2 : 1).plus(GRACE);
    passwords = new DocumentPasswords(settings.passwords());
    children = new Children(spec(settings), settings.workers());
    var numbers = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            settings.workers(),
            task -> {
              var thread = new Thread(task, "extract-" + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  private static ChildSpec spec(DocumentSettings settings) {
    return new ChildSpec(
        "documents",
        ExtractTask.class,
        settings.limits().arguments(),
        settings.heapBytes(),
        longest(settings),
        DOCUMENTS,
        IDLE,
        // They live long, so that the second compiler is worth its time.
        List.of(
            "-XX:TieredStopAtLevel=4",
            "-Dpdfbox.fontcache=" + settings.fonts(),
            // Parsers complain of each font that is missing, and nobody reads it.
            "-Dlogback.configurationFile=io/sluice/document/silence.xml",
            "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory"));
  }

  private static int longest(DocumentSettings settings) {
    var limits = settings.limits();
    long characters = limits.characters() + ExtractBudget.names(limits);
    long pictures = limits.pictures() > 0 ? PagePictures.longest(settings.heapBytes()) : 0;
    return (int) Math.min(Integer.MAX_VALUE - 8, characters * WIDEST + BESIDES + pictures);
  }

  /** Completes with what has become of it; fails if a child cannot be started. */
  public CompletionStage<ChildAnswer> read(String name, byte[] document) {
    return CompletableFuture.supplyAsync(() -> ask(name, document), threads);
  }

  /** What drawing its pages costs it is their pictures, and no more. */
  private ChildAnswer ask(String name, byte[] document) {
    var answer = ask(name, document, withPictures);
    return withPictures && answer instanceof ChildAnswer.Died ? ask(name, document, false) : answer;
  }

  private ChildAnswer ask(String name, byte[] document, boolean pictures) {
    try {
      var tried = passwords.current();
      return children.ask(ExtractTask.request(name, tried, pictures, document), limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a document was read", e);
    }
  }

  /** Ends those that are idle; those at work end with their document. */
  @Override
  public void close() {
    children.close();
    threads.shutdown();
  }
}
