package io.sluice.persistence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server notes of itself in {@code postmaster.pid}, as far as it can be believed: the file
 * outlives a power loss and a container, and may be cut off.
 *
 * @param pid of its main process, or of whatever has that number now
 * @param port where it listens
 * @param state how far it is; a file that is being written has none yet
 */
record PidFile(long pid, int port, String state) {
  private static final int MOST_BYTES = 4096;
  private static final int LAST_PORT = 65_535;

  /** The lines of PostgreSQL's pidfile.h: pid, directory, time, port, socket, address, memory. */
  private static final Pattern LINES =
      Pattern.compile(
          "(?<pid>[1-9]\\d{0,9})\n[^\n]*\n[^\n]*\n(?<port>[1-9]\\d{0,4})\n"
              + "(?:[^\n]*\n[^\n]*\n[^\n]*\n(?<state>[a-z]+) *\n)?(?s:.*)");

  /** Empty where there is none, or none that says where the server is. */
  static Optional<PidFile> read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var lines = LINES.matcher(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
      if (!lines.matches() || Integer.parseInt(lines.group("port")) > LAST_PORT) {
        return Optional.empty();
      }
      return Optional.of(
          new PidFile(
              Long.parseLong(lines.group("pid")),
              Integer.parseInt(lines.group("port")),
              lines.group("state") == null ? "" : lines.group("state")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean isReady() {
    return state.equals("ready");
  }

  boolean isStopping() {
    return state.equals("stopping");
  }
}
