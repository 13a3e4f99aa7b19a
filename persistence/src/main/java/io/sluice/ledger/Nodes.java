package io.sluice.ledger;

import io.sluice.persistence.Database;
import io.sluice.persistence.ProgramVersion;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Table {@code node}: the processes that use this database, each kept alive by its heartbeat. This
 * is the view of one of them, with its own row. Times are the database's, so that clocks of
 * machines do not matter. Thread-safe.
 */
public final class Nodes {
  private static final String FORGET_ENDED =
      "DELETE FROM sluice.node WHERE ended_at < clock_timestamp() - interval '1 hour'";

  private final Database database;
  private final Duration timeout;
  private final UUID id = UUID.randomUUID();
  private final NodeProcess self = NodeProcess.now();
  private final DatabaseClock clock = new DatabaseClock();
  private final Silence silence;

  /**
   * @param timeout a node whose heartbeat is older may be dead
   */
  public Nodes(Database database, Duration timeout) {
    this.database = database;
    this.timeout = timeout;
    silence = new Silence(timeout);
  }

  /**
   * Who wants in.
   *
   * @param address host:port for other nodes; empty for one that needs the database for itself
   * @param uid of this life at that address
   * @param imageDir id of its image directory
   */
  public record Entry(Optional<String> address, long uid, UUID imageDir) {}

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
   * Enters, joins others or learns that it has to wait, under the lock that all who enter take.
   *
   * @throws EntryRefusedException if it may not
   */
  public synchronized Entrance enter(Entry entry) {
    try {
      return database.controlTransaction(connection -> enter(connection, entry));
    } catch (RuntimeException e) {
      // Who was silent meanwhile may have written as little as this node could read.
      silence.forget();
      throw e;
    }
  }

  private Entrance enter(Connection connection, Entry entry) throws SQLException {
    var otherImages =
        Sql.first(
                connection,
                "SELECT coalesce(image_dir <> ?, false) FROM sluice.cluster FOR UPDATE",
                row -> row.getBoolean(1),
                entry.imageDir())
            .orElseThrow();
    setClock(connection);
    Sql.update(connection, FORGET_ENDED);
    var others = others(connection);
    var silent = others.stream().filter(this::isSilent).toList();
    var heard = others.stream().filter(Predicate.not(this::isSilent)).toList();
    refuse(entry, heard);
    var atSameAddress =
        heard.stream().filter(row -> row.address().equals(entry.address())).toList();
    if (!atSameAddress.isEmpty()) {
      return new Entrance.Wait(atSameAddress);
    }
    var up = heard.stream().filter(row -> row.state() == NodeRow.State.UP).toList();
    if (!up.isEmpty()) {
      if (otherImages) {
        throw new EntryRefusedException(
            "IMAGE_DIR is not the directory that the other nodes use (%s): share theirs with this machine"
                .formatted(labels(up)),
            up);
      }
      write(connection, entry, NodeRow.State.JOINING);
      return new Entrance.Join(up.stream().flatMap(row -> row.address().stream()).toList());
    }
    var unsure = new ArrayList<>(silence.unsure(silent));
    heard.stream().filter(row -> row.state() == NodeRow.State.LEAVING).forEach(unsure::add);
    if (!unsure.isEmpty()) {
      if (entry.address().isPresent()) {
        write(connection, entry, NodeRow.State.JOINING);
      }
      return new Entrance.Wait(unsure);
    }
    for (var row : silent) {
      end(connection, row.id(), NodeRow.State.DOWN, "was not heard of when a node started");
    }
    Sql.update(connection, "UPDATE sluice.cluster SET image_dir = ?", entry.imageDir());
    write(connection, entry, entry.address().isPresent() ? NodeRow.State.UP : NodeRow.State.ALONE);
    return new Entrance.First(otherImages);
  }

  /** Live ones but this, without those that are known to be dead. */
  private List<NodeRow> others(Connection connection) throws SQLException {
    var others = new ArrayList<NodeRow>();
    for (var row : NodeList.live(connection)) {
      if (row.id().equals(id)) {
        continue;
      }
      if (self.knowsDead(row.process())) {
        end(connection, row.id(), NodeRow.State.DOWN, "its process has ended");
      } else {
        others.add(row);
      }
    }
    return others;
  }

