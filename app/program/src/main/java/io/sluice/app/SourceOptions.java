package io.sluice.app;

import io.sluice.words.BatchName;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Of which sources a batch is made, and how: the options that all such commands have. */
final class SourceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..*",
      description = {
        "A directory with all below it, a file, an address of the web, s3://BUCKET/PREFIX,",
        "or - for standard input with one of these a line."
      })
  private List<String> sources = List.of();

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description = {
        "A text with a SOURCE a line; a path in it that is not absolute begins where it lies.",
        "Can be given several times."
      })
  private List<String> lists = List.of();

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the batch, a new one.")
  private String name;

  @Option(
      names = "--follow-links",
      description = "Follow symbolic links in directories; else they are passed over.")
  private boolean followLinks;

  @Option(
      names = "--send",
      description = "Where nodes have the batch: send them the files, also those they could read.")
  private boolean sends;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  /**
   * @throws ParameterException if a word is no source
   */
  NamedSources named() {
    try {
      return NamedSources.of(sources, lists);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  /**
   * @param waits whether a batch that nodes have is followed to its end
   * @throws ParameterException if the batch cannot have that name
   */
  SourcesBatch.Wanted wanted(String kind, boolean waits) {
    try {
      var checked = name == null ? null : BatchName.checked(name);
      return new SourcesBatch.Wanted(kind, checked, followLinks, sends, waits, json);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--name " + e.getMessage());
    }
  }
}
