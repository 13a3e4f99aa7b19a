package io.sluice.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.LevelFilter;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.FilterReply;
import com.typesafe.config.Config;
import io.sluice.settings.FileMode;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes: to standard error, or, while progress lines are drawn on a terminal, to a
 * file in DATA_DIR with only the warnings above the progress lines.
 */
final class LogOutput {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg"
          + "%replace( \\(%kvp{NONE}\\)){' \\(\\)$', ''}";

  private LogOutput() {}

  static void start(LogSettings settings, Config config, ProgressDisplay display) {
    var root = cleared();
    root.setLevel(Level.WARN);
    level("io.sluice", Level.toLevel(settings.level()));
    // What these tell at length, with a stack trace, comes as one line of ours too.
    level("org.apache.pekko.actor.RepointableActorRef", Level.OFF);
    level("org.apache.pekko.io.TcpListener", Level.OFF);
    level("com.zaxxer.hikari", Level.ERROR);
    level("io.lettuce.core", Level.ERROR);
    level("io.netty.util.internal.MacAddressUtil", Level.ERROR);
    // A node that dies makes all of these speak, and one line of ours says what happened.
    level("org.apache.pekko.cluster.Cluster", Level.ERROR);
    level("org.apache.pekko.cluster.sharding", Level.ERROR);
    level("org.apache.pekko.remote.artery", Level.ERROR);
    level("org.apache.pekko.stream.Materializer", Level.ERROR);
    if (display.isDrawn()) {
      var file = new FileAppender<ILoggingEvent>();
      file.setFile(ownFile(new SettingsReader(config).file("DATA_DIR")).toString());
      add(root, file, encoder(settings));
      add(root, stream(display.above(), Level.WARN), text("%level: %msg"));
      add(root, only(Level.INFO, display.steps()), text("%msg"));
    } else {
      add(root, stream(System.err, Level.TRACE), encoder(settings));
    }
  }

  private static Path ownFile(Path directory) {
    var file = directory.resolve("sluice.log");
    try {
      Files.createDirectories(directory);
      FileMode.OWNER.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    } catch (IOException e) {
      // Whoever opens it says so.
    }
    return file;
  }

  /** Nothing but errors, for commands whose output is something else. */
  static void quiet() {
    var root = cleared();
    root.setLevel(Level.ERROR);
    add(root, stream(System.err, Level.TRACE), text(PATTERN));
  }

  private static Logger cleared() {
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    return root;
  }

  private static void level(String name, Level level) {
    ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
  }

  private static OutputStreamAppender<ILoggingEvent> stream(OutputStream out, Level least) {
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context());
    appender.setOutputStream(out);
    var filter = new ThresholdFilter();
    filter.setLevel(least.toString());
    filter.start();
    appender.addFilter(filter);
    return appender;
  }

  private static OutputStreamAppender<ILoggingEvent> only(Level level, OutputStream out) {
    var appender = stream(out, level);
    var filter = new LevelFilter();
    filter.setLevel(level);
    filter.setOnMismatch(FilterReply.DENY);
    filter.start();
    appender.addFilter(filter);
    return appender;
  }

  private static void add(
      Logger root, OutputStreamAppender<ILoggingEvent> appender, Encoder<ILoggingEvent> encoder) {
    appender.setContext(context());
    appender.setEncoder(encoder);
    appender.start();
    root.addAppender(appender);
  }

  private static Encoder<ILoggingEvent> encoder(LogSettings settings) {
    if (!settings.json()) {
      return text(PATTERN);
    }
    var encoder = new PrintableJsonEncoder();
    encoder.setContext(context());
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> text(String pattern) {
    var encoder = new PrintableLineEncoder();
    encoder.setContext(context());
    encoder.setPattern(pattern);
    encoder.start();
    return encoder;
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
