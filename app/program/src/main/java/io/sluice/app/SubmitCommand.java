package io.sluice.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice submit KIND ...}: has a batch of items worked on. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice submit KIND [OPTION...] SOURCE...",
    description =
        "Submits a batch: many items that are worked on in chunks, by all nodes there are.")
final class SubmitCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "the kind of the items is missing: files, documents or websites");
  }
}
