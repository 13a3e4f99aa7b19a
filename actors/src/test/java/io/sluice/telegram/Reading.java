package io.sluice.telegram;

import com.typesafe.config.ConfigFactory;
import io.sluice.channel.Arrival;
import io.sluice.export.ExportBounds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;

/** What a stream gave until it ended, and why it failed; null if it did not. */
record Reading(List<Arrival<ExportCursor>> arrivals, Throwable failure) {
  static final ExportOptions EVERYTHING = ExportOptions.everything(ZoneOffset.UTC);

  /** Actors with what sources need of the program's dispatchers. */
  static ActorTestKit kit() {
    return ActorTestKit.create(
        ConfigFactory.parseString(
            """
            sluice.source-dispatcher {
              type = Dispatcher
              executor = "thread-pool-executor"
              thread-pool-executor.fixed-pool-size = 2
            }
            """));
  }

  static Reading of(ActorSystem<?> system, ExportSource source, Optional<ExportCursor> cursor) {
    var arrivals = new ArrayList<Arrival<ExportCursor>>();
    try {
      source.messagesAfter(cursor).runForeach(arrivals::add, system).toCompletableFuture().join();
      return new Reading(arrivals, null);
    } catch (CompletionException e) {
      return new Reading(arrivals, e.getCause());
    }
  }

  static ExportSource firstChat(Path path, ExportOptions options) throws IOException {
    return new ExportSource(ExportIndex.of(path, ExportBounds.NONE).chats().get(0), options);
  }

  List<Long> ids() {
    return arrivals.stream()
        .filter(arrival -> !arrival.isMark())
        .map(arrival -> arrival.message().id())
        .toList();
  }

  /** What could not become a message, as the last cursor tells it. */
  Map<String, Long> passedOver() {
    return arrivals.isEmpty() ? Map.of() : cursor(arrivals.size() - 1).passedOver();
  }

  ExportCursor cursor(int behind) {
    return arrivals.get(behind).after();
  }
}
