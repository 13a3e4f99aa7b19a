package io.sluice.ledger.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A process as nodes know one another's: its machine, its number and when it started.
 *
 * @param host name of its machine
 * @param space in which its number counts: two containers may both have a process 7
 */
public record NodeProcess(String host, String space, long number, Instant startedAt) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NUMBERS = Path.of("/proc/self/ns/pid");

  /** Hidden with all that belongs to others where /proc is mounted so. */
  private static final Path FIRST_PROCESS = Path.of("/proc/1/stat");

  /** This one. */
  public static NodeProcess now() {
    var self = ProcessHandle.current();
    return new NodeProcess(hostName(), spaceOfNumbers(), self.pid(), startOf(self));
  }

  /** Whether that one was here and is no more; of other machines nobody can tell. */
  public boolean knowsDead(NodeProcess other) {
    return host.equals(other.host) && space.equals(other.space) && hasVanished(other);
  }

  /** A number that lives with another start tells nothing: clocks are set, and starts with them. */
  private boolean hasVanished(NodeProcess other) {
    return other.number == number
        ? !other.startedAt.equals(startedAt)
        : hasEnded(other.number)
            || ProcessHandle.of(other.number).isEmpty() && Files.exists(FIRST_PROCESS);
  }

  /** Whether both have the same loopback addresses, as far as that can be told. */
  boolean isBeside(NodeProcess other) {
    return host.equals(other.host) && boot(space).equals(boot(other.space));
  }

  private static String boot(String space) {
    return space.replaceFirst(" .*", "");
  }

  /** One whose parent has not asked for its exit code keeps its number, and does nothing more. */
  private static boolean hasEnded(long number) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(number), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.MILLIS);
  }

  /** The kernel's word: a resolver may know no name, and then all machines would be one. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String spaceOfNumbers() {
    try {
      return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NUMBERS);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "process %d on %s".formatted(number, host);
  }
}
