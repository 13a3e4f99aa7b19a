package io.sluice.app;

import io.sluice.channel.SourceSpec;
import io.sluice.ledger.Channels;
import io.sluice.telegram.preview.ChannelLink;
import io.sluice.telegram.preview.UnavailableChannelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds or makes the channels of what was chosen, so that each chat is one channel. */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final String EXPORTS = "telegram:channel:";

  private final Node node;
  private final Consumer<String> complain;

  /**
   * @param complain takes what keeps a channel from being collected
   */
  Registration(Node node, Consumer<String> complain) {
    this.node = node;
    this.complain = complain;
  }

  List<Job> jobs(ChatChoice choice) {
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
    return sources.entrySet().stream()
        .map(
            entry ->
                new Job(
                    entry.getKey(),
                    node.channels().counters(entry.getKey().id()),
                    entry.getValue()))
        .toList();
  }

  private Optional<Channels.Channel> channel(String alias, ChatChoice.Chosen chosen) {
    var known = node.channels().known(alias);
    if (known.isPresent()) {
      return known;
    }
    // Without any export there is nothing that a channel of the web could be the same as.
    return chosen.link().isPresent() && node.channels().hasOnlyAliasLike(EXPORTS)
        ? ofTheWeb(chosen.link().get())
        : Optional.of(node.channels().named(alias, chosen.name()));
  }

  private Optional<Channels.Channel> ofTheWeb(ChannelLink link) {
    LOG.info("Looking at @{}: it may be one of the exported chats", link.name());
    try {
      var export = node.previews().exportAlias(link).toCompletableFuture().join();
      if (export.isPresent() && node.channels().known(export.get()).isPresent()) {
        node.channels().link(export.get(), link.alias());
      }
      var channel = node.channels().named(link.alias(), link.name());
      // An export that comes later must find it: the page was read before there was a channel.
      export.ifPresent(alias -> node.channels().link(link.alias(), alias));
      return Optional.of(channel);
    } catch (CompletionException e) {
      if (e.getCause() instanceof UnavailableChannelException) {
        // Its run will find the same, and the report will say so.
        return Optional.of(node.channels().named(link.alias(), link.name()));
      }
      complain.accept(e.getCause().getMessage());
      return Optional.empty();
    }
  }
}
