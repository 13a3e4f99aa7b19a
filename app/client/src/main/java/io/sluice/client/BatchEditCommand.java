package io.sluice.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice batch edit BATCH LINE --file FILE}: a message that a person has written. */
@Command(
    name = "edit",
    mixinStandardHelpOptions = true,
    description = {
      "Replaces the message of a line. It is to be approved like others, and stays when messages are",
      "written again.",
      "",
      "  sluice batch edit websites-1 17 --file message.txt",
      "  sluice batch edit websites-1 17 --file - < message.txt",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."})
final class BatchEditCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(
      index = "0",
      paramLabel = "BATCH",
      description = "Name or number of a batch of websites.")
  private String batch;

  @Parameters(index = "1", paramLabel = "LINE", description = "Line of the list.")
  private long line;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      required = true,
      description = "The message; - reads standard input.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    var body = NodeJson.object().put("action", "edit").put("text", MessageChange.text(file));
    body.putArray("lines").add(line);
    return MessageChange.ask(options, batch, body, "%s message is edited");
  }
}
