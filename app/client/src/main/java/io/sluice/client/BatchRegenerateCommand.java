package io.sluice.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice batch regenerate BATCH --prompt FILE}: messages again, out of what is stored. */
@Command(
    name = "regenerate",
    mixinStandardHelpOptions = true,
    description = {
      "Has messages to websites written again, by another template, model or language, out of what",
      "is stored: no website is asked. Messages that were approved, or that a person has written,",
      "stay, unless --with-approved. What a model has answered before is not asked again.",
      "",
      "  sluice batch regenerate websites-1 --prompt new.mustache",
      "  sluice batch regenerate websites-1 --reason language --language de",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchRegenerateCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Mixin private ChosenMessages chosen;

  @Option(
      names = "--prompt",
      paramLabel = "FILE",
      description = "A template in Mustache; - reads standard input. Without it the last one.")
  private Path prompt;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Another model than the one that is set.")
  private String model;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "What they have to be in, such as de.")
  private String language;

  @ArgGroup private Writer writer;

  @Option(
      names = "--with-approved",
      description = "Also those that were approved, or that a person has written.")
  private boolean withApproved;

  /** Who writes. */
  static final class Writer {
    @Option(names = "--ask", required = true, description = "A model writes them.")
    private boolean ask;

    @Option(
        names = "--no-model",
        required = true,
        description = "The text of the template is the message.")
    private boolean none;
  }

  @Override
  public Integer call() throws IOException {
    var body = NodeJson.object().put("action", "regenerate").put("withApproved", withApproved);
    chosen.write(body, true);
    if (prompt != null) {
      body.put("template", MessageChange.text(prompt));
    }
    if (model != null) {
      body.put("model", model);
    }
    if (language != null) {
      body.put("language", language);
    }
    if (writer != null) {
      body.put("ask", writer.ask);
    }
    return MessageChange.ask(options, chosen.batch(), body, "%s messages are to be written");
  }
}
