package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.terminal.Captured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what the process prints, and at all databases of the server")
class UpgradeCheckTest {
  private static final String NODE =
      """
      INSERT INTO sluice.node (id, host, process, process_started, state, version)
      VALUES (gen_random_uuid(), 'a', 1, now(), 'up', '0.1.0')
      """;

  private static Captured check(DatabaseAddress address, String... words) {
    return Program.run(
        Stream.concat(Stream.of("upgrade-check", "--database-url", address.url()), Stream.of(words))
            .toArray(String[]::new));
  }

  private static DatabaseAddress at(String version) {
    var address = TestDatabase.create();
    TestDatabase.migrateTo(version, address);
    TestDatabase.execute(address, NODE);
    return address;
  }

  private static long scratch(DatabaseAddress address) {
    return TestDatabase.count(
        address, "SELECT count(*) FROM pg_database WHERE datname LIKE 'sluice_bench%'");
  }

  @Test
  void an_older_schema_is_told_and_tried_and_nothing_is_left() {
    var address = at("35");
    TestDatabase.execute(address, "CREATE DATABASE sluice_bench_0123abcd");
    assertThat(check(address, "--no-copy").exitCode()).isZero();
    assertThat(scratch(address)).isZero();
    var told = check(address);
    assertThat(told.err()).isEmpty();
    assertThat(told.out())
        .contains("schema 35", "steps to make: ", "V36 message holds", "V38 ")
        .contains("builds an index of")
        .contains("node a, process 1: Sluice 0.1.0", "tried on a copy of ", "all steps: ")
        .contains("nodes may go on meanwhile");
    assertThat(told.exitCode()).isZero();
    assertThat(scratch(address)).isZero();
    assertThat(
            TestDatabase.count(
                address, "SELECT max(version::int) FROM sluice.flyway_schema_history"))
        .isEqualTo(35);
  }

  @Test
  void with_no_copy_the_steps_are_told_alone_also_as_json() throws IOException {
    var told = check(at("35"), "--no-copy", "--json");
    var json = new ObjectMapper().readTree(told.out());
    assertThat(json.at("/verdict").asText()).isEqualTo("rolling");
    assertThat(json.at("/steps/0/version").asText()).isEqualTo("36");
    assertThat(json.at("/words").asText()).contains("how long it takes was not tried");
    assertThat(json.at("/tried").isNull()).isTrue();
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void a_program_or_nodes_that_are_too_old_for_the_schema_are_exit_code_1() {
    var address = at("35");
    TestDatabase.execute(address, "UPDATE sluice.compatibility SET lowest_program = '0.1.1'");
    var told = check(address, "--no-copy");
    assertThat(told.out()).contains("this version is too old for the schema");
    assertThat(told.exitCode()).isEqualTo(1);
    TestDatabase.execute(
        address,
        """
        UPDATE sluice.compatibility SET lowest_program = '0.1.0';
        UPDATE sluice.node SET version = '0.0.9'
        """);
    var older = check(address, "--no-copy");
    assertThat(older.out())
        .contains("stop all nodes first", "Sluice 0.1.0 and later: a, process 1");
    assertThat(older.exitCode()).isEqualTo(1);
  }

  @Test
  void more_than_the_limit_is_copied_only_where_somebody_agrees() {
    var address = at("36");
    var told = check(address, "--copy-limit", "1K");
    assertThat(told.err()).contains("more than --copy-limit", "--yes", "--no-copy");
    assertThat(told.exitCode()).isEqualTo(2);
    assertThat(check(address, "--copy-limit", "1K", "--yes").out()).contains("tried on a copy");
    assertThat(check(address, "--copy-limit", "much").err()).contains("--copy-limit must be like");
  }

  @Test
  void a_database_that_is_not_there_is_exit_code_2() {
    var address = TestDatabase.create();
    var away =
        new DatabaseAddress(address.host(), "nowhere", address.user(), address.password(), "");
    assertThat(check(away).exitCode()).isEqualTo(2);
    assertThat(check(address).out()).contains("schema not there", "the first node makes it");
    assertThat(check(address).exitCode()).isZero();
  }

  @Test
  void where_there_is_no_database_yet_none_is_made(@TempDir Path directory) {
    var told = Program.run("upgrade-check", "--data-dir", directory.toString());
    assertThat(told.exitCode()).isEqualTo(2);
    assertThat(told.err()).contains("has no database yet");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void who_may_make_no_database_is_told_what_to_do() {
    var address = at("36");
    TestDatabase.execute(
        address,
        """
        DROP ROLE IF EXISTS reader;
        CREATE ROLE reader LOGIN PASSWORD 'word';
        GRANT USAGE, CREATE ON SCHEMA sluice TO reader;
        GRANT ALL ON ALL TABLES IN SCHEMA sluice TO reader;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA sluice TO reader
        """);
    var reader = new DatabaseAddress(address.host(), address.name(), "reader", "word", "");
    var foreign = check(reader, "--no-copy");
    assertThat(foreign.err()).contains("reader may not change what belongs to", "start this");
    assertThat(foreign.exitCode()).isEqualTo(2);
    TestDatabase.execute(
        address, "DO $$ BEGIN EXECUTE format('GRANT %I TO reader', current_user); END $$");
    var told = check(reader);
    assertThat(told.err()).contains("lacks the right: ALTER ROLE reader CREATEDB");
    assertThat(told.exitCode()).isEqualTo(2);
  }
}
