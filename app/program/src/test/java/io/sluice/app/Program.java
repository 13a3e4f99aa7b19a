package io.sluice.app;

import io.sluice.terminal.Captured;

/** The program as it is called in this process. */
final class Program {
  private Program() {}

  static Captured run(String... args) {
    return Captured.of(() -> Main.run(args));
  }
}
