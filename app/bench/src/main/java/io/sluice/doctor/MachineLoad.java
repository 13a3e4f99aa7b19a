package io.sluice.doctor;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/** What else runs on this machine, before anything is measured: it lowers all figures. */
final class MachineLoad implements Check {
  static final About ABOUT =
      About.of("machine load", "what else runs here, before all else", 5, "other work");

  /** On a machine that is busy, what is well takes longer, but not for ever. */
  private static final int LONGEST = 3;

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  static boolean isBusy() {
    return load() > cores();
  }

  static String words() {
    return String.format(Locale.ROOT, "%.1f processes want %d cores", load(), cores());
  }

  /**
   * @param quiet how long something may take on a machine that does nothing else
   */
  static Duration patience(Duration quiet) {
    double times = Math.max(1, Math.min(LONGEST, load() / cores()));
    return Duration.ofMillis((long) (times * quiet.toMillis()));
  }

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) {
    if (load() < 0) {
      return Finding.skipped("this system does not tell");
    }
    return isBusy()
        ? Finding.warning(
            words(),
            "other work on this machine: less of it",
            "what is measured below is less than it can do")
        : Finding.fine(words());
  }
}
