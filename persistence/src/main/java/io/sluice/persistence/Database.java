package io.sluice.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;

/**
 * The node's two pools of connections to one PostgreSQL: a wide one for work and a small one for
 * what must never wait behind work (heartbeats, the lease, health). Thread-safe; every {@link
 * SQLException} comes out as a {@link DatabaseException}.
 */
public final class Database implements AutoCloseable {
  /** The name of our connections, unless DATABASE_URL gives them another. */
  static final String PROGRAM = "sluice";

  private static final int CONTROL_CONNECTIONS = 4;
  private static final int MIGRATION_CONNECTIONS = 2;
  private static final int CONNECT_SECONDS = 5;
  private static final int SOCKET_SECONDS = 60;

  /** A heartbeat or lease that takes longer is none. */
  private static final int CONTROL_SECONDS = 3;

  /** Nobody waits longer for an answer than a transaction lasts. */
  private static final TransactionLimits WORK_LIMITS =
      new TransactionLimits(Duration.ofSeconds(10), null, Duration.ofSeconds(SOCKET_SECONDS));

  private static final TransactionLimits CONTROL_LIMITS =
      new TransactionLimits(
          Duration.ofSeconds(CONTROL_SECONDS), Duration.ofSeconds(2), Duration.ofSeconds(5));

  /** The connection that keeps others from migrating is still while another one migrates. */
  private static final TransactionLimits MIGRATION_LIMITS =
      new TransactionLimits(Duration.ofHours(1), null, null);

  private final DatabaseAddress address;
  private final HikariDataSource work;
  private final HikariDataSource control;
  private final FrozenClients frozenClients;

  /** What is done with a connection. */
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private Database(DatabaseAddress address, DatabaseSettings settings) {
    this.address = address;
    work = pool("work", settings.maxPoolSize(), CONNECT_SECONDS, SOCKET_SECONDS, WORK_LIMITS);
    control =
        pool("control", CONTROL_CONNECTIONS, CONTROL_SECONDS, CONTROL_SECONDS, CONTROL_LIMITS);
    frozenClients = new FrozenClients(this);
  }

  /**
   * Opens the pools, tries a connection and brings the schema up to date.
   *
   * @throws DatabaseException where the server cannot be reached, is too old, or holds a schema
   *     that this program is too old for
   */
  public static Database open(DatabaseAddress address, DatabaseSettings settings) {
    var database = new Database(address, settings);
    try {
      Migrations.run(database);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private HikariDataSource pool(
      String name, int size, int connectSeconds, int socketSeconds, TransactionLimits limits) {
    var config = new HikariConfig();
    config.setPoolName("sluice-" + name);
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(connectSeconds * 1000L);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", PROGRAM);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", Integer.toString(connectSeconds));
    // A connection whose server froze or vanished without a word ends here, not never.
    config.addDataSourceProperty("socketTimeout", Integer.toString(socketSeconds));
    return new LimitedPool(config, limits);
  }

  /** One transaction on the pool for work: commits what was done, or rolls all of it back. */
  public <T> T transaction(Work<T> body) {
    return transaction(work, body);
  }

  /**
   * One short transaction on the small pool. A process that is frozen in the middle of it must not
   * hold its locks for long, nor must others wait long for them.
   */
  public <T> T controlTransaction(Work<T> body) {
    return transaction(control, body);
  }

  /** One statement that reads, which is a transaction of its own and is asked for in one go. */
  public <T> T query(Work<T> body) {
    try (var connection = work.getConnection()) {
      return body.run(connection);
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    }
  }

  private <T> T transaction(DataSource pool, Work<T> body) {
    try (var connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = body.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** The server's time, which rows bear. */
  public Instant now() {
    return query(
        connection ->
            Sql.first(connection, "SELECT clock_timestamp() AS now", row -> Sql.instant(row, "now"))
                .orElseThrow());
  }

  /** PostgreSQL's major version, which it tells whoever connects. */
  int serverVersion() {
    try (var connection = work.getConnection()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    }
  }

  /** The pool for work, for the journal, which brings its own statements. */
  public DataSource workPool() {
    return work;
  }

  /** A pool for migrations, whose statements may take as long as a table is large. */
  HikariDataSource migrationPool() {
    return pool("migration", MIGRATION_CONNECTIONS, CONNECT_SECONDS, 0, MIGRATION_LIMITS);
  }

  /** Connections for work that are in use; the pool says so without asking the database. */
  public int connectionsInUse() {
    return ofWorkPool(HikariPoolMXBean::getActiveConnections);
  }

  /** Connections for work that are open and free. */
  public int idleConnections() {
    return ofWorkPool(HikariPoolMXBean::getIdleConnections);
  }

  /** Threads that wait for a connection for work. */
  public int waitingForConnections() {
    return ofWorkPool(HikariPoolMXBean::getThreadsAwaitingConnection);
  }

  private int ofWorkPool(ToIntFunction<HikariPoolMXBean> count) {
    var pool = work.getHikariPoolMXBean();
    return pool == null ? 0 : count.applyAsInt(pool);
  }

  public int maxConnections() {
    return work.getMaximumPoolSize();
  }

  public DatabaseAddress address() {
    return address;
  }

  @Override
  public void close() {
    frozenClients.close();
    work.close();
    control.close();
  }
}
