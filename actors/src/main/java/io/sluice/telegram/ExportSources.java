package io.sluice.telegram;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.typesafe.config.Config;
import io.sluice.channel.ChannelSource;
import io.sluice.channel.Offer;
import io.sluice.channel.SourceKind;
import io.sluice.channel.SourceNode;
import io.sluice.channel.SourceOpener;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Terms;
import io.sluice.channel.UnfitSourceException;
import io.sluice.export.ExportBounds;
import io.sluice.export.ExportFile;
import io.sluice.export.OutOfBoundsException;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * Exports of Telegram Desktop, by their paths; every word may be one. What an export holds is
 * remembered while its file stays the same, so that a file of many chats is looked through once and
 * not once a chat.
 */
public final class ExportSources implements SourceKind {
  private static final String KIND = "telegram-export";
  private static final int REMEMBERED = 100;

  private final ZoneId zone;
  private final Cache<ExportFile, ExportIndex> indexes =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  private ExportSources(ZoneId zone) {
    this.zone = zone;
  }

  public static ExportSources from(Config config) {
    var settings = new SettingsReader(config);
    try {
      return new ExportSources(
          settings.optional("EXPORT_TIME_ZONE").map(ZoneId::of).orElseGet(ZoneId::systemDefault));
    } catch (DateTimeException e) {
      throw settings.refused("EXPORT_TIME_ZONE", "a time zone such as Europe/Berlin");
    }
  }

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public boolean isMeantBy(String typed) {
    return true;
  }

  @Override
  public boolean canFollow() {
    return false;
  }

  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public String remedy() {
    return "Name an export in JSON, or a channel as @name.";
  }

  /**
   * The chats of the export at a path.
   *
   * @throws NotAnExportException if there is none
   * @throws OutOfBoundsException if it leads to another place than it may be read from
   * @throws IOException naming the path, if it cannot be read
   */
  @Override
  public Offer offer(String typed, Terms terms) throws IOException {
    var index = index(path(typed), bounds(terms));
    var once = new Terms(terms.since(), terms.limit(), Optional.empty(), terms.within());
    return new Offer(
        index.file().path().toString(),
        index.chats().stream().map(chat -> candidate(chat, once)).toList(),
        index.uncollected(),
        index.damage());
  }

  private static Path path(String typed) throws UnfitSourceException {
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new UnfitSourceException("neither a channel nor a path");
    }
  }

  private static Offer.Candidate candidate(ExportChat chat, Terms terms) {
    return new Offer.Candidate(
        chat.identity(),
        chat.name(),
        Set.of(Long.toString(chat.id()), chat.identity()),
        "",
        SourceSpec.of(
            KIND, chat.file().path().toAbsolutePath().normalize().toString(), chat.part(), terms));
  }

  private ExportIndex index(Path typed, ExportBounds bounds) throws IOException {
    try {
      // Who comes while it is looked through waits for that.
      return indexes.get(FindExport.at(typed, bounds), ExportSources::scan);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ExportIndex scan(ExportFile file) {
    try {
      return ExportScan.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExportBounds bounds(Terms terms) {
    return new ExportBounds(terms.within());
  }

  @Override
  public SourceOpener on(SourceNode node) {
    return this::open;
  }

  private ChannelSource<?> open(SourceSpec spec) throws IOException {
    var terms = spec.terms();
    var chat =
        index(Path.of(spec.location()), bounds(terms))
            .chat(spec.part())
            .orElseThrow(
                () ->
                    new NoSuchChatException(
                        spec.location() + " no longer holds the chat " + spec.part()));
    return new ExportSource(chat, new ExportOptions(terms.since(), terms.limit(), zone));
  }
}
