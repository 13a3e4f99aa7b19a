package io.sluice.intake;

import io.sluice.channel.SourceSpec;
import io.sluice.ledger.channel.Channels;
import io.sluice.telegram.preview.PreviewSources;
import io.sluice.telegram.preview.UnavailableChannelException;
import io.sluice.words.ChannelLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds or makes the channels of what was chosen, so that each chat is one channel. */
public final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final String EXPORTS = "telegram:channel:";

  private final Channels channels;
  private final PreviewSources previews;
  private final Duration patience;
  private final Consumer<String> complain;

  /**
   * @param patience how long a site may take that must be looked at
   * @param complain takes what keeps a channel from being collected
   */
  public Registration(
      Channels channels, PreviewSources previews, Duration patience, Consumer<String> complain) {
    this.channels = channels;
    this.previews = previews;
    this.patience = patience;
    this.complain = complain;
  }

  /**
   * Where each channel is collected from, one source after another. A channel of the web that may
   * be an exported one is looked at first, which takes as long as its site takes.
   */
  public Map<Channels.Channel, List<SourceSpec>> sources(ChatChoice choice) {
    Map<Channels.Channel, List<SourceSpec>> sources = new LinkedHashMap<>();
    choice
        .chosen()
        .forEach(
            (alias, chosen) ->
                channel(alias, chosen)
                    .ifPresent(
                        channel ->
                            sources
                                .computeIfAbsent(channel, none -> new ArrayList<>())
                                .addAll(chosen.sources())));
    return sources;
  }

  private Optional<Channels.Channel> channel(String alias, ChatChoice.Chosen chosen) {
    var known = channels.known(alias);
    if (known.isPresent()) {
      return known;
    }
    // Without any export there is nothing that a channel of the web could be the same as.
    return chosen.link().isPresent() && channels.hasOnlyAliasLike(EXPORTS)
        ? ofTheWeb(chosen.link().get())
        : Optional.of(channels.named(alias, chosen.name()));
  }

  private Optional<Channels.Channel> ofTheWeb(ChannelLink link) {
    LOG.info("Looking at @{}: it may be one of the exported chats", link.name());
    try {
      var export =
          previews
              .exportAlias(link)
              .toCompletableFuture()
              .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
              .join();
      if (export.isPresent() && channels.known(export.get()).isPresent()) {
        channels.link(export.get(), link.alias());
      }
      var channel = channels.named(link.alias(), link.name());
      // An export that comes later must find it: the page was read before there was a channel.
      export.ifPresent(alias -> channels.link(link.alias(), alias));
      return Optional.of(channel);
    } catch (CompletionException e) {
      if (e.getCause() instanceof UnavailableChannelException) {
        // Its run will find the same, and the report will say so.
        return Optional.of(channels.named(link.alias(), link.name()));
      }
      complain.accept(
          e.getCause() instanceof TimeoutException
              ? "@%s could not be looked at within %d s: its site is closed or slow"
                  .formatted(link.name(), patience.toSeconds())
              : e.getCause().getMessage());
      return Optional.empty();
    }
  }
}
