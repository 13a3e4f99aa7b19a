package io.sluice.doctor;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What else runs on this machine, before anything is measured: it lowers all figures. */
final class MachineLoad implements Check {
  static final About ABOUT =
      About.of("machine load", "what else runs here, before all else", 5, "other work");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    if (load < 0) {
      return Finding.skipped("this system does not tell");
    }
    var measured = String.format(Locale.ROOT, "%.1f at work for %d cores", load, cores);
    return load > cores
        ? Finding.warning(
            measured,
            "other work on this machine: less of it",
            "this is measured, and done, so much faster")
        : Finding.fine(measured);
  }
}
