package io.sluice.telegram.preview;

import io.sluice.ledger.Channels;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the ledger that a channel of the web and its exports are one, once a page has told the
 * channel's number.
 */
public final class PreviewAliases {
  private static final Logger LOG = LoggerFactory.getLogger(PreviewAliases.class);

  private final Channels channels;
  private final Executor jdbc;
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  /**
   * @param jdbc threads that may wait for the database
   */
  public PreviewAliases(Channels channels, Executor jdbc) {
    this.channels = channels;
    this.jdbc = jdbc;
  }

  /** How exports call the channel of this number. */
  static Optional<String> ofExport(OptionalLong channelId) {
    return channelId.isPresent()
        ? Optional.of("telegram:channel:" + channelId.getAsLong())
        : Optional.empty();
  }

  void seen(String name, OptionalLong channelId) {
    var alias = new ChannelLink(name).alias();
    var export = ofExport(channelId);
    if (export.isPresent() && noted.add(alias)) {
      CompletableFuture.runAsync(() -> link(name, alias, export.get()), jdbc)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  noted.remove(alias);
                  LOG.debug("@{} could not be noted as {}", name, export.get(), failure);
                }
              });
    }
  }

  private void link(String name, String alias, String export) {
    channels
        .link(alias, export)
        .ifPresent(
            other ->
                LOG.warn(
                    "@{} is known as the channel {} (ID: {}) too: the two stay apart",
                    name,
                    other.name(),
                    other.id()));
  }
}
