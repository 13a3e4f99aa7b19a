package io.sluice.tests;

import io.sluice.tests.Fleet.Member;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Does to nodes and their database what happens to them in a bad week, at random. */
final class Disturber {
  private static final Duration FREEZE = Duration.ofSeconds(20);
  private static final Duration OUTAGE = Duration.ofSeconds(20);
  private static final long LATEST_REPLACEMENT_MILLIS = 8_000;
  private static final int USUAL_NODES = 3;
  private static final int MOST_NODES = 5;

  /** Each comes as often as it stands here. */
  private static final List<Kind> ROUND =
      List.of(Kind.KILL, Kind.KILL, Kind.FREEZE, Kind.STOP, Kind.DRAIN, Kind.JOIN, Kind.OUTAGE);

  private final Fleet fleet;
  private final RealDatabase database;
  private final Random random;
  private final Deque<Kind> round = new ArrayDeque<>();
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
  private final Set<Long> thaws = new HashSet<>();
  private final Set<Long> deaths = new HashSet<>();

  /** What may happen. */
  enum Kind {
    KILL,
    FREEZE,
    STOP,
    DRAIN,
    JOIN,
    OUTAGE
  }

  Disturber(Fleet fleet, RealDatabase database, Random random) {
    this.fleet = fleet;
    this.database = database;
    this.random = random;
  }

  /** Does the next thing, and tells what it was. */
  String disturb() {
    if (round.isEmpty()) {
      var next = new ArrayList<>(ROUND);
      Collections.shuffle(next, random);
      round.addAll(next);
    }
    var kind = round.remove();
    done.merge(kind, 1, Integer::sum);
    return switch (kind) {
      case KILL -> kill(anyone());
      case FREEZE -> freeze(anyone());
      case STOP -> stop(anyone());
      case DRAIN -> drain(anyone());
      case JOIN -> fleet.members().size() < MOST_NODES ? join() : stop(anyone());
      case OUTAGE -> outage();
    };
  }

  private Member anyone() {
    fleet.tend();
    var members = fleet.members();
    return members.get(random.nextInt(members.size()));
  }

  private String kill(Member member) {
    var role = member.equals(fleet.oldest()) ? ", the oldest" : "";
    deaths.add(System.currentTimeMillis());
    fleet.kill(member);
    long wait = random.nextBoolean() ? 0 : random.nextLong(LATEST_REPLACEMENT_MILLIS);
    Sluice.pause(wait);
    return "SIGKILL of %s%s%s".formatted(member.name(), role, replaced(wait));
  }

  private String freeze(Member member) {
    deaths.add(System.currentTimeMillis());
    member.node().program().freeze();
    Sluice.pause(FREEZE.toMillis());
    thaws.add(System.currentTimeMillis());
    member.node().program().thaw();
    return "SIGSTOP of %s for %d s".formatted(member.name(), FREEZE.toSeconds());
  }

  private String stop(Member member) {
    fleet.stop(member);
    return "SIGTERM of %s%s".formatted(member.name(), replaced(0));
  }

  private String drain(Member member) {
    fleet.drain(member);
    return "drain of %s%s".formatted(member.name(), replaced(0));
  }

  private String replaced(long waited) {
    return fleet.members().size() >= USUAL_NODES
        ? ", not replaced"
        : ", %s %d ms later".formatted(fleet.start().name(), waited);
  }

  private String join() {
    return "a new node, " + fleet.start().name();
  }

  private String outage() {
    database.stop();
    Sluice.pause(OUTAGE.toMillis());
    database.start();
    return "no database for %d s".formatted(OUTAGE.toSeconds());
  }

  /** How often what happened. */
  Map<Kind, Integer> done() {
    return Map.copyOf(done);
  }

  /** When nodes were killed or frozen, in milliseconds since 1970. */
  Set<Long> deaths() {
    return Set.copyOf(deaths);
  }

  /** When nodes went on that had been frozen, likewise. */
  Set<Long> thaws() {
    return Set.copyOf(thaws);
  }
}
