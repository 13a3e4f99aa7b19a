package io.sluice.telegram.preview;

import io.sluice.ledger.channel.Channels;
import io.sluice.words.ChannelLink;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the ledger which names, numbers and exports are one channel of the web, and its title,
 * once a page has told them. A name that belongs to another channel is told apart.
 */
final class PreviewAliases {
  private static final Logger LOG = LoggerFactory.getLogger(PreviewAliases.class);
  static final String EXPORT = "telegram:channel:";

  /** Telegram's own limit is 128. */
  private static final int MOST_OF_A_TITLE = 255;

  private final Channels channels;
  private final Executor jdbc;

  /** By their ids, since a name may be removed and added again. */
  private final Set<Long> noted = ConcurrentHashMap.newKeySet();

  /**
   * @param jdbc threads that may wait for the database
   */
  PreviewAliases(Channels channels, Executor jdbc) {
    this.channels = channels;
    this.jdbc = jdbc;
  }

  /** How exports call the channel of this number. */
  static Optional<String> ofExport(OptionalLong channelId) {
    return channelId.isPresent() ? Optional.of(EXPORT + channelId.getAsLong()) : Optional.empty();
  }

  /**
   * Takes down what a page says of the channel that was asked for by this name.
   *
   * @return why the page must not be stored for that channel; empty if it may
   */
  CompletionStage<Optional<OtherChannelException>> seen(String name, PreviewPage.Posts page) {
    var alias = new ChannelLink(name).alias();
    return CompletableFuture.supplyAsync(() -> note(name, alias, page), jdbc)
        .exceptionally(
            failure -> {
              LOG.debug("What the page of @{} says could not be noted", name, failure);
              return Optional.empty();
            });
  }

  private Optional<OtherChannelException> note(String name, String alias, PreviewPage.Posts page) {
    var mine = channels.known(alias);
    if (mine.isEmpty() || noted.contains(mine.get().id())) {
      return Optional.empty();
    }
    var refused = refusal(name, alias, mine.get(), page);
    if (refused.isEmpty()) {
      if (!page.title().isBlank()) {
        int end = page.title().offsetByCodePoints(0, titleLength(page.title()));
        channels.retitle(mine.get().id(), page.title().substring(0, end));
      }
      noted.add(mine.get().id());
    }
    return refused;
  }

  private static int titleLength(String title) {
    return Math.min(MOST_OF_A_TITLE, title.codePointCount(0, title.length()));
  }

  private Optional<OtherChannelException> refusal(
      String name, String alias, Channels.Channel mine, PreviewPage.Posts page) {
    var number = ofExport(page.channelId());
    var numbers =
        channels.aliases(mine.id()).stream().filter(known -> known.startsWith(EXPORT)).toList();
    if (number.isPresent() && !numbers.isEmpty() && !numbers.contains(number.get())) {
      return Optional.of(OtherChannelException.changed(name, mine, numbers.get(0), number.get()));
    }
    var owner = number.flatMap(told -> channels.link(alias, told));
    if (owner.isEmpty()) {
      // Of two that have nothing yet, the one whose page told the number first is the channel.
      owner =
          otherName(alias, page)
              .flatMap(other -> channels.link(alias, other))
              .filter(theirs -> number.isEmpty() || !isEmpty(theirs));
    }
    if (isEmpty(mine)) {
      return owner.map(theirs -> OtherChannelException.known(name, theirs));
    }
    owner.ifPresent(
        theirs ->
            LOG.warn(
                "@{} is known as the channel {} (ID: {}) too: the two stay apart",
                name,
                theirs.name(),
                theirs.id()));
    return Optional.empty();
  }

  private boolean isEmpty(Channels.Channel channel) {
    return channels.counters(channel.id()).messages() == 0;
  }

  private static Optional<String> otherName(String alias, PreviewPage.Posts page) {
    return Optional.of(page.name())
        .filter(ChannelLink::isName)
        .map(shown -> new ChannelLink(shown).alias())
        .filter(shown -> !shown.equals(alias));
  }
}
