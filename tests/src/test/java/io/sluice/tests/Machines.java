package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Machines of a test, each a network namespace with one address, and this one, all on a switch in a
 * namespace of its own: between any two of them the network can be cut without a word to either.
 * Closing it leaves nothing of them; processes in them must have ended.
 */
final class Machines implements AutoCloseable {
  private static final int HERE = 254;

  /** Nobody's, so that what is sent there is lost. */
  private static final String NOWHERE = "02:00:00:00:00:fe";

  private final long pid = ProcessHandle.current().pid();
  private final String net = "10.%d.%d.".formatted(100 + pid % 100, pid / 100 % 256);
  private final String link = "sl" + pid;
  private final int count;

  private Machines(int count) {
    this.count = count;
  }

  /** Whether this process may make some. */
  static boolean canBeMade() {
    var name = "sluice-probe-" + ProcessHandle.current().pid();
    return run("ip netns add %s && ip netns del %s".formatted(name, name)) == 0;
  }

  static Machines make(int count) {
    var machines = new Machines(count);
    try {
      machines.connect();
      return machines;
    } catch (RuntimeException e) {
      machines.close();
      throw e;
    }
  }

  private void connect() {
    var script = new ArrayList<String>();
    script.add("ip netns add " + hub());
    script.add("ip -n %s link add switch type bridge".formatted(hub()));
    script.add("ip -n %s link set switch up".formatted(hub()));
    script.add("ip link add %s type veth peer name port0 netns %s".formatted(link, hub()));
    script.add("ip addr add %s/24 dev %s".formatted(address(HERE), link));
    script.add("ip link set %s up".formatted(link));
    for (int i = 1; i <= count; i++) {
      script.add("ip netns add " + name(i));
      script.add(
          "ip link add eth0 netns %s type veth peer name port%d netns %s"
              .formatted(name(i), i, hub()));
      script.add("ip -n %s addr add %s/24 dev eth0".formatted(name(i), address(i)));
      script.add("ip -n %s link set eth0 up".formatted(name(i)));
      script.add("ip -n %s link set lo up".formatted(name(i)));
    }
    for (int i = 0; i <= count; i++) {
      script.add("ip -n %s link set port%d master switch up".formatted(hub(), i));
    }
    must(script);
  }

  private String hub() {
    return name(0);
  }

  private String name(int machine) {
    return "sluice-%d-%d".formatted(pid, machine);
  }

  /** What all of them reach this machine by. */
  InetAddress here() {
    try {
      return InetAddress.getByName(address(HERE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a machine; they count from 1. */
  String address(int machine) {
    return net + machine;
  }

  /** A command that runs the command behind it on that machine. */
  List<String> on(int machine) {
    return List.of("ip", "netns", "exec", name(machine));
  }

  void cut(int one, int other) {
    must(List.of(lose(one, other), lose(other, one)));
  }

  void cutFromHere(int machine) {
    must(
        List.of(
            lose(machine, HERE),
            "ip neigh replace %s lladdr %s dev %s nud permanent"
                .formatted(address(machine), NOWHERE, link)));
  }

  void mend(int one, int other) {
    must(List.of(find(one, other), find(other, one)));
  }

  private String lose(int from, int to) {
    return "ip -n %s neigh replace %s lladdr %s dev eth0 nud permanent"
        .formatted(name(from), address(to), NOWHERE);
  }

  private String find(int from, int to) {
    return "ip -n %s neigh del %s dev eth0".formatted(name(from), address(to));
  }

  private static void must(List<String> script) {
    for (var command : script) {
      if (run(command) != 0) {
        throw new IllegalStateException(command);
      }
    }
  }

  private static int run(String command) {
    try {
      var process =
          new ProcessBuilder("sh", "-c", command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The link of this machine goes with the switch. */
  @Override
  public void close() {
    for (int i = 0; i <= count; i++) {
      run("ip netns del " + name(i));
    }
  }
}
