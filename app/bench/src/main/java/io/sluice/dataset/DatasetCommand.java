package io.sluice.dataset;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice dataset WHAT}: makes up something to try Sluice with; each thing is a command. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    subcommands = {
      FilesCommand.class,
      DocumentsCommand.class,
      WebsitesCommand.class,
      EventsCommand.class,
      ExportCommand.class
    },
    description = "Writes invented data of many kinds, the same for a seed.")
public final class DatasetCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "what to make is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}
