package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.standin.StandIn;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures what collecting several channels at once brings on a site that takes 200 ms for an
 * answer: four at once against one after another, and ten with four places against batches of four
 * that wait for their slowest.
 */
final class ChannelsBench {
  private static final int LATENCY_MS = 200;
  private static final int PLACES = 4;
  private static final int MESSAGES = 1500;
  private static final Pattern STARTED =
      Pattern.compile("(?m)^(\\S+) .*Processing channel: (\\S+) \\(ID");
  private static final Pattern FOUND = Pattern.compile("(?m)^(\\S+) .*Found \\d+ channels");

  private ChannelsBench() {}

  /**
   * When a channel was collected, in seconds since the first could be.
   *
   * @param from when its run started
   * @param to when it was complete
   */
  private record Time(double from, double to) {
    double length() {
      return to - from;
    }
  }

  /** Arguments: a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var work = Path.of(args[0]);
    try (var site = StandIn.start(options(PLACES))) {
      double turns = end(collect(site, work.resolve("turns"), 1));
      double atOnce = end(collect(site, work.resolve("at-once"), PLACES));
      System.out.printf(
          "%d channels of %d messages, %d ms: one after another %.1f s, at once %.1f s, ratio %.2f%n",
          PLACES, MESSAGES, LATENCY_MS, turns, atOnce, turns / atOnce);
    }
    try (var site = StandIn.start(options(10))) {
      shorten(site);
      var times = collect(site, work.resolve("ten"), PLACES);
      double barriers = barriers(times.values());
      System.out.printf(
          "10 channels of different lengths, %d places: %.1f s; in batches of %d %.1f s, ratio %.2f%n",
          PLACES, end(times), PLACES, barriers, barriers / end(times));
    }
  }

  private static StandInOptions options(int channels) {
    return StandInOptions.defaults()
        .withChannels(channels)
        .withMessages(MESSAGES)
        .withPhotoShare(0)
        .withLatencyMs(LATENCY_MS);
  }

  /** Leaves each channel another number of messages, long ones among short ones. */
  private static void shorten(StandIn site) {
    int number = 0;
    for (var channel : site.channels()) {
      int keep = 150 + 150 * (number++ * 7 % 10);
      channel.posts().stream().limit(MESSAGES - keep).forEach(post -> channel.delete(post.id()));
    }
  }

  private static Map<String, Time> collect(StandIn site, Path data, int places)
      throws IOException, InterruptedException {
    var program =
        BenchProgram.run(
            Map.of(
                "TELEGRAM_URL", site.pages().toString(),
                "ALLOWED_ADDRESSES", "127.0.0.1:" + site.pagePort(),
                "TELEGRAM_PAGE_RATE", "500",
                "CONCURRENT_LIMIT", Integer.toString(places),
                "DATA_DIR", data.toString()),
            "io.sluice.app.Main",
            Stream.concat(
                    Stream.of("collect", "--json"),
                    site.channels().stream().map(channel -> "@" + channel.canonicalName()))
                .toArray(String[]::new));
    var times = new LinkedHashMap<String, Time>();
    var found = FOUND.matcher(program.log());
    found.find();
    var start = Instant.parse(found.group(1));
    for (JsonNode channel : new ObjectMapper().readTree(program.output()).get("channels")) {
      var name = channel.get("channel").asText();
      double from = Duration.between(start, started(program.log(), name)).toMillis() / 1000.0;
      times.put(name, new Time(from, channel.get("seconds").asDouble()));
    }
    return times;
  }

  private static Instant started(String log, String name) {
    return STARTED
        .matcher(log)
        .results()
        .filter(line -> line.group(2).equals(name))
        .map(line -> Instant.parse(line.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static double end(Map<String, Time> times) {
    double first = times.values().stream().mapToDouble(Time::from).min().orElse(0);
    return times.values().stream().mapToDouble(Time::to).max().orElse(0) - first;
  }

  /** The same channels in the same order, four at a time, each four as long as their longest. */
  private static double barriers(Iterable<Time> times) {
    var lengths = new ArrayList<Double>();
    times.forEach(time -> lengths.add(time.length()));
    double sum = 0;
    for (int at = 0; at < lengths.size(); at += PLACES) {
      List<Double> batch = lengths.subList(at, Math.min(at + PLACES, lengths.size()));
      sum += batch.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
    return sum;
  }
}
