package io.sluice.ledger.node;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Table {@code node}: the processes that use this database, each kept alive by its heartbeat. This
 * is the view of one of them, with its own row. Times are the database's, so that clocks of
 * machines do not matter. Thread-safe.
 */
public final class Nodes {
  private final Database database;
  private final UUID id = UUID.randomUUID();
  private final NodeProcess self = NodeProcess.now();
  private final DatabaseClock clock = new DatabaseClock();
  private final Silence silence;
  private final Admission admission;

  /**
   * @param timeout a node whose heartbeat is older may be dead
   */
  public Nodes(Database database, Duration timeout) {
    this.database = database;
    silence = new Silence(timeout);
    admission = new Admission(id, self, silence);
  }

  /**
   * Who wants in.
   *
   * @param address host:port for other nodes; empty for one that needs the database for itself
   * @param uid of this life at that address
   * @param imageDir id of its image directory
   * @param founds whether it founds the cluster if it is the first; else something else says who
   * @param members the others in the cluster that it is in, or has been let into; or nobody
   */
  public record Entry(
      Optional<String> address, long uid, UUID imageDir, boolean founds, Set<Life> members) {
    public Entry {
      members = Set.copyOf(members);
    }

    /** Of one that founds its cluster or is let in by others, and was not yet. */
    public Entry(Optional<String> address, long uid, UUID imageDir) {
      this(address, uid, imageDir, true, Set.of());
    }

    /** The same among these. */
    public Entry among(Set<Life> others) {
      return new Entry(address, uid, imageDir, founds, others);
    }

    /** The same where something else says who founds the cluster. */
    public Entry founding(boolean itself) {
      return new Entry(address, uid, imageDir, itself, members);
    }
  }

  /** This node's id, another one in each of its lives. */
  public UUID id() {
    return id;
  }

  /** This node's process. */
  public NodeProcess self() {
    return self;
  }

  /** The database's time, from the last heartbeat on by this machine's own count. */
  public Clock clock() {
    return clock;
  }

  /** Whether a heartbeat of this node was written within that time. */
  public boolean wasRenewedWithin(Duration time) {
    return clock.wasSetWithin(time);
  }

  /**
   * Enters, joins others or learns that it has to wait, under the lock that all who enter take; to
   * be asked again and again until this node is a member, since it is a heartbeat too.
   *
   * @throws EntryRefusedException if it may not
   */
  public synchronized Entrance enter(Entry entry) {
    try {
      return admitted(connection -> admission.enter(connection, entry));
    } catch (RuntimeException e) {
      // Who was silent meanwhile may have written as little as this node could read.
      silence.forget();
      throw e;
    }
  }

  /**
   * This node is a member of the cluster now, unless the database knows another one, under the same
   * lock.
   *
   * @throws EntryRefusedException if it may not be one
   */
  public Entrance up(Entry entry) {
    return admitted(connection -> admission.up(connection, entry));
  }

  private Entrance admitted(Database.Work<Entrance> admission) {
    return database.controlTransaction(
        connection -> {
          var entrance = admission.run(connection);
          setClock(connection);
          return entrance;
        });
  }

  /** Whether a node was not heard of for longer than a live one may keep silent. */
  public boolean isSilent(NodeRow row) {
    return silence.isSilent(row);
  }

  /**
   * Nodes that are up, were heard of just now, and are not among the members of this node's
   * cluster; none if this one is not up itself.
   *
   * @param members the others
   */
  public List<NodeRow> strangers(Set<Life> members) {
    return database.controlTransaction(
        connection -> TwoClusters.strangers(connection, id, members));
  }

  /**
   * Ends this node if there still are such nodes, and it is on the side that has to go.
   *
   * @param overdue whether the other side has had its time to go
   * @return why it has ended; empty if it has not
   */
  public Optional<String> giveWay(Set<Life> members, boolean overdue) {
    return database.controlTransaction(
        connection -> TwoClusters.giveWay(connection, id, members, overdue));
  }

  /** This node gives its work away, and takes none. */
  public void leaving() {
    update("UPDATE sluice.node SET state = 'leaving' WHERE id = ? AND state = 'up'", id);
  }

  /** This node is gone. */
  // Model: tests/models/forming.pml
  public void leave() {
    end(id, NodeRow.State.LEFT, "left");
  }

  /** Where this node's HTTP API answers. */
  public void serve(URI api) {
    update("UPDATE sluice.node SET api = ? WHERE id = ?", api.toString(), id);
  }

  /**
   * Notes that a node has ended; the first to say so is believed.
   *
   * @param reason why, for operators
   */
  public void end(UUID node, NodeRow.State how, String reason) {
    database.controlTransaction(connection -> end(connection, node, how, reason));
  }

