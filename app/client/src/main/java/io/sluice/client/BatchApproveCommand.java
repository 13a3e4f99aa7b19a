package io.sluice.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice batch approve BATCH LINE...}: says that messages are good. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = {
      "Approves messages that are written; sluice results --approved exports these alone. --all leaves",
      "out those that somebody is to look at: name them by line, --status or --reason.",
      "",
      "  sluice batch approve websites-1 17 23",
      "  sluice batch approve websites-1 --all",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchApproveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions options;

  @Mixin private ChosenMessages chosen;

  @Override
  public Integer call() throws IOException {
    if (chosen.areNone()) {
      throw new ParameterException(
          spec.commandLine(), "which messages is missing: LINE, --status, --reason or --all");
    }
    var body = NodeJson.object().put("action", "approve");
    chosen.write(body, false);
    return MessageChange.ask(options, chosen.batch(), body, "%s messages are approved");
  }
}
