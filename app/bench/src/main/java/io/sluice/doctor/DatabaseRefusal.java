package io.sluice.doctor;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** Why there is no connection to a database: the driver's failure goes in, what to do comes out. */
final class DatabaseRefusal {
  private static final String GAIN = "nodes start, and their work can be stored";

  private DatabaseRefusal() {}

  static Finding of(DatabaseAddress address, DatabaseException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return found(
            "no machine is known by the name of " + address.host(),
            "DATABASE_URL: the name, or the resolver of this machine, /etc/resolv.conf");
      }
      if (cause instanceof ConnectException) {
        return found(
            "nobody listens at " + address.host(),
            "DATABASE_URL: host and port of a PostgreSQL that runs, or nothing for the embedded"
                + " one");
      }
      if (cause instanceof SocketTimeoutException) {
        return found(
            address.host() + " does not answer",
            "DATABASE_URL: host and port, or what keeps packets from there, such as a firewall");
      }
    }
    return failure.getCause() instanceof SQLException refusal
        ? byState(address, failure, String.valueOf(refusal.getSQLState()))
        : found(Words.failure(failure), DatabaseConnect.KNOB);
  }

  private static Finding byState(DatabaseAddress address, DatabaseException failure, String state) {
    var user = address.user() == null ? "the user" : address.user();
    return switch (state) {
      case "28P01" ->
          found(
              "%s does not take the password of %s".formatted(address.host(), user),
              "DATABASE_URL: user and password, with signs such as @ and / as %40 and %2F");
      case "28000" ->
          found(
              "%s does not let %s in: %s".formatted(address.host(), user, Words.failure(failure)),
              "DATABASE_URL: the user, or pg_hba.conf of PostgreSQL");
      case "3D000" ->
          found(
              "%s has no database %s".formatted(address.host(), address.name()),
              "DATABASE_URL: the name, or make it: CREATE DATABASE \"%s\""
                  .formatted(address.name().replace("\"", "\"\"")));
      case "53300" ->
          found(
              "%s has no connection left".formatted(address.host()),
              "max_connections of PostgreSQL: more, or fewer programs that hold some");
      default -> found(Words.failure(failure), DatabaseConnect.KNOB);
    };
  }

  private static Finding found(String measured, String knob) {
    return Finding.failed(measured, knob, GAIN);
  }
}
