package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.view.BatchView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice batch watch BATCH...}: follows batches until each has its end. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what batches do until each has its end: on a terminal a line a batch, elsewhere a line"
          + " a change. When the node goes away it is asked again. With --json: one object a line,"
          + " first as it is and then as it changes.",
      "",
      "  sluice batch watch files-1 && echo complete",
      ""
    },
    footer = {
      "",
      "Exit code: 0 all completed and no item failed or was missed, 1 otherwise, 2 wrong usage."
    })
final class BatchWatchCommand implements Callable<Integer> {
  private static final long SHORTEST_WAIT = 1_000;
  private static final long LONGEST_WAIT = 10_000;
  private static final int SERVER_ERROR = 500;
  private static final Set<String> ENDS = Set.of("completed", "cancelled", "failed");

  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", arity = "1..*", description = "Batches.")
  private List<String> batches;

  private final Map<String, JsonNode> told = new LinkedHashMap<>();
  private int drawn;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = options.connect();
    long wait = SHORTEST_WAIT;
    boolean away = false;
    while (true) {
      try {
        var now = look(api);
        if (now.stream().allMatch(batch -> ENDS.contains(batch.state()))) {
          return now.stream().allMatch(BatchWatchCommand::isWhole) ? 0 : 1;
        }
        if (away) {
          options.complain("the node answers again");
        }
        away = false;
        wait = SHORTEST_WAIT;
      } catch (IOException e) {
        if (told.isEmpty() || e instanceof ApiException said && said.status() < SERVER_ERROR) {
          throw e;
        }
        if (!away) {
          options.complain(e.getMessage() + "; trying again");
        }
        away = true;
        wait = Math.min(LONGEST_WAIT, 2 * wait);
        drawn = 0;
      }
      Thread.sleep(wait);
    }
  }

  private static boolean isWhole(BatchView batch) {
    return batch.state().equals("completed")
        && batch.counters().failed() + batch.counters().dead() + batch.missed() == 0;
  }

  private List<BatchView> look(ApiClient api) throws IOException {
    var now = new ArrayList<BatchView>();
    for (var name : batches) {
      var json = api.get(BatchCommand.path(name));
      var batch = NodeJson.read(json, BatchView.class);
      now.add(batch);
      if (!json.equals(told.put(name, json)) && !options.isTerminal()) {
        options.out().println(options.json() ? NodeJson.line(json) : BatchLine.of(batch));
      }
    }
    if (options.isTerminal()) {
      draw(now);
    }
    options.out().flush();
    return now;
  }

  /** In place of the lines that were drawn before. */
  private void draw(List<BatchView> now) {
    var text = new StringBuilder(drawn == 0 ? "" : "\033[" + drawn + "A\r\033[J");
    now.forEach(batch -> text.append(BatchLine.of(batch)).append('\n'));
    options.out().print(text);
    drawn = now.size();
  }
}
