package io.sluice.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sluice.batch.BatchSettings;
import io.sluice.file.FileSettings;
import io.sluice.persistence.DatabaseSettings;
import java.lang.management.ManagementFactory;

/** Files that a process may have open at once, against what a node has. */
final class Descriptors implements Check {
  static final About ABOUT =
      About.of("open files", "files and connections that a process may have", 5, "ulimit -n");

  /** Classes, listeners, requests. */
  private static final int BESIDES = 512;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return Finding.skipped("this system does not tell");
    }
    var batches = BatchSettings.from(patient.config());
    long needed =
        BESIDES
            + DatabaseSettings.from(patient.config()).maxPoolSize()
            + (long) batches.nodeChunks()
                * (batches.groupSize() + FileSettings.from(patient.config()).parallelism());
    long allowed = unix.getMaxFileDescriptorCount();
    var measured = "%,d allowed, up to %,d needed".formatted(allowed, needed);
    return allowed < needed
        ? Finding.warning(
            measured,
            "ulimit -n %d, or LimitNOFILE of systemd".formatted(2 * needed),
            "nothing fails with too many open files")
        : Finding.fine(measured);
  }
}
