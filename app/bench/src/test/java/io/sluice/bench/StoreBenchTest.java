package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.EmbeddedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StoreBenchTest {
  private static final String NAMES = "SELECT datname FROM pg_database ORDER BY 1";

  @TempDir static Path directory;
  private static EmbeddedServer server;
  private static List<String> databases;

  private record Run(int exitCode, String out, String err) {}

  @BeforeAll
  static void start() throws SQLException {
    server = EmbeddedServer.start(directory);
    databases = query(NAMES);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothing_is_left_behind() throws SQLException {
    assertThat(query(NAMES)).isEqualTo(databases);
    assertThat(query("SELECT to_regnamespace('sluice')")).containsOnlyNulls();
  }

  private static List<String> query(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect() throws SQLException {
    var address = server.address();
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  private static Config configFor(DatabaseAddress address) {
    return ConfigFactory.parseMap(Map.of("sluice.database-url", address.url()))
        .withFallback(ConfigFactory.defaultReference());
  }

  private static Run run(DatabaseAddress address, String... options) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line = new CommandLine(new StoreBench(command -> configFor(address)));
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          command.getErr().println(failure.getMessage());
          return 1;
        });
    return new Run(line.execute(options), out.toString(), err.toString());
  }

  @Test
  void reports_every_way_with_its_rate() throws Exception {
    var run = run(server.address(), "--json", "--messages=12");
    assertThat(run.exitCode()).as(run.err()).isZero();
    var report = new ObjectMapper().readTree(run.out());
    assertThat(report.get("postgres").asText()).startsWith("18.");
    var ways = StreamSupport.stream(report.get("ways").spliterator(), false).toList();
    assertThat(ways)
        .extracting(way -> way.get("way").asText() + " " + way.get("batch").asInt())
        .containsExactly(
            "a connection a row 1",
            "pooled single inserts 1",
            "addBatch 100",
            "addBatch 500",
            "addBatch 1000",
            "addBatch, rewritten 100",
            "addBatch, rewritten 500",
            "addBatch, rewritten 1000",
            "unnest 100",
            "unnest 500",
            "unnest 1000",
            "COPY, insert-select 500",
            "COPY, insert-select 1000",
            "COPY, insert-select 5000",
            "Sluice's writer 500");
    assertThat(ways).extracting(way -> way.get("rowsPerSecond").asLong()).allMatch(n -> n > 0);
    JsonNode own = ways.get(ways.size() - 1);
    assertThat(own.get("ratio").asDouble()).isEqualTo(1);
  }

  @Test
  void drops_its_database_also_when_the_connections_are_cut() throws Exception {
    var run = CompletableFuture.supplyAsync(() -> run(server.address(), "--messages=1000000"));
    while (!run.isDone()) {
      execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname LIKE 'sluice_bench_%' AND query LIKE 'INSERT INTO sluice.message%'
          """);
    }
    assertThat(run.join().exitCode()).isEqualTo(1);
    assertThat(run.join().out()).isEmpty();
    assertThat(run.join().err()).contains("terminating connection");
  }

  @Test
  void drops_what_a_killed_one_left_behind_and_nothing_else() throws Exception {
    execute("CREATE DATABASE sluice_bench_0123abcd");
    execute("CREATE DATABASE sluice_bench_mine");
    assertThat(run(server.address(), "--messages=1").exitCode()).isZero();
    assertThat(query("SELECT datname FROM pg_database WHERE datname LIKE 'sluice_bench%'"))
        .containsExactly("sluice_bench_mine");
    execute("DROP DATABASE sluice_bench_mine");
  }

  @Test
  void says_which_right_is_missing() throws Exception {
    execute("CREATE ROLE reader LOGIN PASSWORD 'secret'");
    var home = server.address();
    var run = run(new DatabaseAddress(home.host(), home.name(), "reader", "secret", ""));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).endsWith("reader lacks the right: ALTER ROLE reader CREATEDB\n");
  }

  @Test
  void says_that_there_is_no_server() {
    var nowhere = new DatabaseAddress("127.0.0.1:1", "news", "ann", "secret", "");
    var run = run(nowhere);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("database 127.0.0.1:1/news: Connection to 127.0.0.1:1 refused");
  }
}
