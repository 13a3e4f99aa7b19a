package io.sluice.persistence;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A statement that PostgreSQL did not carry out; nothing of its transaction is stored. */
public final class DatabaseException extends RuntimeException {

  /** Classes of SQLSTATE: wrong data, a constraint broken, a wrong statement. */
  private static final Pattern OURS = Pattern.compile("22|23|42");

  /** What the driver says of a server that asks for the password in a way it must not. */
  private static final String REFUSED = "08004";

  private static final String PROOF = "requireAuth";

  /**
   * No connection; the server stops, has stopped or is about to start; another one holds a lock;
   * this one was silent for too long; there is no room.
   */
  private static final Pattern OUTAGE = Pattern.compile("08(?!004)|57P0[123]|53|55P03|25P0[34]");

  /** Class 53 of SQLSTATE: what the server lacks. */
  private static final String LACK = "53";

  private static final Map<String, String> LACKS =
      Map.of(
          "53100", "room on its disk",
          "53200", "memory",
          "53300", "connections");

  public DatabaseException(DatabaseAddress address, SQLException cause) {
    super(describe(address, cause), cause);
  }

  public DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(String message, Exception cause) {
    super(message, cause);
  }

  /**
   * Whether there was no connection in time, and nothing that said why: the server or this machine
   * is busy or frozen, or all of the node's connections are in use.
   */
  public boolean isSlow() {
    return getCause() instanceof SQLTransientConnectionException e && e.getCause() == null;
  }

  /** Whether the server is not there, or not ready yet, and may be in a moment. */
  public boolean isOutage() {
    // Of a server that says nothing at all the pool has no state to tell.
    return state()
        .map(state -> OUTAGE.matcher(state).lookingAt())
        .orElse(getCause() instanceof SQLTransientConnectionException);
  }

  /** What the server lacks, which is there all the same; empty if it is something else. */
  public Optional<String> lack() {
    return state()
        .filter(state -> state.startsWith(LACK))
        .map(state -> LACKS.getOrDefault(state, "resources"));
  }

  private Optional<String> state() {
    for (var cause = getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && e.getSQLState() != null) {
        return Optional.of(e.getSQLState());
      }
    }
    return Optional.empty();
  }

  /** Whether the statement was wrong, and not the database away or busy. */
  public boolean isOurFault() {
    return getCause() instanceof SQLException e
        && e.getSQLState() != null
        && OURS.matcher(e.getSQLState()).lookingAt();
  }

  /** Whether the server gave this SQLSTATE as its reason. */
  boolean isBecause(String state) {
    return getCause() instanceof SQLException e && state.equals(e.getSQLState());
  }

  private static String describe(DatabaseAddress address, SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (REFUSED.equals(e.getSQLState()) && String.valueOf(root.getMessage()).contains(PROOF)) {
      return ("database %s: the server asks for the password in a way that is not allowed, which"
              + " would show it to whoever listens: sslmode=require in DATABASE_URL encrypts it,"
              + " requireAuth=password sends it as it is")
          .formatted(address);
    }
    if (e instanceof SQLTransientConnectionException && root == e) {
      // The pool's own words name its inner state.
      return ("database %s gave no connection in time: it or this machine is busy, it does not"
              + " answer, or all connections of this node are in use")
          .formatted(address);
    }
    if (e instanceof SQLTransientConnectionException) {
      return "database %s cannot be reached: %s: is it running, and is DATABASE_URL right?"
          .formatted(address, root.getMessage());
    }
    var state = e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")";
    var why = root == e ? e.getMessage() : e.getMessage() + ": " + root.getMessage();
    // The server's advice comes in lines of its own.
    return "database " + address + ": " + why.replaceAll("\\s*\\R\\s*", "; ") + state;
  }
}
