package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.persistence.BegunLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class SettledLogTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Logger logger = BegunLog.of(SettledLogTest.class);
  private final SettledLog log = new SettledLog(logger, "batch", nanos::get);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private Level level;

  @BeforeEach
  void listen() {
    level = logger.getLevel();
    logger.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(level);
  }

  @Test
  void tells_once_a_second_what_was_settled() {
    log.add(7, "holiday", "files", 50);
    assertThat(lines.list).isEmpty();
    nanos.set(1_000_000_000L);
    log.add(7, "holiday", "files", 25);
    nanos.set(1_500_000_000L);
    log.add(7, "holiday", "files", 25);
    nanos.set(2_000_000_000L);
    log.add(7, "holiday", "files", 50);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo(
            List.of(
                "holiday: Batch complete: 75 records inserted",
                "holiday: Total: 75 | Rate: 75.00 files/sec",
                "holiday: Batch complete: 75 records inserted",
                "holiday: Total: 150 | Rate: 75.00 files/sec"));
  }
}
