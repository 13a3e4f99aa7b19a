package io.sluice.ledger.node;

import io.sluice.persistence.Sql;
import io.sluice.settings.ProgramVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a node gets in: who it is and what the rows of others say go in, its entrance comes out and
 * stands in its row. All who enter, or become members, do so under one lock.
 */
final class Admission {
  private static final String FORGET_ENDED =
      "DELETE FROM sluice.node WHERE ended_at < clock_timestamp() - interval '1 hour'";

  private static final String HEARD =
      "UPDATE sluice.node SET last_seen = clock_timestamp() WHERE id = ?";

  private static final String HEARD_AND_UP =
      """
      UPDATE sluice.node SET
        last_seen = clock_timestamp(), state = CASE state WHEN 'joining' THEN 'up' ELSE state END
      WHERE id = ?
      """;

  private final UUID id;
  private final NodeProcess self;
  private final Silence silence;
  private final Refusal refusal;

  Admission(UUID id, NodeProcess self, Silence silence) {
    this.id = id;
    this.self = self;
    this.silence = silence;
    refusal = new Refusal(self, silence);
  }

  /**
   * For one that is no member yet.
   *
   * @throws EntryRefusedException if it may not get in
   */
  // Model: tests/models/forming.pml
  Entrance enter(Connection connection, Nodes.Entry entry) throws SQLException {
    boolean otherImages = lock(connection, entry);
    Sql.update(connection, FORGET_ENDED);
    var others = others(connection);
    var silent = others.stream().filter(silence::isSilent).toList();
    var heard = others.stream().filter(Predicate.not(silence::isSilent)).toList();
    refusal.check(entry, heard);
    var entrance = entrance(entry, otherImages, heard, silent);
    boolean alone = entrance instanceof Entrance.First || entrance instanceof Entrance.Out;
    var ended = end(connection, alone ? silent : List.of());
    if (ended.isPresent()) {
      return ended.get();
    }
    if (entrance instanceof Entrance.Out out) {
      Nodes.end(connection, id, NodeRow.State.DOWN, out.reason());
    } else if (entrance instanceof Entrance.First) {
      found(connection, entry);
    } else if (entry.address().isPresent() && heard.stream().noneMatch(row -> isAt(entry, row))) {
      write(connection, entry, NodeRow.State.JOINING);
    }
    return entrance;
  }

  private Entrance entrance(
      Nodes.Entry entry, boolean otherImages, List<NodeRow> heard, List<NodeRow> silent) {
    var atSameAddress = heard.stream().filter(row -> isAt(entry, row)).toList();
    if (!atSameAddress.isEmpty()) {
      return new Entrance.Wait(atSameAddress);
    }
    var up = heard.stream().filter(row -> row.state() == NodeRow.State.UP).toList();
    if (!up.isEmpty()) {
      if (otherImages) {
        throw Refusal.otherImages(up);
      }
      return joins(up, entry.members());
    }
    var unsure = new ArrayList<>(silence.unsure(silent));
    heard.stream().filter(row -> row.state() == NodeRow.State.LEAVING).forEach(unsure::add);
    if (!unsure.isEmpty()) {
      return new Entrance.Wait(unsure);
    }
    // They are members, and their rows are about to say so.
    var hosts = heard.stream().filter(row -> row.isOneOf(entry.members())).toList();
    if (!hosts.isEmpty()) {
      return join(hosts);
    }
    return entry.members().isEmpty()
        ? new Entrance.First(otherImages)
        : new Entrance.Out("who let it in is gone: " + addresses(entry.members()));
  }

  private static boolean isAt(Nodes.Entry entry, NodeRow other) {
    return other.address().equals(entry.address());
  }

  private static Entrance joins(List<NodeRow> up, Set<Life> members) {
    return members.isEmpty() || up.stream().anyMatch(row -> row.isOneOf(members))
        ? join(up)
        : new Entrance.Astray(up);
  }

  private static Entrance join(List<NodeRow> others) {
    return new Entrance.Join(others.stream().flatMap(row -> row.address().stream()).toList());
  }

