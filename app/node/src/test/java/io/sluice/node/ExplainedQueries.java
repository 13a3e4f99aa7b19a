package io.sluice.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The queries that whoever is connected to one database asks for a while, each with the plan by
 * which the server answered it and the rows that it took: its module auto_explain logs them.
 */
public final class ExplainedQueries implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODULE = "auto_explain";
  private static final String MARKER = "SELECT 'explained from now on'";

  /**
   * They hold for the whole server, which logs for other databases too: each line names its own.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "log_line_prefix",
          "%m [%p] %d ",
          MODULE + ".log_min_duration",
          "0",
          MODULE + ".log_analyze",
          "on",
          MODULE + ".log_timing",
          "off",
          MODULE + ".log_nested_statements",
          "on",
          MODULE + ".log_format",
          "json",
          MODULE + ".log_parameter_max_length",
          "0");

  /** The plan stands on lines of its own behind this one, each behind a tab. */
  private static final String PLAN =
      "^\\S+ \\S+ \\S+ \\[\\d+] %s LOG:  duration: \\S+ ms  plan:\\R((?:\\t.*\\R)+)";

  private final DatabaseAddress database;
  private final Pattern plan;
  private final long from;

  /** A query with the tree of its plan, in the server's words. */
  public record Explained(String query, JsonNode plan) {}

  private ExplainedQueries(DatabaseAddress database) {
    this.database = database;
    plan = Pattern.compile(PLAN.formatted(Pattern.quote(database.name())), Pattern.MULTILINE);
    long begin = end();
    SETTINGS.forEach(this::set);
    reload();
    // The server does so when it comes to it.
    Waiting.until("queries to be explained", () -> isExplained(begin));
    from = end();
  }

  private static long end() {
    return TestDatabase.log().toFile().length();
  }

  private boolean isExplained(long begin) {
    TestDatabase.execute(database, MARKER);
    return since(begin).stream().anyMatch(query -> query.query().equals(MARKER));
  }

  /** To be called before anybody connects whose queries are to be explained. */
  public static void prepare(DatabaseAddress database) {
    TestDatabase.execute(
        database,
        "ALTER DATABASE %s SET session_preload_libraries = '%s'"
            .formatted(database.name(), MODULE));
  }

  /** From now on until it is closed. */
  public static ExplainedQueries of(DatabaseAddress database) {
    return new ExplainedQueries(database);
  }

  private void set(String name, String value) {
    TestDatabase.execute(database, "ALTER SYSTEM SET %s = '%s'".formatted(name, value));
  }

  private void reload() {
    TestDatabase.execute(database, "SELECT pg_reload_conf()");
  }

  /** All until now. */
  public List<Explained> all() {
    return since(from);
  }

  private List<Explained> since(long from) {
    try (var log = new RandomAccessFile(TestDatabase.log().toFile(), "r")) {
      log.seek(from);
      var bytes = new byte[Math.toIntExact(log.length() - from)];
      log.readFully(bytes);
      var found = plan.matcher(new String(bytes, StandardCharsets.UTF_8));
      var all = new ArrayList<Explained>();
      while (found.find()) {
        var tree = JSON.readTree(found.group(1));
        all.add(new Explained(tree.get("Query Text").asText(), tree.get("Plan")));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("reading the server's log failed", e);
    }
  }

  @Override
  public void close() {
    for (var name : SETTINGS.keySet()) {
      TestDatabase.execute(database, "ALTER SYSTEM RESET " + name);
    }
    reload();
  }
}