  /** Whether a node was not heard of for longer than a live one may keep silent. */
  public boolean isSilent(NodeRow row) {
    return row.silentSeconds() > timeout.toMillis() / 1000.0;
  }

  private void refuse(Entry entry, List<NodeRow> heard) {
    var inTheWay =
        heard.stream()
            .filter(row -> entry.address().isEmpty() || row.state() == NodeRow.State.ALONE)
            .toList();
    if (!inTheWay.isEmpty()) {
      throw new EntryRefusedException(
          entry.address().isPresent()
              ? "a collect has this database for itself: %s: wait until it is done"
                  .formatted(labels(inTheWay))
              : "other nodes use this database: %s: give a node its work by sluice channel add, or wait until they are done"
                  .formatted(labels(inTheWay)),
          inTheWay);
    }
    for (var row : heard) {
      refuseAddress(entry.address().orElseThrow(), row);
    }
  }

  private void refuseAddress(String address, NodeRow other) {
    var theirs = other.address().orElseThrow();
    // One that was killed, and starts again at its address in another container, is no other node.
    if (theirs.equals(address) && silence.hasSpoken(other)) {
      throw new EntryRefusedException(
          "another node has this one's address: %s: set another NODE_HOST or NODE_PORT"
              .formatted(other.label()),
          List.of(other));
    }
    boolean apart = !self.isBeside(other.process());
    if (apart && (isLoopback(address) || isLoopback(theirs))) {
      throw new EntryRefusedException(
          "%s cannot be reached from this node at %s, since a loopback address is of one machine only: set NODE_HOST to an address that other machines reach, on both"
              .formatted(other.label(), address),
          List.of(other));
    }
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.startsWith("localhost:");
  }

  private static String labels(List<NodeRow> rows) {
    return rows.stream().map(NodeRow::label).collect(Collectors.joining(", "));
  }

  private void write(Connection connection, Entry entry, NodeRow.State state) throws SQLException {
    int changed =
        Sql.update(
            connection,
            """
            INSERT INTO sluice.node AS node
              (id, state, address, uid, host, process_space, process, process_started, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
              state = excluded.state, address = excluded.address, last_seen = clock_timestamp()
            WHERE node.state NOT IN ('left', 'down')
            """,
            id,
            name(state),
            entry.address().orElse(null),
            entry.uid(),
            self.host(),
            self.space(),
            self.number(),
            self.startedAt().atOffset(ZoneOffset.UTC),
            ProgramVersion.CURRENT);
    if (changed == 0) {
      throw new EntryRefusedException(
          "others have taken this node for dead: start it again", List.of());
    }
  }

  /** This node is a member of the cluster now. */
  public void up() {
    update("UPDATE sluice.node SET state = 'up' WHERE id = ? AND state = 'joining'", id);
  }

  /** This node gives its work away, and takes none. */
  public void leaving() {
    update("UPDATE sluice.node SET state = 'leaving' WHERE id = ? AND state = 'up'", id);
  }

  /** This node is gone. */
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

  private static int end(Connection connection, UUID node, NodeRow.State how, String reason)
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
                    messages_per_second = ?, images_per_second = ?,
                    heap_bytes = ?, heap_max_bytes = ?
                  WHERE id = ? AND state NOT IN ('left', 'down')
                  RETURNING clock_timestamp() AS now
                  """,
                  row -> new Beat(Sql.instant(row, "now"), asked),
                  load.places(),
                  load.running().toArray(Long[]::new),
                  load.waiting().toArray(Long[]::new),
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

  /** Why this node was ended by others, as they noted it. */
  public Optional<String> reasonOfEnd() {
    return database.controlTransaction(
        connection ->
            Sql.first(
                connection,
                "SELECT coalesce(reason, '') FROM sluice.node WHERE id = ? AND state = 'down'",
                row -> row.getString(1),
                id));
  }

  private void update(String sql, Object... parameters) {
    database.controlTransaction(connection -> Sql.update(connection, sql, parameters));
  }

  private static String name(NodeRow.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