  private static String addresses(Set<Life> members) {
    return members.stream().map(Life::address).sorted().collect(Collectors.joining(", "));
  }

  private void found(Connection connection, Nodes.Entry entry) throws SQLException {
    if (!entry.founds()) {
      write(connection, entry, NodeRow.State.JOINING);
      return;
    }
    useImagesOf(connection, entry);
    write(connection, entry, entry.address().isPresent() ? NodeRow.State.UP : NodeRow.State.ALONE);
  }

  /**
   * For one that is a member.
   *
   * @throws EntryRefusedException if it may not be one
   */
  // Model: tests/models/forming.pml
  Entrance up(Connection connection, Nodes.Entry entry) throws SQLException {
    boolean otherImages = lock(connection, entry);
    var others = others(connection).stream().filter(row -> row.state().isIn()).toList();
    var together = others.stream().filter(row -> row.isOneOf(entry.members())).toList();
    if (otherImages && !together.isEmpty()) {
      throw Refusal.otherImages(together);
    }
    var ended = end(connection, List.of());
    if (ended.isPresent()) {
      return ended.get();
    }
    boolean astray = together.isEmpty() && !others.isEmpty();
    if (Sql.update(connection, astray ? HEARD : HEARD_AND_UP, id) == 0) {
      return new Entrance.Out("its row is gone");
    }
    if (astray) {
      return new Entrance.Astray(others);
    }
    useImagesOf(connection, entry);
    return new Entrance.In(others.isEmpty());
  }

  /** Whether the last node had another image directory. */
  private static boolean lock(Connection connection, Nodes.Entry entry) throws SQLException {
    return Sql.first(
            connection,
            "SELECT coalesce(image_dir <> ?, false) FROM sluice.cluster FOR UPDATE",
            row -> row.getBoolean(1),
            entry.imageDir())
        .orElseThrow();
  }

  private static void useImagesOf(Connection connection, Nodes.Entry entry) throws SQLException {
    Sql.update(connection, "UPDATE sluice.cluster SET image_dir = ?", entry.imageDir());
  }

  /** Live ones but this, without those that are known to be dead. */
  private List<NodeRow> others(Connection connection) throws SQLException {
    return live(connection).filter(row -> !self.knowsDead(row.process())).toList();
  }

  private Stream<NodeRow> live(Connection connection) throws SQLException {
    return NodeList.live(connection).stream().filter(row -> !row.id().equals(id));
  }

  /**
   * Notes the end of these and of those that are known to be dead, unless this node was ended
   * itself.
   *
   * @return what others have made of this node, if they did
   */
  private Optional<Entrance> end(Connection connection, List<NodeRow> silent) throws SQLException {
    var dead = live(connection).filter(row -> self.knowsDead(row.process())).toList();
    var ends = Stream.concat(dead.stream(), silent.stream()).map(NodeRow::id);
    Nodes.lock(connection, Stream.concat(ends, Stream.of(id)));
    var ended = Nodes.reasonOfEnd(connection, id);
    if (ended.isEmpty()) {
      end(connection, dead, "its process has ended");
      end(connection, silent, "was not heard of when a node started");
    }
    return ended.map(reason -> new Entrance.Out("others took this node for dead: " + reason));
  }

  private static void end(Connection connection, List<NodeRow> rows, String reason)
      throws SQLException {
    for (var row : rows) {
      Nodes.end(connection, row.id(), NodeRow.State.DOWN, reason);
    }
  }

  private void write(Connection connection, Nodes.Entry entry, NodeRow.State state)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO sluice.node AS node
          (id, state, address, uid, host, process_space, process, process_started, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
          state = excluded.state, address = excluded.address, last_seen = clock_timestamp()
        """,
        id,
        Nodes.name(state),
        entry.address().orElse(null),
        entry.uid(),
        self.host(),
        self.space(),
        self.number(),
        self.startedAt().atOffset(ZoneOffset.UTC),
        ProgramVersion.CURRENT);
  }
}
