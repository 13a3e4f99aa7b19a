package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A database remembers the checksum of each migration that it has had, and is not opened once a
 * file differs. So a migration that somebody may have is never changed: {@code migrations.sha256}
 * has what {@code sha256sum} says of each, and gets a line for a new one when it is merged.
 */
class MigrationFilesTest {
  @Test
  void a_migration_that_has_been_merged_is_not_changed() throws Exception {
    assertThat(files()).containsExactlyInAnyOrderEntriesOf(merged());
  }

  private static Map<String, String> merged() throws IOException {
    try (var lines = MigrationFilesTest.class.getResourceAsStream("migrations.sha256")) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("  "))
          .collect(Collectors.toMap(line -> line[1], line -> line[0]));
    }
  }

  private static Map<String, String> files() throws Exception {
    var directory = Path.of(Database.class.getResource("migrations").toURI());
    var files = new TreeMap<String, String>();
    try (var all = Files.list(directory)) {
      all.forEach(file -> files.put(file.getFileName().toString(), sha256(file)));
    }
    return files;
  }

  private static String sha256(Path file) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
