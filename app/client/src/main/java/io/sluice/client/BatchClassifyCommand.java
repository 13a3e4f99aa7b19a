package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.ClassificationView;
import io.sluice.view.ClassifiedView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice batch classify BATCH...}: has documents sorted into categories. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description = {
      "Sorts documents into categories that are in none yet; --again those too that were sorted by",
      "other categories, examples or models than there are now. No document is read again.",
      "",
      "  sluice batch classify contracts --again --wait",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchClassifyCommand implements Callable<Integer> {
  private static final long LOOK = 1_000;

  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", arity = "1..*", description = "Batches.")
  private List<String> batches;

  @Option(
      names = "--again",
      description = "Also what other categories, examples or models have sorted.")
  private boolean again;

  @Option(names = "--wait", description = "Wait until all are sorted.")
  private boolean wait;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    return EachName.of(
        options,
        batches,
        (batch, printed) -> {
          var path = BatchCommand.path(batch);
          var answer = api.send("POST", path + "/classify" + (again ? "?again=true" : ""), null);
          var asked = NodeJson.read(answer, ClassifiedView.class);
          print(
              "%s: %s texts are to be sorted%s"
                  .formatted(
                      asked.batch().batch(),
                      Figures.count(asked.texts()),
                      asked.goesOn() ? ", and the node goes on with more" : ""));
          if (wait) {
            follow(api, batch, asked);
          }
          printed.accept(wait ? api.get(path + "/classification") : answer);
        });
  }

  private void follow(ApiClient api, String batch, ClassifiedView asked) throws IOException {
    var path = BatchCommand.path(batch);
    var now = asked.batch();
    boolean more = asked.goesOn();
    String told = null;
    while (more || now.waiting() > 0) {
      pause();
      if (more) {
        var answer = api.send("POST", path + "/classify" + (again ? "?again=true" : ""), null);
        more = NodeJson.read(answer, ClassifiedView.class).goesOn();
      }
      now = NodeJson.read(api.get(path + "/classification"), ClassificationView.class);
      if (now.problem() != null && !now.problem().equals(told)) {
        told = now.problem();
        options.complain(now.batch() + ": some wait: " + told);
      }
    }
    print(
        "%s: %s of %s documents are sorted, %s of these to be looked at"
            .formatted(
                now.batch(),
                Figures.count(now.classified()),
                Figures.count(now.documents()),
                Figures.count(now.review())));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void print(String line) {
    if (!options.json()) {
      options.out().println(Printable.text(line));
      options.out().flush();
    }
  }
}
