package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static Database database;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
    TestDatabase.execute(database.address(), "CREATE TABLE note (id int PRIMARY KEY)");
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void clear() {
    TestDatabase.execute(database.address(), "TRUNCATE note");
  }

  private static int insert(Connection connection, int id) throws SQLException {
    try (var statement = connection.prepareStatement("INSERT INTO note VALUES (?)")) {
      statement.setInt(1, id);
      return statement.executeUpdate();
    }
  }

  private static long notes() {
    return TestDatabase.count(database.address(), "SELECT count(*) FROM note");
  }

  @Test
  void commits_what_was_done_and_gives_its_result() {
    assertThat(database.<Integer>transaction(connection -> insert(connection, 1))).isOne();
    assertThat(notes()).isOne();
  }

  @Test
  void rolls_back_when_the_work_throws() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      insert(connection, 1);
                      throw new IllegalStateException("changed my mind");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("changed my mind");
    assertThat(notes()).isZero();
  }

  @Test
  void rolls_back_when_a_statement_fails() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      insert(connection, 1);
                      return insert(connection, 1);
                    }))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("database " + database.address() + ": ")
        .hasMessageContaining("duplicate key")
        .hasMessageContaining("(SQLSTATE 23505)")
        .hasCauseInstanceOf(SQLException.class);
    assertThat(notes()).isZero();
  }

  @Test
  void rolls_back_when_the_virtual_machine_is_in_trouble() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      insert(connection, 1);
                      throw new StackOverflowError();
                    }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(notes()).isZero();
  }

  @Test
  void failed_transactions_use_up_no_connections() {
    for (int i = 0; i < 3 * database.maxConnections(); i++) {
      assertThatThrownBy(() -> database.transaction(connection -> connection.prepareCall("{")))
          .isInstanceOf(DatabaseException.class);
    }
    assertThat(database.connectionsInUse()).isZero();
  }

  @Test
  void heartbeats_get_through_while_all_connections_for_work_are_busy() throws Exception {
    var busy = new CountDownLatch(database.maxConnections());
    var release = new CountDownLatch(1);
    var threads = Executors.newFixedThreadPool(database.maxConnections());
    try {
      for (int i = 0; i < database.maxConnections(); i++) {
        threads.submit(
            () ->
                database.transaction(
                    connection -> {
                      busy.countDown();
                      return awaited(release);
                    }));
      }
      assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(database.connectionsInUse()).isEqualTo(database.maxConnections());
      assertThat(database.<Integer>controlTransaction(connection -> insert(connection, 7))).isOne();
    } finally {
      release.countDown();
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void the_limits_of_a_transaction_end_with_it_and_leave_no_trace_at_the_server()
      throws SQLException {
    for (int i = 0; i < database.maxConnections(); i++) {
      assertThat(database.<String>transaction(DatabaseTest::limits)).isEqualTo("10s 0 1min");
      assertThat(database.<String>controlTransaction(DatabaseTest::limits)).isEqualTo("3s 2s 5s");
      try (var connection = database.workPool().getConnection()) {
        assertThat(limits(connection)).as("as the journal reads").isEqualTo("0 0 0");
        connection.setAutoCommit(false);
        assertThat(limits(connection)).as("as the journal writes").isEqualTo("10s 0 1min");
      }
    }
  }

  private static String limits(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT concat_ws(' ', current_setting('idle_in_transaction_session_timeout'),
                  current_setting('lock_timeout'), current_setting('transaction_timeout'))
                """)) {
      row.next();
      return row.getString(1);
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(90, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
