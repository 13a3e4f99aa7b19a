package io.sluice.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice batch reject BATCH LINE...}: says that messages are not to be used. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description = {
      "Rejects messages that are written: they are not to be used.",
      "",
      "  sluice batch reject websites-1 17 23",
      "  sluice batch reject websites-1 --reason language",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchRejectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions options;

  @Mixin private ChosenMessages chosen;

  @Override
  public Integer call() throws IOException {
    if (chosen.areNone()) {
      throw new ParameterException(
          spec.commandLine(), "which messages is missing: LINE, --status, --reason or --all");
    }
    var body = NodeJson.object().put("action", "reject");
    chosen.write(body, false);
    return MessageChange.ask(options, chosen.batch(), body, "%s messages are rejected");
  }
}
