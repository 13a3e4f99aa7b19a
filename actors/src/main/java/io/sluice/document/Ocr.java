package io.sluice.document;

import com.typesafe.config.Config;
import io.sluice.category.NewTexts;
import io.sluice.category.Sample;
import io.sluice.ledger.document.OcrDocuments;
import io.sluice.ledger.document.OcrPages;
import io.sluice.persistence.Database;
import io.sluice.task.LeaseWorker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A node's part in reading pictures of text. */
public final class Ocr {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** The phase in which it is stopped lasts five seconds. */
  private static final Duration STOP = Duration.ofMillis(4_500);

  private Ocr() {}

  /**
   * Reads pictures of text from now on, if that is switched on.
   *
   * @param texts which are to be classified
   */
  public static void begin(
      ActorSystem<?> system, Database database, NewTexts texts, Config config) {
    if (!OcrSettings.isOn(config)) {
      return;
    }
    var settings = OcrSettings.from(config);
    var threads = threads(settings.workers());
    var node =
        new OcrNode(
            new OcrPages(database),
            Tesseract.installed(),
            settings,
            DocumentSettings.from(config).withText(),
            then(texts),
            threads,
            LEASE);
    var jdbc = system.dispatchers().lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
    var worker =
        system.systemActorOf(
            LeaseWorker.create(new PageTasks(node), jdbc, LEASE), "ocr", Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "ocr",
            () ->
                AskPattern.<LeaseWorker.Command, Done>ask(
                        worker, LeaseWorker.Leave::new, STOP, system.scheduler())
                    .exceptionally(failure -> Done.getInstance())
                    .whenComplete((done, failure) -> threads.shutdownNow()));
  }

  static OcrDocuments.Then then(NewTexts texts) {
    return new OcrDocuments.Then() {
      @Override
      public OcrDocuments.Known known(String text) {
        return new OcrDocuments.Known(TextKey.hash(text), Sample.of(text));
      }

      @Override
      public void classify(Connection connection, byte[] textHash) throws SQLException {
        texts.add(connection, textHash);
      }
    };
  }

  private static ExecutorService threads(int workers) {
    var numbers = new AtomicInteger();
    return Executors.newFixedThreadPool(
        workers,
        task -> {
          var thread = new Thread(task, "ocr-" + numbers.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
