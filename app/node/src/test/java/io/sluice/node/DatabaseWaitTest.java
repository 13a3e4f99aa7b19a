package io.sluice.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sluice.persistence.BegunLog;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.Gate;
import io.sluice.persistence.TestDatabase;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseWaitTest {

  /** The first that is logged of a database: others may wait for theirs at the same time. */
  private static final class First extends AppenderBase<ILoggingEvent> {
    private final CompletableFuture<String> message = new CompletableFuture<>();
    private final String database;

    private First(DatabaseAddress database) {
      this.database = database.toString();
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getFormattedMessage().contains(database)) {
        message.complete(event.getFormattedMessage());
      }
    }
  }

  @Test
  void a_command_waits_for_a_server_that_takes_its_time_and_says_so() throws Exception {
    var log = BegunLog.of(DatabaseWait.class);
    var address = TestDatabase.create();
    var gate = Gate.before(address);
    var slow = gate.to(address);
    var told = new First(slow);
    told.start();
    log.addAppender(told);
    try (gate) {
      gate.freeze(true);
      var settings = new DatabaseSettings(Optional.of(slow), Path.of(""), 2);
      var opened =
          CompletableFuture.supplyAsync(
              () -> DatabaseWait.WHILE_SLOW.open(slow, settings, () -> false));
      assertThat(told.message.get(1, TimeUnit.MINUTES))
          .isEqualTo(
              "Waits up to 60 s: database %s gave no connection in time: it or this machine is"
                  + " busy, it does not answer, or all connections of this node are in use",
              slow);
      gate.freeze(false);
      try (var database = opened.get(2, TimeUnit.MINUTES).orElseThrow()) {
        assertThat(TestDatabase.count(address, "SELECT count(*) FROM sluice.node")).isZero();
        assertThat(database.address()).isEqualTo(slow);
      }
    } finally {
      log.detachAppender(told);
    }
  }
}
