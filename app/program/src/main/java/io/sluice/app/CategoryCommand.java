package io.sluice.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice category WHAT}: what documents are sorted into. */
@Command(
    name = "category",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice category WHAT [OPTION...]",
    description = {
      "Shows and changes the categories that documents are sorted into. They are in the database,",
      "so that all nodes have the same; nodes need not be there. What was classified before stays",
      "as it is until sluice batch classify BATCH --again.",
      "",
      "  sluice category learn ~/sorted",
      "  sluice category add contracts --description 'what two parties agree on: leases, sales'",
      "  sluice category list",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class CategoryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what to do is missing: list, add, describe, remove or learn");
  }
}
