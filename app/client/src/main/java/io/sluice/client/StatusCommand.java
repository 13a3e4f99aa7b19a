package io.sluice.client;

import io.sluice.view.StatusView;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice status}: how a node and its channels are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how a running node is: all nodes and channels, rates, closed origins and stuck items.",
      "",
      "  sluice status",
      "  sluice status --url https://collector:8443 --ca authority.pem",
      ""
    },
    footer = {"", "Exit code: 0 a node answered, 1 none did, 2 wrong usage."})
final class StatusCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Override
  public Integer call() throws IOException {
    var answer = options.connect().get("/api/status");
    var status = NodeJson.read(answer, StatusView.class);
    if (options.json()) {
      options.out().println(NodeJson.line(answer));
    } else {
      StatusText.of(status).forEach(options.out()::println);
    }
    options.out().flush();
    return 0;
  }
}
