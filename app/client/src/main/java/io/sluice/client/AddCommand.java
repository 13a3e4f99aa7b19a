package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import io.sluice.view.AddedChannelsView;
import io.sluice.words.TimeWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice channel add SOURCE...}: has a node collect channels, and sends it exports. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Has a running node collect channels. Repeating it is harmless.",
      "",
      "  sluice channel add @durov t.me/telegram",
      "  sluice channel add @durov --interval 5m",
      "  sluice channel add ~/Downloads/ChatExport_2025-01-31",
      "  sluice channel add - < channels.txt",
      "",
      "An export that the node cannot read where it lies is sent to it: its result.json and the"
          + " photos that this names within the export's directory, nothing else. What is there"
          + " already is not sent again, so an upload that was interrupted is finished by repeating"
          + " the command.",
      ""
    },
    footer = {"", "Exit code: 0 all were taken, 1 some were not, 2 wrong usage."})
final class AddCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Mixin private ApiOptions options;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description =
          "A public channel (@name, t.me/name), a directory with a Telegram Desktop export or its"
              + " result.json, or - for standard input with a source a line.")
  private List<String> sources;

  @Option(
      names = "--chat",
      paramLabel = "NAME",
      description = "Only this chat of an export with many, by name or id; may be repeated.")
  private List<String> chats = List.of();

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Leave out messages sent before, such as 2025-01-31 or 2025-01-31T12:00:00Z.")
  private String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many messages of each channel.")
  private Long limit;

  @Option(
      names = "--follow",
      negatable = true,
      description =
          "Whether to go on with new posts; by default it does for channels of the web without"
              + " --limit.")
  private Boolean follow;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "How often to look for new posts, such as 60s, 5m or 1h.")
  private String interval;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    var api = options.connect();
    boolean failed = false;
    var json = options.json() ? new JsonArray(options.out()) : null;
    var adding = new Adding(api, wanted(), options.isTerminal() ? options.err() : null);
    try {
      for (var source : words()) {
        try {
          print(adding.add(source), json);
        } catch (AwayException e) {
          throw e;
        } catch (IOException e) {
          if (e instanceof ApiException said
              && said.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw e;
          }
          options.complain(Printable.text(source) + ": " + e.getMessage());
          failed = true;
        }
        options.out().flush();
      }
    } finally {
      if (json != null) {
        json.close();
      }
    }
    return failed ? 1 : 0;
  }

  private void check() {
    if (limit != null && limit < 0) {
      throw options.wrong("--limit must be 0 or more, was " + limit);
    }
    if (Boolean.TRUE.equals(follow) && limit != null && limit > 0) {
      throw options.wrong("--follow goes on without end, so it cannot have a --limit");
    }
    checked("--since", since, TimeWords::moment);
    checked("--interval", interval, TimeWords::interval);
  }

  private void checked(String option, String value, Consumer<String> reading) {
    try {
      if (value != null) {
        reading.accept(value);
      }
    } catch (IllegalArgumentException e) {
      throw options.wrong(option + " " + e.getMessage());
    }
  }

  private Wanted wanted() {
    // A date means midnight where the user is, not where the node is.
    return new Wanted(
        chats, since == null ? null : TimeWords.moment(since), limit, follow, interval);
  }

  private List<String> words() throws IOException {
    var words = new ArrayList<String>();
    for (var typed : sources) {
      if (typed.equals(STANDARD_INPUT)) {
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            .lines()
            .map(line -> line.replace("\uFEFF", "").strip())
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .forEach(words::add);
      } else {
        words.add(typed);
      }
    }
    return words;
  }

  private void print(JsonNode answer, JsonArray json) throws IOException {
    var added = NodeJson.read(answer, AddedChannelsView.class);
    if (json != null) {
      answer.path("channels").forEach(json::add);
      return;
    }
    for (var channel : added.channels()) {
      options
          .out()
          .println(
              Printable.text(
                  "%s: %s, %s"
                      .formatted(
                          channel.name(),
                          channel.added() ? "added" : "there already",
                          channel.state())));
    }
  }
}
