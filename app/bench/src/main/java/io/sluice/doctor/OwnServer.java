package io.sluice.doctor;

import io.sluice.bench.ScratchFolder;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The embedded server of a data directory: the one that runs, or that is started for as long as the
 * patient is examined. Where there is none yet, one is made beside, on the same disk.
 */
final class OwnServer {
  private static final String SERVER = "postgres";

  private OwnServer() {}

  static DatabaseAddress address(Path dataDir, Patient patient) throws IOException {
    var running = EmbeddedServer.running(dataDir);
    if (running.isPresent() && EmbeddedServer.isInUse(dataDir)) {
      return running.get();
    }
    var place =
        Files.exists(dataDir.resolve(SERVER))
            ? dataDir
            : patient.keep(ScratchFolder.create(existing(dataDir))).folder("data");
    return patient.keep(EmbeddedServer.start(place)).address();
  }

  /** The nearest directory above that is there. */
  static Path existing(Path directory) {
    var place = directory.toAbsolutePath().normalize();
    while (!Files.isDirectory(place) && place.getParent() != null) {
      place = place.getParent();
    }
    return place;
  }
}
