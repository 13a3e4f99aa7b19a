package io.sluice.cluster;

import io.sluice.ledger.node.Life;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Leave;

/** The members of the cluster as this node sees them. It looks at memory alone. */
public final class Members {
  private static final String DATA_CENTER = "dc-";

  private static final String UNREACHABLE = "unreachable";
  private static final List<String> STATES =
      List.of("joining", "up", "leaving", "down", UNREACHABLE);

  private Members() {}

  /**
   * A member.
   *
   * @param address host:port for other nodes
   * @param uid of this life at that address
   * @param status such as {@code up}
   * @param reachable whether it is heard of
   * @param oldest whether the coordinators are there
   * @param leader whether it lets others in and out
   */
  public record Seen(
      String address,
      long uid,
      String status,
      boolean reachable,
      List<String> roles,
      boolean oldest,
      boolean leader) {}

  /** All of them, this one too. */
  public static List<Seen> now(ActorSystem<?> system) {
    var state = Cluster.get(system).state();
    var oldest =
        stream(state.getMembers())
            .filter(Members::isIn)
            .reduce((one, other) -> one.isOlderThan(other) ? one : other);
    return stream(state.getMembers())
        .map(
            member ->
                new Seen(
                    ClusterLog.address(member),
                    member.uniqueAddress().longUid(),
                    status(member),
                    !state.getUnreachable().contains(member),
                    roles(member),
                    oldest.filter(member::equals).isPresent(),
                    member.address().equals(state.getLeader())))
        .toList();
  }

  /**
   * How many there are, by state: {@code joining}, {@code up}, {@code leaving} (until they are
   * gone), {@code down}, and whatever theirs is {@code unreachable}.
   */
  public static Map<String, Long> byState(ActorSystem<?> system) {
    var counts = new HashMap<String, Long>();
    STATES.forEach(state -> counts.put(state, 0L));
    for (var seen : now(system)) {
      counts.merge(seen.reachable() ? state(seen.status()) : UNREACHABLE, 1L, Long::sum);
    }
    return counts;
  }

  private static String state(String status) {
    return switch (status) {
      case "exiting" -> "leaving";
      case "weaklyup" -> "joining";
      default -> status;
    };
  }

  /** Whether this node is a member that takes part. */
  static boolean isUp(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
  }

  /**
   * The others in the cluster that this node is in, or has been let into, but for those that are
   * about to join; nobody before it was let in.
   */
  // Model: tests/models/forming.pml
  static Set<Life> others(ActorSystem<?> system) {
    var cluster = Cluster.get(system);
    return stream(cluster.state().getMembers())
        .filter(member -> !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))
        .filter(member -> !member.status().equals(MemberStatus.joining()))
        .map(member -> new Life(ClusterLog.address(member), member.uniqueAddress().longUid()))
        .collect(Collectors.toSet());
  }

  /** This node's address for others: host:port. */
  public static String self(ActorSystem<?> system) {
    return ClusterLog.address(Cluster.get(system).selfMember());
  }

  /** As it stands in a node's row, host:port; without a host, this node's own. */
  public static String hostPort(ActorSystem<?> system, Address address) {
    return address.getHost().isEmpty() ? self(system) : hostPort(address);
  }

  static String hostPort(Address address) {
    return address.getHost().orElseThrow() + ":" + address.getPort().orElse(0);
  }

  /** The other way. */
  static Address address(ActorSystem<?> system, String hostPort) {
    var self = Cluster.get(system).selfMember().address();
    int colon = hostPort.lastIndexOf(':');
    int port = Integer.parseInt(hostPort.substring(colon + 1));
    return new Address(self.protocol(), self.system(), hostPort.substring(0, colon), port);
  }

  /** Has a member leave, as soon as all have seen that it shall. */
  public static void leave(ActorSystem<?> system, Seen seen) {
    Cluster.get(system).manager().tell(new Leave(address(system, seen.address())));
  }

  /** Takes a member out, whether or not it answers. */
  public static void down(ActorSystem<?> system, Seen seen) {
    Cluster.get(system).manager().tell(new Down(address(system, seen.address())));
  }

  private static boolean isIn(Member member) {
    return member.status().equals(MemberStatus.up())
        || member.status().equals(MemberStatus.leaving());
  }

  private static String status(Member member) {
    return member.status().toString().toLowerCase(Locale.ROOT);
  }

  private static List<String> roles(Member member) {
    return member.getRoles().stream()
        .filter(role -> !role.startsWith(DATA_CENTER))
        .sorted()
        .toList();
  }

  private static Stream<Member> stream(Iterable<Member> members) {
    return StreamSupport.stream(members.spliterator(), false);
  }
}
