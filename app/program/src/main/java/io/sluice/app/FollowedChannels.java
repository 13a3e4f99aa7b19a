package io.sluice.app;

import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.Since;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of a {@code collect}, whichever process does the work: looks at their rows, which
 * stay when a node goes, until all are at an end.
 */
final class FollowedChannels {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedChannels.class);
  private static final long FIRST_LOOK_MILLIS = 10;
  private static final long LOOK_MILLIS = 250;

  private final ChannelList rows;
  private final Collection<FollowedChannel> channels;
  private final Since since;
  private final boolean elsewhere;
  private volatile boolean stopped;
  private boolean databaseAway;

  /**
   * @param channels may become more while they are followed
   * @param since when the command began
   * @param elsewhere whether what becomes of them is in the logs of other processes
   */
  FollowedChannels(
      Database database, Collection<FollowedChannel> channels, Since since, boolean elsewhere) {
    this.channels = channels;
    this.since = since;
    this.elsewhere = elsewhere;
    rows = new ChannelList(database);
  }

  List<Standing> standings() {
    return channels.stream().map(FollowedChannel::standing).toList();
  }

  boolean isEmpty() {
    return channels.isEmpty();
  }

  /**
   * Returns when all are at an end.
   *
   * @param tend given each channel again and again until its end; must not wait
   */
  void follow(Consumer<FollowedChannel> tend) throws InterruptedException {
    long wait = 0;
    while (!stopped && !channels.stream().allMatch(FollowedChannel::isDone)) {
      channels.stream().filter(channel -> !channel.isDone()).forEach(tend);
      // Of many channels one has always changed, and a look costs as much as there are.
      long least = FIRST_LOOK_MILLIS + channels.size() / 4;
      wait = Math.min(LOOK_MILLIS, lookedAndFoundNews() ? least : Math.max(least, wait * 5 / 4));
      Thread.sleep(wait);
    }
  }

  /** Nobody waits any more. */
  void stop() {
    stopped = true;
  }

  private boolean lookedAndFoundNews() {
    try {
      boolean news = look();
      databaseAway = false;
      return news;
    } catch (DatabaseException e) {
      waitFor(e);
      return false;
    }
  }

  private void waitFor(DatabaseException e) {
    if (!e.isOutage()) {
      throw e;
    }
    if (!databaseAway && elsewhere) {
      LOG.warn("Waits: {}", e.getMessage());
    }
    databaseAway = true;
  }

  private boolean look() {
    // Before the rows are read: one that answers meanwhile is looked at next time.
    var open = channels.stream().filter(FollowedChannel::isLookedAt).toList();
    var now =
        rows.byIds(open.stream().map(FollowedChannel::id).toList()).stream()
            .collect(Collectors.toMap(at -> at.row().id(), Function.identity()));
    boolean news = false;
    for (var channel : open) {
      var at = now.get(channel.id());
      if (at == null) {
        channel.takeGone();
      } else if (channel.take(at)) {
        news = true;
        tell(channel.standing());
      }
    }
    return news;
  }

  private void tell(Standing standing) {
    if (elsewhere) {
      LOG.info("{}: {}", standing.channel().name(), standing.phase().column());
    }
  }

  /** The last look, with what else was done. */
  void count() {
    try {
      look();
      channels.forEach(channel -> channel.did(since.tally(channel.id())));
    } catch (DatabaseException e) {
      LOG.warn("What is stored cannot be counted: {}", e.getMessage());
    }
  }
}
