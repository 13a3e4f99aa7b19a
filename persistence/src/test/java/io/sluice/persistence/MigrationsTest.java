package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.channel.Since;
import io.sluice.ledger.channel.Tally;
import io.sluice.ledger.channel.WrongCounters;
import io.sluice.settings.ProgramVersion;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationsTest {
  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'sluice' ORDER BY 1";

  private static Database open(DatabaseAddress address) {
    return Database.open(address, new DatabaseSettings(Optional.of(address), Path.of(""), 2));
  }

  @Test
  void eight_that_start_at_once_bring_an_empty_database_up_to_date() throws Exception {
    int starters = 8;
    var address = TestDatabase.create();
    var together = new CyclicBarrier(starters);
    var threads = Executors.newFixedThreadPool(starters);
    try {
      var opened =
          IntStream.range(0, starters)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.await();
                            return open(address);
                          }))
              .toList();
      for (Future<Database> database : opened) {
        database.get().close();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(TestDatabase.count(address, "SELECT count(*) FROM sluice.compatibility")).isOne();
    assertThat(
            TestDatabase.query(
                address,
                "SELECT version, success FROM sluice.flyway_schema_history WHERE version = '1'"))
        .hasSize(1)
        .allSatisfy(row -> assertThat(row).containsExactly("1", "t"));
  }

  @Test
  void a_second_start_keeps_what_is_stored() {
    var address = TestDatabase.create();
    open(address).close();
    TestDatabase.execute(address, "INSERT INTO sluice.channel (name, title) VALUES ('a', 'A')");
    open(address).close();
    assertThat(TestDatabase.count(address, "SELECT count(*) FROM sluice.channel")).isOne();
  }

  @Test
  void what_the_first_schema_held_is_there_in_the_newest() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("1", address);
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.channel (name, title) VALUES ('news', 'News');
        INSERT INTO sluice.message (channel_id, id, kind, edited_at, text, epoch) VALUES
          (1, 1, 'message', NULL, 'plain', 1), (1, 2, 'message', now(), 'edited', 1);
        INSERT INTO sluice.photo (channel_id, id, message_id, outcome, epoch) VALUES
          (1, 'a', 2, 'stored', 1), (1, 'b', 2, 'missing', 1);
        INSERT INTO sluice.run (entity, epoch, running, cursor, node) VALUES
          ('channel-1', 3, false, '{"wanted": "0 []", "at": {"offset": 77}}',
           '00000000-0000-0000-0000-000000000001'),
          ('channel-2', 1, true, NULL, '00000000-0000-0000-0000-000000000001')
        """);
    open(address).close();
    assertThat(
            TestDatabase.query(
                address,
                "SELECT id, text, source, edited, photos, views FROM sluice.message ORDER BY id"))
        .containsExactly(
            row("1", "plain", "telegram-export", "f", "0", null),
            row("2", "edited", "telegram-export", "t", "2", null));
    assertThat(
            TestDatabase.query(
                address,
                "SELECT epoch, cursor->'telegram-export'->'at'->>'offset', cursor->'at' IS NULL"
                    + " FROM sluice.run ORDER BY entity"))
        .containsExactly(row("3", "77", "t"), row("1", null, "t"));
    assertThat(TestDatabase.count(address, "SELECT count(*) FROM sluice.photo")).isEqualTo(2);
  }

  @Test
  void histories_of_the_web_that_were_ended_too_soon_are_open_again() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("4", address);
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.channel (name, title, progress) VALUES
          ('middle', 'its lowest id is 21', 1), ('whole', 'down to 1', 1),
          ('open', 'still being read', 0.5), ('both', 'an export told of the web''s', 1),
          ('export', 'never on the web', 1);
        INSERT INTO sluice.message (channel_id, id, kind, text, source, epoch) VALUES
          (1, 21, 'message', '', 'telegram-web', 1), (1, 40, 'message', '', 'telegram-web', 1),
          (1, 3, 'message', '', 'telegram-export', 1), (2, 1, 'message', '', 'telegram-web', 1),
          (3, 30, 'message', '', 'telegram-web', 1), (4, 9, 'message', '', 'telegram-export', 1);
        INSERT INTO sluice.run (entity, epoch, running, node, cursor)
        SELECT 'channel-' || id, 1, false, gen_random_uuid(),
          jsonb_build_object('telegram-web', jsonb_build_object('wanted', '0 []', 'at',
            jsonb_build_object('asked', 'x', 'newest', 40, 'holes', holes::jsonb)))
        FROM (VALUES (1, '[{"before": 38, "floor": 33}]'), (2, '[]'),
          (3, '[{"before": 30, "floor": 0}]'), (4, '[]')) AS kept (id, holes);
        INSERT INTO sluice.run (entity, epoch, running, node, cursor) VALUES
          ('channel-5', 1, false, gen_random_uuid(), '{"telegram-export": {"at": {"offset": 7}}}')
        """);
    open(address).close();
    assertThat(
            TestDatabase.query(
                address,
                "SELECT cursor #>> '{telegram-web,at,holes}' FROM sluice.run ORDER BY entity"))
        .containsExactly(
            row("[{\"floor\": 33, \"before\": 38}, {\"floor\": 0, \"before\": 21}]"),
            row("[]"),
            row("[{\"floor\": 0, \"before\": 30}]"),
            row("[{\"floor\": 0, \"before\": 41}]"),
            row((String) null));
    assertThat(
            TestDatabase.query(
                address, "SELECT unread, progress FROM sluice.channel WHERE unread <> '[]'"))
        .containsExactlyInAnyOrder(
            row("[{\"to\": 20, \"from\": 1}]", "0.999"),
            row("[{\"to\": 40, \"from\": 1}]", "0.999"));
  }

  @Test
  void counters_begin_as_what_the_rows_are() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("6", address);
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.channel (name, title, messages, photos_failed) VALUES
          ('news', 'its counters were never right', 77, 5), ('empty', 'has none', 0, 0);
        INSERT INTO sluice.message (channel_id, id, kind, text, photos, epoch) VALUES
          (1, -4, 'message', '', 3, 1), (1, 9, 'message', '', 2, 1);
        INSERT INTO sluice.photo
          (channel_id, id, message_id, outcome, path, bytes_before, bytes_after, epoch) VALUES
          (1, 'a', 9, 'stored', 'a.jpg', 100, 50, 1), (1, 'b', 9, 'kept', 'b.svg', 7, 7, 1),
          (1, 'c', 9, 'duplicate', 'a.jpg', 100, 50, 1), (1, 'd', -4, 'missing', NULL, 0, NULL, 1),
          (1, 'e', -4, 'too_large', NULL, 900, NULL, 1)
        """);
    open(address).close();
    assertThat(WrongCounters.in(address)).isEmpty();
    assertThat(
            TestDatabase.query(
                address,
                "SELECT messages, photos_announced, photos, photos_failed, bytes_before,"
                    + " bytes_after FROM sluice.channel ORDER BY id"))
        .containsExactly(row("2", "5", "3", "2", "107", "57"), row("0", "0", "0", "0", "0", "0"));
  }

  @Test
  void of_a_channel_that_was_purged_only_the_last_event_is_left() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("6", address);
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.channel (name, title) VALUES ('forgotten', 'keeps its rows');
        INSERT INTO sluice.event_journal
          (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest,
           event_payload)
        SELECT id, nr, 'test', 33, 'io.sluice.channel.Channel$' || event, ''
        FROM (VALUES ('channel|1'), ('channel|7'), ('channel|8'), ('shard|7')) AS kept (id),
          (VALUES (1, 'Registered'), (2, 'Queued'), (3, 'Removed')) AS event (nr, event)
        WHERE id <> 'channel|8' OR nr < 3
        """);
    open(address).close();
    assertThat(
            TestDatabase.query(
                address,
                """
                SELECT persistence_id, string_agg(sequence_number::text, ' '
                  ORDER BY sequence_number) FROM sluice.event_journal GROUP BY 1 ORDER BY 1
                """))
        .containsExactly(
            row("channel|1", "1 2 3"),
            row("channel|7", "3"),
            row("channel|8", "1 2"),
            row("shard|7", "1 2 3"));
  }

  @Test
  void what_was_done_is_counted_from_the_upgrade_on_and_what_failed_before_as_well() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("8", address);
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.channel (name, title) VALUES ('a', 'A'), ('b', 'never failed');
        INSERT INTO sluice.event_journal
          (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest,
           event_payload)
        SELECT 'channel|1', nr, 'test', 33, 'io.sluice.channel.Channel$' || event, ''
        FROM (VALUES (1, 'Registered'), (2, 'Failed'), (3, 'Queued'), (4, 'Failed'))
          AS event (nr, event)
        """);
    try (var database = open(address)) {
      var since = Since.now(database);
      assertThat(since.tally(1)).isEqualTo(Tally.NONE);
      assertThat(since.before(1).sourcesFailed()).isEqualTo(2);
      assertThat(since.before(2).sourcesFailed()).isZero();
    }
  }

  private static List<String> row(String... cells) {
    return Arrays.asList(cells);
  }

  @Test
  void a_schema_that_needs_a_later_program_is_refused_and_left_as_it_is() {
    var address = TestDatabase.create();
    TestDatabase.execute(
        address,
        """
        CREATE SCHEMA sluice;
        CREATE TABLE sluice.compatibility (lowest_program text);
        INSERT INTO sluice.compatibility VALUES ('99.1.0')
        """);
    var before = TestDatabase.query(address, TABLES);
    assertThatThrownBy(() -> open(address))
        .isInstanceOf(DatabaseException.class)
        .hasMessage(
            "database %s needs Sluice 99.1.0 or later, this is %s: update the program"
                .formatted(address, ProgramVersion.CURRENT));
    assertThat(TestDatabase.query(address, TABLES)).isEqualTo(before);
  }

  @Test
  void a_schema_of_a_later_program_that_still_allows_this_one_is_taken() {
    var address = TestDatabase.create();
    open(address).close();
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.flyway_schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
        VALUES (99, '99', 'of a later program', 'SQL', 'V99__later.sql', 'later', 1, true)
        """);
    open(address).close();
  }

  @Test
  void an_older_server_is_refused_with_its_version() throws Exception {
    try (var server = new OldServer("12.22")) {
      var address = new DatabaseAddress(server.host(), "news", "ann", "s3cret", "sslmode=disable");
      assertThatThrownBy(() -> open(address))
          .isInstanceOf(DatabaseException.class)
          .hasMessage(
              "database %s/news is PostgreSQL 12, older than the 13 that Sluice needs"
                  .formatted(server.host()));
    }
  }

  @Test
  void the_program_knows_its_own_version() {
    assertThat(ProgramVersion.CURRENT).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.0, 0.1.0, 0",
    "0.9.0, 0.10.0, -1",
    "0.10.0, 0.9.9, 1",
    "1.0.0, 0.99.99, 1",
    "0.2.0, 1.0.0, -1",
    "0.2.0-SNAPSHOT, 0.2.0, 0"
  })
  void compares_versions_number_by_number(String version, String other, int sign) {
    assertThat(Integer.signum(Migrations.compare(version, other))).isEqualTo(sign);
  }
}
