package io.sluice.client;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice batch budget BATCH}: what messages may cost in all. */
@Command(
    name = "budget",
    mixinStandardHelpOptions = true,
    description = {
      "Sets what the messages of a batch may take in all, with what they have taken already, and",
      "goes on where that was used up. What is not given has no bound from then on.",
      "",
      "  sluice batch budget websites-1 --max-tokens-total 10M",
      "  sluice batch budget websites-1 --max-cost 25",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchBudgetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", description = "Name or number of a batch of websites.")
  private String batch;

  @Option(
      names = "--max-tokens-total",
      paramLabel = "TOKENS",
      description = "Tokens of prompts and answers, such as 5M.")
  private String tokens;

  @Option(
      names = "--max-cost",
      paramLabel = "COST",
      description = "By MESSAGE_PRICE_IN and MESSAGE_PRICE_OUT.")
  private Double cost;

  @Override
  public Integer call() throws IOException {
    var body = NodeJson.object().put("action", "budget");
    if (tokens != null) {
      body.put("mostTokens", tokens());
    }
    if (cost != null) {
      body.put("mostCost", cost);
    }
    return MessageChange.ask(options, batch, body, "its budget is set");
  }

  private long tokens() {
    if (!tokens.matches("[0-9]{1,15}|[0-9]{1,9}[kMG]")) {
      throw new ParameterException(
          spec.commandLine(), "--max-tokens-total must be a number such as 5000000 or 5M");
    }
    long unit =
        switch (tokens.charAt(tokens.length() - 1)) {
          case 'k' -> 1_000;
          case 'M' -> 1_000_000;
          case 'G' -> 1_000_000_000;
          default -> 1;
        };
    return Math.multiplyExact(Long.parseLong(tokens.replaceFirst("[kMG]$", "")), unit);
  }
}
