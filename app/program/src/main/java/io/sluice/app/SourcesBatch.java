package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.settings.FileMode;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Has a batch of what is read from files, the web and S3 worked on: by the nodes that are at work
 * on the database, or by this process where none are.
 */
final class SourcesBatch {
  private static final Logger LOG = LoggerFactory.getLogger(SourcesBatch.class);

  /** The passwords of documents, as a setting, and as a shorter flag of that. */
  static final String PASSWORDS_FILE = "DOCUMENT_PASSWORDS_FILE";

  static final String PASSWORDS = "--passwords";

  private final CommandSpec spec;
  private final Config config;
  private final Wanted wanted;
  private final BatchErrand errand;

  /**
   * What a user wants.
   *
   * @param kind of the batch
   * @param name of the batch; null where it is given one
   * @param followLinks whether symbolic links in directories are followed
   * @param sends whether nodes are sent what they could read, too
   * @param waits whether a batch that nodes have is followed to its end
   * @param json whether the report is JSON
   * @param terms what the kind has to know besides; null for nothing
   */
  record Wanted(
      String kind,
      String name,
      boolean followLinks,
      boolean sends,
      boolean waits,
      boolean json,
      JsonNode terms) {

    /** Of a kind that has to know nothing more. */
    Wanted(
        String kind, String name, boolean followLinks, boolean sends, boolean waits, boolean json) {
      this(kind, name, followLinks, sends, waits, json, null);
    }
  }

  /**
   * @param errand of a command that waits; of others it is only checked
   */
  private SourcesBatch(CommandSpec spec, Config config, Wanted wanted, BatchErrand errand) {
    this.spec = spec;
    this.config = config;
    this.wanted = wanted;
    this.errand = errand;
  }

  /**
   * Does it all, with the log and progress lines of a command that works.
   *
   * @return the exit code
   */
  static int run(
      CommandSpec spec, Config config, Wanted wanted, BatchErrand errand, NamedSources named)
      throws IOException, InterruptedException {
    var display = ProgressDisplay.forThisTerminal(wanted.json());
    LogOutput.start(LogSettings.from(config), config, display);
    try (display) {
      return new SourcesBatch(spec, config, wanted, errand).run(named, display);
    }
  }

  private int run(NamedSources named, ProgressDisplay display)
      throws IOException, InterruptedException {
    LOG.info("Looks for nodes at work");
    var nodes = LiveNodes.find(config);
    if (nodes.isPresent()) {
      try (var live = nodes.get()) {
        checkForNodes();
        return byNodes(live, named, display);
      }
    }
    var inputs =
        new InputLists(new SettingsReader(config).file("IMAGE_DIR"), FileMode.from(config));
    var source = named.here(wanted.followLinks(), wanted.terms(), inputs);
    var batch =
        new NewBatch(
            Optional.ofNullable(wanted.name()), wanted.kind(), source.json(), Optional.empty());
    return new SubmitHere(config, batch, batches -> inputs.sweep(batches, source), errand)
        .run(display, spec.commandLine().getOut(), wanted.json());
  }

  /** Passwords go nowhere: who reads the documents has them in a file of its own. */
  private void checkForNodes() {
    if (spec.commandLine().getParseResult().hasMatchedOption(PASSWORDS)) {
      throw new ParameterException(
          spec.commandLine(),
          PASSWORDS
              + " is for documents that this command reads itself, and nodes are at work on the"
              + " database: set "
              + PASSWORDS_FILE
              + " where they run");
    }
  }

  private int byNodes(LiveNodes live, NamedSources given, ProgressDisplay display)
      throws IOException, InterruptedException {
    if (given.input() == null) {
      return byNodes(live, given, wanted.sends(), display);
    }
    // Nobody but this process can read it: it is a file as long as it is sent.
    var kept = new InputLists(Files.createTempDirectory("sluice-"), FileMode.OWNER);
    try {
      return byNodes(live, given.withInputIn(kept), true, display);
    } finally {
      kept.remove();
    }
  }

  private int byNodes(LiveNodes live, NamedSources named, boolean sent, ProgressDisplay display)
      throws IOException, InterruptedException {
    var complaints = new Complaints(spec.commandLine().getErr());
    var submission =
        named.forNodes(
            wanted.kind(),
            Optional.ofNullable(wanted.name()),
            wanted.followLinks(),
            wanted.terms());
    var files = new GivenFiles(live, submission, sent, named, complaints);
    var terminal = display.isDrawn() ? spec.commandLine().getErr() : null;
    return new SubmitByNodes(live, files, terminal, errand)
        .run(display, spec.commandLine().getOut(), wanted.waits(), wanted.json());
  }
}
