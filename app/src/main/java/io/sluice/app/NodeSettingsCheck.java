package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.api.SourceRoots;
import io.sluice.channel.ChannelSettings;
import io.sluice.cluster.NodeSettings;
import io.sluice.http.HttpSettings;
import io.sluice.image.EngineChoice;
import io.sluice.image.ImageSettings;
import io.sluice.management.ManagementSettings;
import io.sluice.metrics.MetricsSettings;
import io.sluice.origin.OriginSettings;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.server.ListenSettings;
import io.sluice.settings.SettingsReader;
import io.sluice.telegram.ExportSources;
import io.sluice.telegram.preview.PreviewSettings;

/** Builds every module's settings once, so that a wrong one is refused before anything starts. */
final class NodeSettingsCheck {
  private NodeSettingsCheck() {}

  static void all(Config config) {
    DatabaseSettings.from(config);
    ChannelSettings.from(config);
    ImageSettings.from(config);
    EngineChoice.from(config);
    NodeSettings.from(config);
    ExportSources.from(config);
    OriginSettings.from(config);
    HttpSettings.from(config);
    PreviewSettings.from(config);
    MetricsSettings.from(config);
    LogSettings.from(config);
    ListenSettings.management(config).checkBeside(ListenSettings.api(config));
    ManagementSettings.from(config);
    SourceRoots.from(config, true);
    new SettingsReader(config).file("IMAGE_DIR");
  }
}
