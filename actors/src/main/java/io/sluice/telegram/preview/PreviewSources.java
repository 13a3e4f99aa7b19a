package io.sluice.telegram.preview;

import io.sluice.channel.ChannelSource;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Sources;
import io.sluice.http.GuardedHttp;
import io.sluice.metrics.Stages;
import io.sluice.origin.Origins;
import io.sluice.origin.Priority;
import io.sluice.words.ChannelLink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Opens the web previews of public channels. One for a node. */
public final class PreviewSources implements Sources {
  public static final String KIND = "telegram-web";

  private final PreviewSite site;
  private final PreviewPhotos photos;

  /**
   * Where the work is done.
   *
   * @param pages which take pages apart, and as few as there may be pages apart in memory
   * @param files which may block
   */
  public record Threads(Executor pages, Executor files) {}

  public PreviewSources(
      PreviewSettings settings,
      GuardedHttp http,
      Origins origins,
      PreviewAliases aliases,
      Threads threads,
      Stages stages) {
    site = new PreviewSite(settings, http, origins, aliases, threads, stages);
    photos = new PreviewPhotos(settings, http, origins, site, stages);
  }

  /**
   * How to ask for a channel.
   *
   * @param since older posts are not wanted; null for all
   * @param limit most messages; 0 for all
   * @param interval between looks for new posts; empty to end when all is there
   */
  public static SourceSpec spec(
      ChannelLink link, Instant since, long limit, Optional<Duration> interval) {
    return new SourceSpec(
        KIND,
        "web preview",
        link.name(),
        since == null ? "" : since.toString(),
        limit,
        interval.map(Duration::toMillis).orElse(0L));
  }

  @Override
  public ChannelSource<?> open(SourceSpec spec) {
    var since = spec.since().isEmpty() ? null : Instant.parse(spec.since());
    var interval =
        Optional.of(spec.followMillis()).filter(millis -> millis > 0).map(Duration::ofMillis);
    return new PreviewSource(
        site, photos, new PreviewSource.Wanted(spec.part(), since, spec.limit(), interval));
  }

  /** Under which alias an export knows a channel, which fails where the channel cannot be read. */
  public CompletionStage<Optional<String>> exportAlias(ChannelLink link) {
    return site.history(
            new PreviewSite.Query(link.name(), OptionalLong.empty(), Priority.LIVE, false, false))
        .thenApply(
            page ->
                page instanceof PreviewPage.Posts posts
                    ? PreviewAliases.ofExport(posts.channelId())
                    : Optional.empty());
  }
}
