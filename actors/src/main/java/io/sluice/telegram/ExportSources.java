package io.sluice.telegram;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.typesafe.config.Config;
import io.sluice.channel.ChannelSource;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Sources;
import io.sluice.export.ExportBounds;
import io.sluice.export.ExportFile;
import io.sluice.export.OutOfBoundsException;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Opens Telegram Desktop exports. What an export holds is remembered while its file stays the same,
 * so that a file of many chats is looked through once and not once a chat.
 */
public final class ExportSources implements Sources {
  public static final String KIND = "telegram-export";
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

  /**
   * What the export at this path holds.
   *
   * @throws NotAnExportException if there is none
   * @throws OutOfBoundsException if it leads to another place than it may be read from
   * @throws IOException naming the path, if it cannot be read
   */
  public ExportIndex index(Path typed, ExportBounds bounds) throws IOException {
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

  /** How to ask for one chat of an export. */
  public static SourceSpec spec(ExportChat chat, Instant since, long limit) {
    return new SourceSpec(
        KIND,
        chat.file().path().toAbsolutePath().normalize().toString(),
        chat.part(),
        since == null ? "" : since.toString(),
        limit,
        0,
        chat.file().bounds().root().map(Path::toString).orElse(""));
  }

  private static ExportBounds bounds(SourceSpec spec) {
    return spec.within().isEmpty() ? ExportBounds.NONE : ExportBounds.below(Path.of(spec.within()));
  }

  @Override
  public ChannelSource<?> open(SourceSpec spec) throws IOException {
    if (!KIND.equals(spec.kind())) {
      throw new NoSuchChatException("there is no source of the kind " + spec.kind());
    }
    var chat =
        index(Path.of(spec.location()), bounds(spec))
            .chat(spec.part())
            .orElseThrow(
                () ->
                    new NoSuchChatException(
                        spec.location() + " no longer holds the chat " + spec.part()));
    var since = spec.since().isEmpty() ? null : Instant.parse(spec.since());
    return new ExportSource(chat, new ExportOptions(since, spec.limit(), zone));
  }
}
