package io.sluice.telegram.preview;

import io.sluice.channel.ChannelSource;
import io.sluice.channel.SourceNode;
import io.sluice.channel.SourceOpener;
import io.sluice.channel.SourceSpec;
import io.sluice.origin.Priority;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Opens the web previews of public channels, with what they share on a node. */
final class Previews implements SourceOpener {
  private final PreviewSite site;
  private final PreviewPhotos photos;

  /**
   * Where the work is done.
   *
   * @param pages which take pages apart, and as few as there may be pages apart in memory
   * @param files which may block
   */
  record Threads(Executor pages, Executor files) {}

  Previews(PreviewSettings settings, SourceNode node) {
    site =
        new PreviewSite(
            settings,
            node.http(),
            node.origins(),
            new PreviewAliases(node.channels(), node.threads("sluice.jdbc-dispatcher")),
            new Threads(
                node.threads("sluice.page-dispatcher"), node.threads("sluice.file-dispatcher")),
            node.stages());
    photos = new PreviewPhotos(settings, node.http(), node.origins(), site, node.stages());
  }

  @Override
  public ChannelSource<?> open(SourceSpec spec) {
    var terms = spec.terms();
    return new PreviewSource(
        site,
        photos,
        new PreviewSource.Wanted(spec.part(), terms.since(), terms.limit(), terms.interval()));
  }

  /** How exports call the channel, as its newest page tells. */
  @Override
  public CompletionStage<Optional<String>> otherAlias(SourceSpec spec) {
    return site.history(
            new PreviewSite.Query(spec.part(), OptionalLong.empty(), Priority.LIVE, false, false))
        .thenApply(Previews::exportAlias)
        .exceptionally(Previews::noneOfUnavailable);
  }

  private static Optional<String> exportAlias(PreviewPage page) {
    return page instanceof PreviewPage.Posts posts
        ? PreviewAliases.ofExport(posts.channelId())
        : Optional.empty();
  }

  private static Optional<String> noneOfUnavailable(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof UnavailableChannelException) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }
}
