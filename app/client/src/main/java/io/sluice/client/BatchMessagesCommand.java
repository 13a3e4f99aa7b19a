package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import io.sluice.view.SiteMessagesView;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice batch messages BATCH}: how many messages stand how, or those that stand so. */
@Command(
    name = "messages",
    mixinStandardHelpOptions = true,
    description = {
      "Counts the messages to the websites of a batch by where they are and why; with --status or",
      "--reason it shows them.",
      "",
      "  sluice batch messages websites-1",
      "  sluice batch messages websites-1 --status needs_review --reason placeholder",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchMessagesCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", description = "Name or number of a batch of websites.")
  private String batch;

  @Option(names = "--status", paramLabel = "STATUS", description = "Show those that stand so.")
  private String status;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Show those with this reason: the word of it, such as thin.")
  private String reason;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    var path = BatchCommand.path(batch) + "/messages";
    if (status == null && reason == null) {
      count(api.get(path + "?limit=1"));
    } else {
      show(api, path + query());
    }
    options.out().flush();
    return 0;
  }

  private String query() {
    var query = status == null ? "" : "&status=" + ApiClient.escaped(status);
    query += reason == null ? "" : "&reason=" + ApiClient.escaped(reason);
    return "?" + query.substring(1);
  }

  private void count(JsonNode answer) throws IOException {
    if (options.json()) {
      options.out().println(NodeJson.line(answer));
      return;
    }
    var now = NodeJson.read(answer, SiteMessagesView.class);
    var table = new Table(1, "status", "messages", "reason");
    now.counts()
        .forEach(
            one ->
                table.row(
                    one.status(),
                    Figures.count(one.messages()),
                    one.reason() == null ? "" : one.reason()));
    table.lines().forEach(options.out()::println);
    if (now.budget() != null && now.budget().asked() > 0) {
      options.out().println(spent(now.budget()));
    }
    var waiting =
        now.counts().stream()
            .filter(one -> one.status().equals("pending"))
            .mapToLong(SiteMessagesView.Count::messages)
            .sum();
    if ("paused".equals(now.state()) && waiting > 0) {
      options.complain(
          "%s is paused: %s messages wait. Go on: sluice batch resume %s"
              .formatted(now.batch(), Figures.count(waiting), now.batch()));
    }
    if (now.problem() != null) {
      options.complain(
          "%s: messages that wait have failed before: %s".formatted(now.batch(), now.problem()));
    }
    if (now.budget() != null && now.budget().paused() != null) {
      options.complain(
          "%s: nothing more is asked: %s. Raise it: sluice batch budget"
              .formatted(now.batch(), now.budget().paused()));
    }
  }

  private static String spent(SiteMessagesView.Budget budget) {
    return "asked %s times; %s tokens%s, cost %s%s"
        .formatted(
            Figures.count(budget.asked()),
            Figures.count(budget.tokens()),
            budget.mostTokens() == null ? "" : " of " + Figures.count(budget.mostTokens()),
            cost(budget.cost()),
            budget.mostCost() == null ? "" : " of " + cost(budget.mostCost()));
  }

  private static String cost(double cost) {
    return String.format(Locale.ROOT, "%.4f", cost);
  }

  private void show(ApiClient api, String path) throws IOException {
    var json = options.json() ? new JsonArray(options.out()) : null;
    try {
      NamedChannels.pages(
          api,
          path,
          "messages",
          element -> {
            if (json == null) {
              print(NodeJson.read(element, SiteMessagesView.Message.class));
            } else {
              json.add(element);
            }
          });
    } finally {
      if (json != null) {
        json.close();
      }
    }
  }

  private void print(SiteMessagesView.Message message) {
    var head =
        "line %d  %s  %s%s"
            .formatted(
                message.line(),
                message.url(),
                message.status(),
                message.reason() == null ? "" : "  " + message.reason());
    options.out().println(Printable.text(head));
    if (message.text() != null) {
      message.text().lines().forEach(line -> options.out().println("  " + Printable.text(line)));
    }
  }
}
