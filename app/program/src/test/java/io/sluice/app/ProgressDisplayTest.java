package io.sluice.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.joran.spi.JoranException;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Isolated("it shows what is logged, whoever logs it")
class ProgressDisplayTest {
  private static final Logger LOG = LoggerFactory.getLogger("io.sluice.x");
  private static final String ERASED = "\033[1A\r\033[J";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @AfterEach
  void logAsBefore() throws JoranException {
    OwnLog.asBefore();
  }

  private ProgressDisplay display() {
    var display = new ProgressDisplay(new PrintStream(bytes, true, UTF_8), true);
    var config = ConfigFactory.parseMap(Map.of("sluice.data-dir", directory.toString()));
    LogOutput.start(new LogSettings(false, "INFO"), config, display);
    return display;
  }

  private String drawn() {
    return bytes.toString(UTF_8).replaceAll("\033\\[\\?7[lh]", "").replaceAll(" \\d+ s\n", "\n");
  }

  @Test
  void until_there_are_channels_it_tells_what_the_program_is_at() {
    try (var display = display()) {
      LOG.info("Starts the database");
      assertThat(drawn()).endsWith("Starts the database ...\n");
      LOG.info("Looks for nodes");
      assertThat(drawn()).endsWith(ERASED + "Looks for nodes ...\n");
      LOG.warn("It takes long");
      assertThat(drawn()).endsWith(ERASED + "WARN: It takes long\nLooks for nodes ...\n");
      display.show(List::of, List::of);
      LOG.info("Found 3 channels");
    }
    assertThat(drawn()).endsWith(ERASED).doesNotContain("Found");
  }

  @Test
  void a_step_at_which_the_program_ended_leaves_no_line_behind() {
    var display = display();
    LOG.info("Starts the database");
    display.close();
    LOG.info("Ends");
    assertThat(drawn()).endsWith(ERASED);
  }
}
