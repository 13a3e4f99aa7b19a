package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.channel.SourceKind;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Sources;
import io.sluice.intake.ChatChoice;
import io.sluice.intake.Registration;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.Since;
import io.sluice.node.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects with a node of its own, which has the database to itself. */
final class CollectHere {
  private static final Logger LOG = LoggerFactory.getLogger(CollectHere.class);
  private static final int FAILED = 1;
  private static final double MOST_POLLS = 0.5;

  /** Of a site that is closed, one waits for the end. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Config config;
  private final CollectRequest request;
  private final Complaints complaints;
  private final Sources known;

  CollectHere(Config config, Sources known, CollectRequest request, Complaints complaints) {
    this.config = config;
    this.known = known;
    this.request = request;
    this.complaints = complaints;
  }

  /** Gives the exit code. */
  int run(ProgressDisplay display, PrintWriter out) {
    var choice = new ChatChoice(request.chats());
    request.sources().typed().forEach(source -> inspect(source, choice));
    choice.unmatched().ifPresent(complaints::add);
    if (choice.isEmpty()) {
      return FAILED;
    }
    request.interval().ifPresent(this::warnOfManyPolls);
    try (var node = Node.alone(config, known)) {
      return collect(node, choice, display, out);
    }
  }

  /** Looks for new posts go first, so too many of them leave no time for the old ones. */
  private void warnOfManyPolls(Duration interval) {
    for (var kind : known.kinds()) {
      kind.lookRate().ifPresent(rate -> warnOfManyPolls(kind, rate, interval));
    }
  }

  private void warnOfManyPolls(SourceKind kind, SourceKind.LookRate rate, Duration interval) {
    long channels = request.sources().count(kind);
    double share = channels / (interval.toMillis() / 1000.0) / rate.perSecond();
    if (share > MOST_POLLS) {
      LOG.warn(
          "Looking at {} channels each {} s takes {}% of {}: a longer --interval leaves more for"
              + " old posts",
          channels, interval.toSeconds(), Math.round(share * 100), rate.setting());
    }
  }

  private void inspect(SourceArguments.Typed source, ChatChoice choice) {
    try {
      var offer = source.kind().offer(source.word(), request.terms());
      if (offer.damage() != null) {
        complaints.add(
            "%s is %s: what cannot be read there is missing"
                .formatted(offer.place(), offer.damage()));
      }
      choice.add(offer);
      choice.uncollected(offer).forEach(complaints::add);
    } catch (IOException e) {
      complaints.add(e.getMessage());
    }
  }

  private List<FollowedChannel> channels(
      Map<Channels.Channel, List<SourceSpec>> sources, Since since) {
    return sources.entrySet().stream()
        .map(entry -> followed(entry.getKey(), since, entry.getValue()))
        .toList();
  }

  private static FollowedChannel followed(
      Channels.Channel channel, Since since, List<SourceSpec> sources) {
    return new FollowedChannel(channel, since.before(channel.id()), sources);
  }

  private int collect(Node node, ChatChoice choice, ProgressDisplay display, PrintWriter out) {
    var sources =
        new Registration(node.channels(), node.work().opener(), PATIENCE, complaints::add)
            .sources(choice);
    // What was at work before goes on meanwhile, and that may take as long as a site is closed.
    var since = Since.now(node.database());
    var channels = channels(sources, since);
    if (channels.isEmpty()) {
      return FAILED;
    }
    LOG.info("Found {} channels to process", channels.size());
    LOG.info(
        "Processing {} channels concurrently", Math.min(channels.size(), node.work().concurrent()));
    var own = new OwnChannels(node, channels);
    var followed = new FollowedChannels(node.database(), channels, since, false);
    var interruption = Interruption.watch(own::pause, node::abandon);
    var all = Background.run("channels", () -> followed.follow(own::tend));
    display.show(followed::standings, node.work().origins()::closed);
    try {
      CompletableFuture.anyOf(all, node.lost(), interruption.overdue()).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      followed.stop();
      display.close();
      interruption.close();
    }
    if (interruption.overdue().isDone()) {
      node.hurry();
    }
    if (node.lost().isDone()) {
      complaints.add(node.lost().join() + "; what came since is not stored: collect again");
    }
    followed.count();
    var standings = followed.standings();
    var report =
        Report.of(standings, channel -> ChannelCompleteness.count(node.database(), channel));
    report.print(out, request.json());
    if (interruption.exitCode().isPresent()) {
      return interruption.exitCode().getAsInt();
    }
    boolean complete = all.isDone() && standings.stream().allMatch(Standing::isComplete);
    return complete && !report.isAnythingPassedOver() && !complaints.any() ? 0 : FAILED;
  }
}
