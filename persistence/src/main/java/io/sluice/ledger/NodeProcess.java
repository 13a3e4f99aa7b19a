package io.sluice.ledger;

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
  private static final Path NUMBERS = Path.of("/proc/self/ns/pid");

  /** This one. */
  public static NodeProcess now() {
    var self = ProcessHandle.current();
    return new NodeProcess(hostName(), spaceOfNumbers(), self.pid(), startOf(self));
  }

  /** Whether that one was here and is no more; of other machines nobody can tell. */
  public boolean knowsDead(NodeProcess other) {
    return host.equals(other.host)
        && space.equals(other.space)
        && (hasEnded(other.number)
            || ProcessHandle.of(other.number)
                .filter(handle -> startOf(handle).equals(other.startedAt))
                .isEmpty());
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
      return Files.readSymbolicLink(NUMBERS).toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "process %d on %s".formatted(number, host);
  }
}
