package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.api.SourceRoots;
import io.sluice.batch.BatchSettings;
import io.sluice.category.ClassifierSettings;
import io.sluice.channel.ChannelSettings;
import io.sluice.cluster.NodeSettings;
import io.sluice.document.DocumentSettings;
import io.sluice.document.OcrSettings;
import io.sluice.feed.FeedSettings;
import io.sluice.file.EventBounds;
import io.sluice.file.FileSettings;
import io.sluice.file.SweepSettings;
import io.sluice.file.WebSettings;
import io.sluice.http.HttpSettings;
import io.sluice.image.EngineChoice;
import io.sluice.image.ImageSettings;
import io.sluice.management.ManagementSettings;
import io.sluice.message.MessageSettings;
import io.sluice.metrics.HistorySettings;
import io.sluice.metrics.MetricsSettings;
import io.sluice.model.ModelSettings;
import io.sluice.node.KnownSources;
import io.sluice.node.NodeServers;
import io.sluice.origin.OriginSettings;
import io.sluice.page.PageSettings;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.s3.S3Settings;
import io.sluice.server.ListenSettings;
import io.sluice.settings.FileMode;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import io.sluice.website.WebsiteSettings;

/** Builds every module's settings once, so that a wrong one is refused before anything starts. */
final class NodeSettingsCheck {
  private NodeSettingsCheck() {}

  static void all(Config config) {
    DatabaseSettings.from(config);
    ChannelSettings.from(config);
    BatchSettings.from(config);
    FileSettings.from(config);
    DocumentSettings.from(config);
    OcrSettings.check(config);
    ClassifierSettings.from(config);
    MessageSettings.from(config);
    ModelSettings.from(config);
    PageSettings.from(config);
    FeedSettings.from(config);
    SweepSettings.from(config);
    WebSettings.from(config);
    WebsiteSettings.from(config);
    S3Settings.from(config);
    ImageSettings.from(config);
    EngineChoice.from(config);
    var node = NodeSettings.from(config);
    KnownSources.from(config);
    OriginSettings.from(config);
    HttpSettings.from(config);
    MetricsSettings.from(config);
    HistorySettings.from(config);
    LogSettings.from(config);
    var management = ListenSettings.management(config);
    management.checkBeside(ListenSettings.api(config));
    if (node.forming() == NodeSettings.Forming.KUBERNETES) {
      checkContactPoint(management, node);
    }
    ManagementSettings.from(config);
    EventBounds.from(config, SourceRoots.from(config, true).inS3());
    var settings = new SettingsReader(config);
    settings.file("IMAGE_DIR");
    settings.flag("USE_DATABASE");
    FileMode.from(config);
    NodeServers.mostUpload(config);
  }

  /** Pods ask each other on their management ports, by address and by HTTP. */
  private static void checkContactPoint(ListenSettings management, NodeSettings node) {
    var where = " where CLUSTER_FORMING is kubernetes";
    if (management.port() == 0) {
      throw new InvalidSettingException(
          "MANAGEMENT_PORT", "must be one number for all pods%s, was 0".formatted(where));
    }
    if (management.tls().isPresent()) {
      throw new InvalidSettingException(
          "API_TLS_CERTIFICATE",
          "must be empty%s: let what stands before the service have the certificate"
              .formatted(where));
    }
    if (management.host().isLoopbackAddress() && !node.isLoopback()) {
      throw new InvalidSettingException(
          "MANAGEMENT_HOST",
          "must be an address that other pods reach%s, such as 0.0.0.0, was %s"
              .formatted(where, management.host().getHostAddress()));
    }
  }
}
