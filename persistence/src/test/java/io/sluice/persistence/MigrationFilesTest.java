package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A database remembers the checksum of each migration that it has had, and is not opened once a
 * file differs. So a migration that somebody may have is never changed: {@code migrations.sha256}
 * has what {@code sha256sum} says of each, and gets a line for a new one when it is merged.
 */
class MigrationFilesTest {
  @Test
  void a_migration_that_has_been_merged_is_not_changed() throws Exception {
    var here = Path.of(MigrationFilesTest.class.getResource("migrations.sha256").toURI());
    assertThat(sums()).containsExactlyInAnyOrderElementsOf(Files.readAllLines(here));
  }

  private static List<String> sums() throws Exception {
    var sums = new ArrayList<String>();
    var directory = Path.of(Database.class.getResource("migrations").toURI());
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        sums.add(HexFormat.of().formatHex(digest) + "  " + file.getFileName());
      }
    }
    return sums;
  }
}