  /**
   * The same for a member of the cluster; without effect where others took this node for dead,
   * whose view of the cluster is its own.
   *
   * @return the reason that stands: this, or an earlier one
   */
  // Model: tests/models/forming.pml
  // Model: tests/models/lease.pml
  public String endAt(String address, long uid, NodeRow.State how, String reason) {
    return database.controlTransaction(
        connection -> {
          var both = lockWithSelf(connection, address, uid);
          var ended = both.stream().filter(Locked::isAtAddress).findFirst();
          if (ended.isEmpty() || both.stream().noneMatch(row -> row.isLive() && row.isOf(id))) {
            return reason;
          }
          end(connection, ended.get().id(), how, reason);
          return Sql.first(
                  connection,
                  "SELECT reason FROM sluice.node WHERE id = ?",
                  row -> row.getString(1),
                  ended.get().id())
              .orElse(reason);
        });
  }

  private record Locked(UUID id, boolean isLive, boolean isAtAddress) {
    boolean isOf(UUID node) {
      return id.equals(node);
    }
  }

  /**
   * The row at the address and this node's own, in the order of their ids: of two that end each
   * other at once, one finds that it has ended.
   */
  private List<Locked> lockWithSelf(Connection connection, String address, long uid)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT id, state NOT IN ('left', 'down') AS live, address = ? AND uid = ? AS at_address
        FROM sluice.node WHERE id = ? OR address = ? AND uid = ? ORDER BY id FOR UPDATE
        """,
        row ->
            new Locked(
                row.getObject("id", UUID.class),
                row.getBoolean("live"),
                row.getBoolean("at_address")),
        address,
        uid,
        id,
        address,
        uid);
  }

  /** In the order of their ids, as all do who lock several. */
  static void lock(Connection connection, Stream<UUID> nodes) throws SQLException {
    Sql.list(
        connection,
        "SELECT id FROM sluice.node WHERE id = ANY (?) ORDER BY id FOR UPDATE",
        row -> row.getObject(1, UUID.class),
        connection.createArrayOf("uuid", nodes.distinct().toArray()));
  }

  static int end(Connection connection, UUID node, NodeRow.State how, String reason)
      throws SQLException {
    return Sql.update(
        connection,
        """
        UPDATE sluice.node SET state = ?, reason = ?, ended_at = clock_timestamp()
        WHERE id = ? AND state NOT IN ('left', 'down')
        """,
        name(how),
        reason,
        node);
  }

  /** Renews this node's heartbeat; false if others took it for dead and it must stop. */
  // Model: tests/models/forming.pml
  public boolean renew(NodeLoad load) {
    var beat =
        database.controlTransaction(
            connection -> {
              long asked = System.nanoTime();
              return Sql.first(
                  connection,
                  """
                  UPDATE sluice.node SET
                    last_seen = clock_timestamp(), places = ?, running = ?, waiting = ?,
                    chunk_places = ?, chunks_running = ?, chunks_waiting = ?,
                    messages_per_second = ?, images_per_second = ?,
                    heap_bytes = ?, heap_max_bytes = ?
                  WHERE id = ? AND state NOT IN ('left', 'down')
                  RETURNING clock_timestamp() AS now
                  """,
                  row -> new Beat(Sql.instant(row, "now"), asked),
                  load.channels().places(),
                  load.channels().running().toArray(Long[]::new),
                  load.channels().waiting().toArray(Long[]::new),
                  load.chunks().places(),
                  load.chunks().running().toArray(Long[]::new),
                  load.chunks().waiting().toArray(Long[]::new),
                  load.messagesPerSecond(),
                  load.imagesPerSecond(),
                  load.heapBytes(),
                  load.heapMaxBytes(),
                  id);
            });
    // Only when it is committed: others rely on what this node does within its last heartbeat.
    beat.ifPresent(written -> clock.set(written.time(), written.asked()));
    return beat.isPresent();
  }

  private record Beat(Instant time, long asked) {}

  private void setClock(Connection connection) throws SQLException {
    long asked = System.nanoTime();
    var now =
        Sql.first(connection, "SELECT clock_timestamp() AS now", row -> Sql.instant(row, "now"));
    clock.set(now.orElseThrow(), asked);
  }

  /** Why this node has ended, as it was noted; empty if it has not. */
  public Optional<String> reasonOfEnd() {
    return database.controlTransaction(connection -> reasonOfEnd(connection, id));
  }

  static Optional<String> reasonOfEnd(Connection connection, UUID node) throws SQLException {
    return Sql.first(
        connection,
        "SELECT coalesce(reason, '') FROM sluice.node WHERE id = ? AND state IN ('left', 'down')",
        row -> row.getString(1),
        node);
  }

  private void update(String sql, Object... parameters) {
    database.controlTransaction(connection -> Sql.update(connection, sql, parameters));
  }

  static String name(NodeRow.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
