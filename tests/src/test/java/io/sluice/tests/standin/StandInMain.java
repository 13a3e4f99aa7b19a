package io.sluice.tests.standin;

import io.sluice.standin.StandIn;
import io.sluice.standin.StandInOptions;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code tests/telegram}: serves the stand-in until it is stopped. It prints where it serves and
 * the command that collects from it.
 */
@Command(
    name = "tests/telegram",
    mixinStandardHelpOptions = true,
    description = "Stands in for Telegram's web preview, with invented channels and wanted faults.")
public final class StandInMain implements Callable<Integer> {
  private static final int SHOWN = 12;

  @Spec private CommandSpec spec;
  @Mixin private StandInOptions options;

  public static void main(String[] args) {
    System.exit(new CommandLine(new StandInMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var standIn = StandIn.start(options)) {
      spec.commandLine().getOut().print(told(standIn));
      spec.commandLine().getOut().flush();
      Thread.currentThread().join();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return 0;
  }

  private static String told(StandIn standIn) {
    var names = names(standIn, "", Integer.MAX_VALUE);
    return """
    Pages:    %s/s/NAME
    Photos:   %s
    StandInChannels: %s
    Record:   %s/stand-in

    To collect from it:
    TELEGRAM_URL=%s ALLOWED_ADDRESSES=%s,%s ./sluice collect %s
    """
        .formatted(
            standIn.pages(),
            standIn.photos(),
            names,
            standIn.pages(),
            standIn.pages(),
            standIn.pages().getAuthority(),
            standIn.photos().getAuthority(),
            names(standIn, "@", SHOWN));
  }

  private static String names(StandIn standIn, String before, int most) {
    return standIn.channels().stream()
        .limit(most)
        .map(channel -> before + channel.canonicalName())
        .collect(Collectors.joining(" "));
  }
}
