package io.sluice.telegram.preview;

import com.typesafe.config.Config;
import io.sluice.channel.Offer;
import io.sluice.channel.SourceKind;
import io.sluice.channel.SourceNode;
import io.sluice.channel.SourceOpener;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Terms;
import io.sluice.channel.UnfitSourceException;
import io.sluice.origin.OriginSettings;
import io.sluice.words.ChannelLink;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Public channels of Telegram, as its web preview shows them: {@code @durov}. */
public final class PreviewSources implements SourceKind {
  private static final String KIND = "telegram-web";
  private static final String LOCATION = "web preview";

  private final PreviewSettings settings;
  private final LookRate rate;

  private PreviewSources(PreviewSettings settings, LookRate rate) {
    this.settings = settings;
    this.rate = rate;
  }

  public static PreviewSources from(Config config) {
    return new PreviewSources(
        PreviewSettings.from(config),
        new LookRate("TELEGRAM_PAGE_RATE", OriginSettings.from(config).pagesPerSecond()));
  }

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public boolean isMeantBy(String typed) {
    return ChannelLink.looksLikeOne(typed);
  }

  @Override
  public boolean canFollow() {
    return true;
  }

  @Override
  public boolean readsFiles() {
    return false;
  }

  @Override
  public String remedy() {
    return "Name it as @name or https://t.me/name.";
  }

  /** Looks for new posts go first, so too many of them leave no time for the old ones. */
  @Override
  public Optional<LookRate> lookRate() {
    return Optional.of(rate);
  }

  @Override
  public Offer offer(String typed, Terms terms) throws IOException {
    var link = link(typed);
    return Offer.of(
        "@" + link.name(),
        new Offer.Candidate(
            link.alias(),
            link.name(),
            Set.of(),
            PreviewAliases.EXPORT,
            SourceSpec.of(KIND, LOCATION, link.name(), terms)));
  }

  private static ChannelLink link(String typed) throws UnfitSourceException {
    try {
      return ChannelLink.parse(typed);
    } catch (IllegalArgumentException e) {
      throw new UnfitSourceException(e.getMessage());
    }
  }

  @Override
  public SourceOpener on(SourceNode node) {
    return new Previews(settings, node);
  }
}
