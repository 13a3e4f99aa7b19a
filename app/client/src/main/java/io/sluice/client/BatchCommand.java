package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.BatchView;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice batch WHAT}: what a running node shall do with its batches. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    description = {
      "Shows and steers the batches of a running node; sluice submit makes them.",
      "",
      "  sluice batch list",
      "  sluice batch watch files-1",
      "  sluice batch failures files-1 --reason missing",
      "",
      "A BATCH is a batch's name or its number. Where several are given, all are tried. With --json"
          + " the answer is an array of what the node answered, an object a line.",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."},
    subcommands = {
      BatchListCommand.class,
      BatchShowCommand.class,
      BatchWatchCommand.class,
      BatchRetryCommand.class,
      BatchClassifyCommand.class,
      BatchFailuresCommand.class,
      BatchConfusionCommand.class,
      BatchOrganiseCommand.class,
      BatchMessagesCommand.class,
      BatchApproveCommand.class,
      BatchRejectCommand.class,
      BatchEditCommand.class,
      BatchRegenerateCommand.class,
      BatchBudgetCommand.class
    })
final class BatchCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Of a batch, in the API. */
  static String path(String batch) {
    return "/api/batches/" + ApiClient.escaped(batch);
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stores what is on its way and takes no more, until resumed. Of a batch of websites that is",
        "complete the messages wait that are still to be written.",
        "",
        "  sluice batch pause files-1",
        ""
      })
  int pause(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "BATCH", arity = "1..*") List<String> batches)
      throws IOException {
    return post(options, batches, "pause");
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = {
        "Goes on; a batch that could not be listed is listed again.",
        "",
        "  sluice batch resume files-1",
        ""
      })
  int resume(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "BATCH", arity = "1..*") List<String> batches)
      throws IOException {
    return post(options, batches, "resume");
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = {
        "Stops a batch for good. What is stored stays.",
        "",
        "  sluice batch cancel files-1",
        ""
      })
  int cancel(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "BATCH", arity = "1..*") List<String> batches)
      throws IOException {
    return post(options, batches, "cancel");
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = {
        "Stops and forgets batches, with their items. What was stored of these stays, unless --purge"
            + " takes it too.",
        "",
        "  sluice batch remove files-1",
        "  sluice batch remove files-1 --purge --yes",
        ""
      })
  int remove(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "BATCH", arity = "1..*") List<String> batches,
      @Option(
              names = "--purge",
              description =
                  "Remove rows and files of its items too, but files that are stored by others as well.")
          boolean purge,
      @Option(names = "--yes", description = "Do not ask before a --purge.") boolean yes)
      throws IOException {
    var removal = RemovalQuestion.of(options, purge, yes);
    var api = options.connect();
    return EachName.of(
        options,
        batches,
        (named, printed) -> {
          var batch = NodeJson.read(api.send("GET", path(named), null), BatchView.class);
          var stored = batch.counters().done() + batch.counters().duplicates();
          if (removal.isAgreed(Figures.count(stored) + " stored items", batch.name())) {
            api.send("DELETE", path(Long.toString(batch.id())) + removal.query(), null);
            removal.tell(batch.id(), batch.name(), printed);
          }
        });
  }

  private static int post(ApiOptions options, List<String> batches, String what)
      throws IOException {
    var api = options.connect();
    return EachName.of(
        options,
        batches,
        (batch, printed) -> {
          var answer = api.send("POST", path(batch) + "/" + what, null);
          var now = NodeJson.read(answer, BatchView.class);
          if (!options.json()) {
            options.out().println(Printable.text(now.name() + ": " + now.state()));
          }
          printed.accept(answer);
        });
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "what to do is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}
