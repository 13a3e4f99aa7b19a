package io.sluice.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseRefusalTest {
  private static final DatabaseAddress NEWS =
      new DatabaseAddress("db.test:5432", "news", "ann", "secret", "");

  private static void assertTells(SQLException failure, String measured, String knob) {
    var found = DatabaseRefusal.of(NEWS, new DatabaseException(NEWS, failure));
    assertThat(found.grade()).isEqualTo(Grade.FAILED);
    assertThat(found.measured()).contains(measured).doesNotContain("secret");
    assertThat(found.remedy().orElseThrow().knob()).contains(knob);
  }

  @Test
  void what_keeps_a_connection_from_being_made_is_told_with_what_to_turn() {
    assertTells(
        new SQLException("failed", "08001", new UnknownHostException("db.test")),
        "no machine is known by the name of db.test",
        "/etc/resolv.conf");
    assertTells(
        new SQLException("refused", "08001", new ConnectException("refused")),
        "nobody listens at db.test:5432",
        "DATABASE_URL: host and port");
    assertTells(
        new SQLException("late", "08001", new SocketTimeoutException("timed out")),
        "db.test:5432 does not answer",
        "firewall");
  }

  @Test
  void what_the_server_refuses_is_told_with_what_to_turn() {
    assertTells(
        new SQLException("no", "28P01"), "does not take the password of ann", "user and password");
    assertTells(new SQLException("no", "28000"), "does not let ann in", "pg_hba.conf");
    assertTells(
        new SQLException("no", "3D000"), "has no database news", "CREATE DATABASE \"news\"");
    assertTells(new SQLException("no", "53300"), "no connection left", "max_connections");
    assertTells(new SQLException("odd", "XX000"), "odd (SQLSTATE XX000)", "DATABASE_URL: host");
  }
}
