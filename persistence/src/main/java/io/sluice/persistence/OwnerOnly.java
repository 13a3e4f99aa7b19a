package io.sluice.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;

/** Files and directories that nobody but their owner may read. */
final class OwnerOnly {
  private static final int SECRET_BYTES = 24;

  private OwnerOnly() {}

  static void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /** Writes a random secret; the file is there whole or not at all. */
  static void secret(Path file) throws IOException {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), "", mode);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(secret.getBytes(StandardCharsets.US_ASCII)));
      // Else a power loss leaves an empty file under the name.
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static void deleteTree(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
