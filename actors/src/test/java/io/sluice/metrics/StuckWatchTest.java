package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.persistence.BegunLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StuckWatchTest {
  private final AtomicLong nanos = new AtomicLong();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Stages stages =
      new Stages(
          registry, new BusyTimes(registry, nanos::get), "here", Duration.ofMinutes(2), nanos::get);
  private final StuckWatch watch = new StuckWatch(stages);
  private final Logger logger = BegunLog.of(StuckWatch.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private List<String> lines() {
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  private void look(Duration later) {
    nanos.addAndGet(later.toNanos());
    watch.look();
  }

  @Test
  void a_stuck_item_is_logged_once_when_it_is_found_and_once_when_it_left() {
    var step = stages.begin(Stage.FETCH, "news", "photo 7");
    look(Duration.ofMinutes(1));
    assertThat(lines()).isEmpty();
    look(Duration.ofMinutes(2));
    look(Duration.ofMinutes(1));
    assertThat(lines())
        .containsExactly("WARN news: photo 7 is stuck in stage fetch: there for 180 s");
    step.close();
    look(Duration.ofMinutes(1));
    look(Duration.ofMinutes(1));
    assertThat(lines())
        .hasSize(2)
        .last()
        .isEqualTo("INFO news: photo 7 has left stage fetch, after more than 240 s");
  }
}
