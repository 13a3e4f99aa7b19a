package io.sluice.management;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.LoggerFactory;

/**
 * The levels of the program's loggers and of Pekko's, to be read and set while it runs. Only
 * loggers that there are can be set, so their number stays what it is.
 */
final class LogLevels {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevels.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ROOTS = List.of("io.sluice", "org.apache.pekko");
  private static final List<String> LEVELS =
      List.of("off", "error", "warn", "info", "debug", "trace");
  private static final int MOST_SHOWN = 500;

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** Every logger with the level in force; {@code set} tells whether it is its own. */
  HttpResponse all() {
    var levels = JsonNodeFactory.instance.arrayNode();
    Stream.concat(
            ROOTS.stream().map(context::getLogger),
            context.getLoggerList().stream().filter(logger -> isBelowRoot(logger.getName())))
        .limit(MOST_SHOWN)
        .forEach(
            logger ->
                levels
                    .addObject()
                    .put("logger", logger.getName())
                    .put("level", shown(logger))
                    .put("set", logger.getLevel() != null));
    return Json.answer(200, JsonNodeFactory.instance.objectNode().set("loggers", levels));
  }

  /**
   * @param body {@code {"level":"debug"}}
   */
  HttpResponse set(String name, byte[] body) {
    var level = level(body);
    if (!ROOTS.contains(name) && !(isBelowRoot(name) && context.exists(name) != null)) {
      throw Problem.of(404, "unknown-logger", "There is no logger " + name + " to be set.")
          .remedy("GET /log-levels lists those that there are.")
          .thrown();
    }
    var logger = context.getLogger(name);
    logger.setLevel(Level.toLevel(level));
    LOG.warn("The log level of {} is now {}", name, level);
    return Json.answer(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("logger", name)
            .put("level", shown(logger))
            .put("set", true));
  }

  private static String level(byte[] body) {
    var level = read(body).path("level").asText().toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw Problem.of(400, "wrong-level", "level must be one of " + String.join(", ", LEVELS))
          .in("level")
          .remedy("Send a body such as {\"level\":\"debug\"}.")
          .thrown();
    }
    return level;
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw Problem.of(400, "no-json", "The body is no JSON.")
          .remedy("Send a body such as {\"level\":\"debug\"}.")
          .thrown();
    }
  }

  private static boolean isBelowRoot(String name) {
    return ROOTS.stream().anyMatch(root -> name.startsWith(root + "."));
  }

  private static String shown(Logger logger) {
    return logger.getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
  }
}
