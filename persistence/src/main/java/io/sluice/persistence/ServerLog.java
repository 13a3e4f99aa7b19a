package io.sluice.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/** What PostgreSQL's programs say, in a file that does not grow for ever. */
record ServerLog(Path file) {
  private static final long MOST_BYTES = 1 << 20;
  private static final int LAST_BYTES = 8192;
  private static final int MOST_CHARACTERS = 1000;

  /** Time and process, which stand before each line. */
  private static final Pattern PREFIX = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d [^\\[]*\\[\\d+] ");

  private static final Pattern TROUBLE =
      Pattern.compile("(FATAL|PANIC|ERROR|error): .*|.*(could not|failed|denied|invalid).*");

  /** What pg_ctl adds to the words of others. */
  private static final Pattern NOISE =
      Pattern.compile(
          "pg_ctl: could not start server|Examine the log output\\.|LOG:  database system is shut"
              + " down");

  /** Where the next line will stand, for {@link #since}. */
  long end() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** To be asked for now and then; who writes to it goes on at its beginning. */
  void limit() throws IOException {
    if (end() > MOST_BYTES) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /** The last line since then, or nothing. */
  String lastSince(long start) {
    var lines = linesSince(start);
    return lines.isEmpty() ? "" : shortened(lines.get(lines.size() - 1));
  }

  /** From the first complaint since then to the end; without one, the last line. */
  String complaintSince(long start) {
    var lines = linesSince(start);
    for (int i = 0; i < lines.size(); i++) {
      if (TROUBLE.matcher(lines.get(i)).matches()) {
        return shortened(String.join("; ", lines.subList(i, lines.size())));
      }
    }
    return lastSince(start);
  }

  private List<String> linesSince(long start) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long from = Math.max(size - LAST_BYTES, start > size ? 0 : start);
      var bytes = ByteBuffer.allocate((int) (size - from));
      channel.read(bytes, from);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> PREFIX.matcher(line).replaceFirst("").replaceAll("\\p{Cntrl}+", " ").strip())
          .filter(line -> !line.isEmpty() && !NOISE.matcher(line).matches())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String shortened(String words) {
    return words.length() <= MOST_CHARACTERS ? words : words.substring(0, MOST_CHARACTERS) + "...";
  }
}
