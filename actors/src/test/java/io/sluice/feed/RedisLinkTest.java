package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.resource.DefaultClientResources;
import io.sluice.persistence.BegunLog;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it reads the log")
class RedisLinkTest {
  private static final Duration CONNECT = Duration.ofMillis(200);

  /** So long after an attempt it has been looked at whether it was answered. */
  private static final int AFTER_MILLIS = 800;

  @Test
  void a_server_that_is_away_is_told_of_once_and_by_us() throws Exception {
    var root = BegunLog.of(Logger.ROOT_LOGGER_NAME);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    root.addAppender(lines);
    var threads = DefaultClientResources.create();
    try {
      var address = FeedAddress.of("redis://127.0.0.1:" + unusedPort() + "/file-events");
      assertThatThrownBy(
              () -> RedisLink.open(threads, address, Optional.empty(), Optional.empty(), CONNECT))
          .hasMessageContaining("cannot be reached: Connection refused");
      Thread.sleep(AFTER_MILLIS);
      assertThat(lines.list).filteredOn(line -> line.getLevel() == Level.ERROR).isEmpty();
    } finally {
      root.detachAppender(lines);
      threads.shutdown(0, 1, TimeUnit.SECONDS).await();
    }
  }

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
