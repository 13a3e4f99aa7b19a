package io.sluice.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.terminal.Captured;
import io.sluice.terminal.Steering;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Isolated("it looks at what the process prints")
class CommandRunTest {
  private static final IOException AWAY = new IOException(Steering.TEXT);
  private static final Exception REFUSED = new IllegalArgumentException(Steering.TEXT);

  @Command(name = "sluice")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  private static Captured run(Exception failure) {
    return Captured.of(
        () -> CommandRun.of(new CommandLine(new Failing(failure)), e -> e == REFUSED));
  }

  @Test
  void what_users_can_mend_is_told_in_one_line() {
    for (var failure : new Exception[] {AWAY, REFUSED}) {
      var program = run(failure);
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err().lines()).hasSize(1);
      assertThat(program.err()).startsWith("sluice: ");
      Steering.assertTamed(program.err());
    }
  }

  @Test
  void what_should_not_happen_is_told_as_a_trace_without_what_it_holds_raw() {
    var program = run(new IllegalStateException(Steering.TEXT, AWAY));
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).contains("please report it", " at io.sluice.command.CommandRunTest.");
    Steering.assertTamed(program.err());
  }
}
