package io.sluice.app;

import io.sluice.ledger.batch.NewBatch;
import io.sluice.settings.FileMode;
import io.sluice.settings.SettingsReader;
import io.sluice.words.BatchName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code sluice submit} of what is read from files, the web, and S3: a batch of one kind. */
abstract class SubmitSources implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(SubmitSources.class);

  @Spec private CommandSpec spec;

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

  @Option(
      names = "--wait",
      description = "Where nodes have the batch: follow it to its end; else its name is printed.")
  private boolean waits;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  private final String kind;

  /**
   * @param kind of the batch
   */
  SubmitSources(String kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkName();
    var named = named();
    var config = SettingFlags.load(spec).config();
    var display = ProgressDisplay.forThisTerminal(json);
    LogOutput.start(LogSettings.from(config), config, display);
    var out = spec.commandLine().getOut();
    LOG.info("Looks for nodes at work");
    try (display) {
      var nodes = LiveNodes.find(config);
      if (nodes.isPresent()) {
        try (var live = nodes.get()) {
          checkForNodes(spec.commandLine().getParseResult());
          var complaints = new Complaints(spec.commandLine().getErr());
          return byNodes(live, named, complaints, display);
        }
      }
      var inputs =
          new InputLists(new SettingsReader(config).file("IMAGE_DIR"), FileMode.from(config));
      var source = named.here(followLinks, inputs);
      var wanted = new NewBatch(Optional.ofNullable(name), kind, source.json(), Optional.empty());
      return new SubmitHere(config, wanted, batches -> inputs.sweep(batches, source))
          .run(display, out, json);
    }
  }

  /**
   * Refuses what means nothing where nodes have the batch.
   *
   * @throws ParameterException if there is such an option
   */
  void checkForNodes(ParseResult given) {}

  private int byNodes(
      LiveNodes live, NamedSources given, Complaints complaints, ProgressDisplay display)
      throws IOException, InterruptedException {
    if (!given.input()) {
      return byNodes(live, given, sends, complaints, display);
    }
    // Nobody but this process can read it: it is a file as long as it is sent.
    var kept = new InputLists(Files.createTempDirectory("sluice-"), FileMode.OWNER);
    try {
      return byNodes(live, given.withInputIn(kept), true, complaints, display);
    } finally {
      kept.remove();
    }
  }

  private int byNodes(
      LiveNodes live,
      NamedSources named,
      boolean sent,
      Complaints complaints,
      ProgressDisplay display)
      throws IOException, InterruptedException {
    var submission = named.forNodes(kind, Optional.ofNullable(name), followLinks);
    var files = new GivenFiles(live, submission, sent, named, complaints);
    var terminal = display.isDrawn() ? spec.commandLine().getErr() : null;
    return new SubmitByNodes(live, files, terminal)
        .run(display, spec.commandLine().getOut(), waits, json);
  }

  private NamedSources named() {
    try {
      return NamedSources.of(sources, lists);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void checkName() {
    try {
      if (name != null) {
        BatchName.checked(name);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--name " + e.getMessage());
    }
  }
}
