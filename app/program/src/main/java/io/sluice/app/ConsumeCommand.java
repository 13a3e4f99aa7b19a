package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.feed.FeedSettings;
import io.sluice.ledger.feed.NewFeed;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice consume ADDRESS}: stores the file events of a Redis stream until it is stopped. */
@Command(
    name = "consume",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice consume [OPTION...] ADDRESS",
    description = {
      "Reads the file events of a Redis stream in a consumer group and stores each once, until it",
      "is stopped. An entry is acknowledged when its row is committed. Where nodes are at work on",
      "the database they read the stream, and this shows how far they are.",
      "",
      "  sluice consume redis://127.0.0.1/file-events",
      "  REDIS_PASSWORD=... sluice consume --group archive rediss://user@redis.example/2/events",
      "  sluice consume redis-sentinel://10.0.0.1,10.0.0.2/file-events#mymaster",
      ""
    },
    footer = {
      "",
      "Other users of this machine see what stands in a command line: a password is better in",
      "REDIS_PASSWORD. Exit code: 0 or 130 stopped, 1 it cannot go on, 2 wrong usage.",
      "After Ctrl+C a stream that nodes read is read on: sluice consumer pause stops that."
    })
final class ConsumeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumeCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ADDRESS",
      description = "redis://[user@]host[:port][/database]/stream, or rediss:// for TLS.")
  private String address;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "The group to read in; else CONSUMER_GROUP.")
  private String group;

  @Option(
      names = "--drain",
      description = "End when all that is in the stream is read and acknowledged.")
  private boolean drains;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var config = SettingFlags.load(spec).config();
    var wanted = wanted(config);
    var display = ProgressDisplay.forThisTerminal(false);
    LogOutput.start(LogSettings.from(config), config, display);
    var out = spec.commandLine().getOut();
    LOG.info("Looks for nodes at work");
    try (display) {
      var nodes = LiveNodes.find(config);
      if (nodes.isPresent()) {
        try (var live = nodes.get()) {
          LOG.info("Nodes of this database are at work ({}): they read it", live.labels());
          return new FollowedFeed(live.database(), wanted, drains).byNodes(display, out);
        }
      }
      return ConsumeHere.run(config, wanted, drains, display, out);
    }
  }

  private NewFeed wanted(Config config) {
    try {
      var settings = FeedSettings.from(config);
      var given = FeedAddress.of(address);
      return new NewFeed(
          given.password().isPresent() ? given : given.with(settings.password()),
          group == null || group.isBlank() ? settings.group() : group);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "ADDRESS " + e.getMessage());
    }
  }
}
