package io.sluice.intake;

import io.sluice.channel.SourceOpener;
import io.sluice.channel.SourceSpec;
import io.sluice.ledger.channel.Channels;
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

  private final Channels channels;
  private final SourceOpener sources;
  private final Duration patience;
  private final Consumer<String> complain;

  /**
   * @param patience how long a site may take that must be looked at
   * @param complain takes what keeps a channel from being collected
   */
  public Registration(
      Channels channels, SourceOpener sources, Duration patience, Consumer<String> complain) {
    this.channels = channels;
    this.sources = sources;
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
        .values()
        .forEach(
            chosen ->
                channel(chosen)
                    .ifPresent(
                        channel ->
                            sources
                                .computeIfAbsent(channel, none -> new ArrayList<>())
                                .addAll(chosen.sources())));
    return sources;
  }

  private Optional<Channels.Channel> channel(ChatChoice.Chosen chosen) {
    var candidate = chosen.first();
    var known = channels.known(candidate.alias());
    if (known.isPresent()) {
      return known;
    }
    // Without any export there is nothing that a channel of the web could be the same as.
    return !candidate.mayBe().isEmpty() && channels.hasOnlyAliasLike(candidate.mayBe())
        ? lookedAt(chosen)
        : Optional.of(channels.named(candidate.alias(), candidate.name()));
  }

  private Optional<Channels.Channel> lookedAt(ChatChoice.Chosen chosen) {
    LOG.info("Looking at {}: it may be one of the exported chats", chosen.place());
    try {
      var candidate = chosen.first();
      var other =
          sources
              .otherAlias(candidate.source())
              .toCompletableFuture()
              .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
              .join();
      if (other.isPresent() && channels.known(other.get()).isPresent()) {
        channels.link(other.get(), candidate.alias());
      }
      var channel = channels.named(candidate.alias(), candidate.name());
      // An export that comes later must find it: the page was read before there was a channel.
      other.ifPresent(alias -> channels.link(candidate.alias(), alias));
      return Optional.of(channel);
    } catch (CompletionException e) {
      complain.accept(
          e.getCause() instanceof TimeoutException
              ? "%s could not be looked at within %d s: its site is closed or slow"
                  .formatted(chosen.place(), patience.toSeconds())
              : e.getCause().getMessage());
      return Optional.empty();
    }
  }
}
