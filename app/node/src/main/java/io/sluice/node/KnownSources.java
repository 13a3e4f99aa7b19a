package io.sluice.node;

import com.typesafe.config.Config;
import io.sluice.channel.Sources;
import io.sluice.telegram.ExportSources;
import io.sluice.telegram.preview.PreviewSources;
import java.util.List;

/** The one place that names the kinds of sources: a new kind is a line here. */
public final class KnownSources {
  private KnownSources() {}

  public static Sources from(Config config) {
    return new Sources(
        List.of(
            PreviewSources.from(config),
            // Last: every word may be a path.
            ExportSources.from(config)));
  }
}
