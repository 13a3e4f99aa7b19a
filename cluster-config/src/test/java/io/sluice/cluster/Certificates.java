package io.sluice.cluster;

import io.sluice.tls.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Certificates that several tests look at, made once since each takes the keytool half a second.
 */
final class Certificates {
  static final Authority OURS = Authority.make(directory());
  static final Authority.Pair NODE = OURS.sign("sluice", "-ext", "eku=serverAuth,clientAuth");
  static final Authority.Pair OLD = OURS.sign("sluice", "-startdate", "-9d", "-validity", "1");
  static final Authority FOREIGN = Authority.make(directory());
  static final Authority.Pair STRANGER = FOREIGN.sign("sluice");

  private Certificates() {}

  private static Path directory() {
    try {
      return Files.createTempDirectory(Path.of("target"), "certificates").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
