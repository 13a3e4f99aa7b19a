package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice channel watch [NAME...]}: follows what channels do, until stopped. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what the channels do as they do it, until Ctrl+C: on a terminal a line a channel that"
          + " is at work and one for the node, elsewhere a line a change. With channels named it"
          + " ends when each of them is completed or has failed. When the node goes away it is asked"
          + " again.",
      "",
      "  sluice channel watch",
      "  sluice channel watch durov && echo complete",
      "  sluice channel watch --json | jq -r 'select(.state == \"failed\") | .name'",
      "",
      "With --json: one object a line. Channels come first as they are and then as they change; an"
          + " object with node is the status, one with nothing but id was removed.",
      ""
    },
    footer = {"", "Exit code with NAME: 0 all completed, 1 one failed or was removed."})
final class WatchCommand implements Callable<Integer> {
  private static final long SHORTEST_WAIT = 1_000;
  private static final long LONGEST_WAIT = 10_000;
  private static final int SERVER_ERROR = 500;

  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these channels.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = options.connect();
    var chosen = new ArrayList<Long>();
    for (var name : names) {
      chosen.add(NamedChannels.find(api, name).id());
    }
    var watched = new Watched(chosen);
    try (var output = output(watched)) {
      follow(api, watched, output);
    }
    return watched.isAllCompleted() ? 0 : 1;
  }

  private WatchOutput output(Watched watched) {
    if (options.json()) {
      return new WatchJson(options);
    }
    return options.isTerminal()
        ? new WatchScreen(options.out(), watched, !names.isEmpty())
        : new WatchLines(options);
  }

  /** Until the chosen channels are done. */
  private static void follow(ApiClient api, Watched watched, WatchOutput output)
      throws IOException, InterruptedException {
    boolean known = false;
    boolean away = false;
    long wait = SHORTEST_WAIT;
    while (!watched.isDone()) {
      var why = "the node ended the connection";
      // The events first: what changes while the list is read is among them.
      try (var events = api.events()) {
        watched.list(all(api), output);
        if (away) {
          output.back();
        }
        known = true;
        away = false;
        wait = SHORTEST_WAIT;
        while (!watched.isDone()) {
          var event = events.next();
          if (event.isEmpty()) {
            break;
          }
          watched.take(event.get(), output);
        }
      } catch (AwayException e) {
        if (!known) {
          throw e;
        }
        why = "the node went away";
      } catch (ApiException e) {
        if (e.status() < SERVER_ERROR) {
          throw e;
        }
        why = e.getMessage();
      }
      if (watched.isDone()) {
        return;
      }
      if (!away) {
        output.away(why + "; trying again");
      }
      away = true;
      Thread.sleep(wait);
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    }
  }

  private static List<JsonNode> all(ApiClient api) throws IOException {
    var all = new ArrayList<JsonNode>();
    NamedChannels.pages(api, "/api/channels", "channels", all::add);
    return all;
  }
}
