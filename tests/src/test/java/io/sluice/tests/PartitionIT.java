package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.persistence.Gate;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that breaks between nodes, or between one of them and the database. */
class PartitionIT {
  private static final int NODES = 3;
  private static final int TAKEN_OUT = 4;
  private static final int CHANNELS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final StandInOptions SITE =
      StandInOptions.defaults().withChannels(CHANNELS).withMessages(400).withPhotoShare(0.1);

  @TempDir private Path directory;

  private final List<Sluice> nodes = new ArrayList<>();

  @Test
  void one_side_works_and_the_other_stops_and_every_item_is_stored_once() {
    assumeTrue(
        Machines.canBeMade(), "only root may make network namespaces, and ip (iproute2) does it");
    try (var machines = Machines.make(NODES);
        var web = WebScene.in(directory, SITE.withHost(machines.here().getHostAddress()));
        var gate = Gate.before(machines.here(), web.scene().database())) {
      try {
        survive(machines, web, gate);
      } finally {
        nodes.forEach(Sluice::close);
      }
    }
  }

  private void survive(Machines machines, WebScene web, Gate gate) {
    for (int machine = 1; machine <= NODES; machine++) {
      nodes.add(start(machines, web, gate, machine));
    }
    nodes.forEach(PartitionIT::awaitReady);
    var witness = Witness.of(web.scene().database());
    add(machines, web);
    awaitWorkOn(web, machines, 1, 2, 3);

    var cutOff = nodes.get(0);
    machines.cut(1, 2);
    machines.cut(1, 3);
    assertThat(cutOff.end().assertExit(TAKEN_OUT).errors()).contains("Out of the cluster");
    awaitWorkOn(web, machines, 2, 3);

    machines.mend(1, 2);
    machines.mend(1, 3);
    nodes.set(0, start(machines, web, gate, 1));
    awaitReady(nodes.get(0));
    awaitUp(web, machines, 1, 2, 3);

    machines.cutFromHere(2);
    assertThat(nodes.get(1).end().assertExit(TAKEN_OUT).errors())
        .contains("this node has lost the database, which", "still reaches");
    awaitUp(web, machines, 1, 3);
    Sluice.await("all channels", () -> completed(web) == CHANNELS, PATIENCE);

    assertThat(nodes.get(0).isAlive()).as(nodes.get(0).errors()).isTrue();
    assertThat(nodes.get(2).isAlive()).as(nodes.get(2).errors()).isTrue();
    web.assertStoredOnce(web.site().channels().toArray(StandInChannel[]::new));
    witness.assertOneWriterOfEachEpoch();
    assertThat(witness.writers()).as("the witness could tell them apart").isGreaterThan(2);
  }

  private Sluice start(Machines machines, WebScene web, Gate gate, int machine) {
    var way = Witness.named(gate.to(web.scene().database()), "node" + machine + "-" + nodes.size());
    return web.setup()
        .with("DATABASE_URL", way.url())
        .with("NODE_HOST", machines.address(machine))
        .with("INSECURE", "true")
        .with("NODE_TIMEOUT", "5s")
        .with("TELEGRAM_PAGE_RATE", "4")
        .with("CONCURRENT_LIMIT", "4")
        .start(machines.on(machine), "node");
  }

  private static void awaitReady(Sluice node) {
    node.awaitLog("Ready: API");
  }

  private static void add(Machines machines, WebScene web) {
    var arguments = new ArrayList<>(List.of("channel", "add", "--no-follow"));
    web.site().channels().forEach(channel -> arguments.add("@" + channel.canonicalName()));
    // A node of a busy machine may ask to be told again.
    Sluice.await("all channels to be taken", () -> isTaken(machines, web, arguments), PATIENCE);
  }

  private static boolean isTaken(Machines machines, WebScene web, List<String> arguments) {
    try (var command = web.setup().start(machines.on(1), arguments.toArray(String[]::new))) {
      return command.end().exitCode() == 0;
    }
  }

  /** Exactly these are there, and each of them collects. */
  private static void awaitWorkOn(WebScene web, Machines machines, int... numbers) {
    await(web, machines, "state = 'up' AND cardinality(running) > 0", numbers);
  }

  private static void awaitUp(WebScene web, Machines machines, int... numbers) {
    await(web, machines, "state = 'up'", numbers);
  }

  private static void await(WebScene web, Machines machines, String how, int... numbers) {
    var expected = IntStream.of(numbers).mapToObj(machines::address).collect(Collectors.toSet());
    var sql = "SELECT split_part(address, ':', 1) FROM sluice.node WHERE " + how;
    Sluice.await(
        expected + " where " + how,
        () ->
            web.query(sql).stream()
                .map(row -> row.get(0))
                .collect(Collectors.toSet())
                .equals(expected),
        PATIENCE);
  }

  private static long completed(WebScene web) {
    return web.scene().count("SELECT count(*) FROM sluice.channel WHERE state = 'completed'");
  }
}
