package io.sluice.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice suppress WHAT}: whom nobody is to contact. */
@Command(
    name = "suppress",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice suppress WHAT [OPTION...]",
    description = {
      "Shows and changes the list of those whom nobody is to contact: domains, with all below them,",
      "and addresses of mail. Their websites are not fetched, nothing is written to them, and they",
      "are not exported. The list is in the database, so that all nodes have it at once.",
      "",
      "  sluice suppress add example.com someone@example.org",
      "  sluice suppress add - < list.txt",
      "  sluice suppress list",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class SuppressCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: list, add or remove");
  }
}
