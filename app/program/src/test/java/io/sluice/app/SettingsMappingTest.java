package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.api.SourceRoots;
import io.sluice.channel.ChannelSettings;
import io.sluice.channel.StoreSettings;
import io.sluice.cluster.NodeSettings;
import io.sluice.image.ImageSettings;
import io.sluice.management.ManagementSettings;
import io.sluice.metrics.HistorySettings;
import io.sluice.metrics.MetricsSettings;
import io.sluice.node.ProgramSettings;
import io.sluice.origin.OriginSettings;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.run.RestartSettings;
import io.sluice.s3.S3Settings;
import io.sluice.s3.StorageModes;
import io.sluice.server.ListenSettings;
import io.sluice.settings.FileMode;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import io.sluice.telegram.preview.PreviewSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsMappingTest {
  /** Wrong for every setting but those that take any text. */
  private static final String WRONG = "wrong, that is";

  private static final Map<String, String> WRONG_IN_ITS_OWN_WAY =
      Map.of("EXCLUDE", "/(/", "DATA_DIR", "a\0b", "IMAGE_DIR", "a\0b", "REDIS_PASSWORD", "a\0b");

  private static final Set<String> SECRET =
      Set.of(
          "DATABASE_URL",
          "API_TOKEN",
          "API_TOKEN_READ",
          "S3_ENDPOINT",
          "REDIS_PASSWORD",
          "OLLAMA_HOST",
          "OPENAI_BASE_URL",
          "OPENAI_API_KEY");

  @TempDir static Path empty;

  static List<String> keys() {
    return ProgramSettings.known().stream().map(ProgramSettings.Known::key).toList();
  }

  private static Config config(Map<String, String> flags) {
    return ProgramSettings.load(flags, Map.of(), empty).config();
  }

  /** One that nobody reads can have any value. */
  @ParameterizedTest
  @MethodSource("keys")
  void every_setting_is_read_and_a_wrong_value_refused_by_its_name(String key) {
    var wrong = WRONG_IN_ITS_OWN_WAY.getOrDefault(key, WRONG);
    var config = config(Map.of(key, wrong));
    assertThatThrownBy(() -> NodeSettingsCheck.all(config))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(key + " must be ")
        .satisfies(
            e -> {
              assertThat(((InvalidSettingException) e).key()).isEqualTo(key);
              if (SECRET.contains(key)) {
                assertThat(e).hasMessageNotContaining(wrong);
              } else {
                assertThat(e).hasMessageEndingWith(", was " + wrong);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("keys")
  void every_setting_has_a_comment_that_fits_into_the_help(String key) {
    assertThat(ProgramSettings.known())
        .filteredOn(known -> known.key().equals(key))
        .singleElement()
        .satisfies(known -> assertThat(known.description()).hasSizeBetween(10, 200));
    assertThat(SettingsReader.path(key)).isEqualTo("sluice." + key.toLowerCase().replace('_', '-'));
  }

  @Test
  void every_setting_of_the_product_is_declared() {
    assertThat(keys())
        .contains(
            "BATCH_SIZE",
            "MAX_IMAGE_WIDTH",
            "IMAGE_QUALITY",
            "IMAGE_PARALLELISM",
            "CONCURRENT_LIMIT",
            "DB_MAX_POOL_SIZE",
            "DATABASE_URL",
            "DATA_DIR",
            "IMAGE_DIR",
            "FILE_MODE",
            "MIN_TEXT_LENGTH",
            "SKIP_FORWARDED",
            "EXCLUDE",
            "MAX_IMAGE_PIXELS",
            "MAX_RESTARTS",
            "TELEGRAM_URL",
            "TELEGRAM_PAGE_RATE",
            "TELEGRAM_PHOTO_RATE",
            "SITE_RATE",
            "TELEGRAM_CANARY",
            "PHOTO_TIMEOUT",
            "ALLOWED_ADDRESSES",
            "USER_AGENT",
            "CONNECT_TIMEOUT",
            "DNS_SERVERS",
            "STUCK_AFTER",
            "HISTORY_DAYS",
            "SOURCE_ROOTS",
            "LOG_FORMAT",
            "API_HOST",
            "API_PORT",
            "API_TOKEN",
            "API_TOKEN_READ",
            "API_NAMES",
            "API_TLS_CERTIFICATE",
            "API_TLS_KEY",
            "MANAGEMENT_HOST",
            "MANAGEMENT_PORT",
            "MANAGEMENT_READ_ONLY",
            "MIN_FREE_SPACE",
            "NODE_HOST",
            "NODE_PORT",
            "NODE_TIMEOUT",
            "NODE_TLS_CERTIFICATE",
            "NODE_TLS_KEY",
            "NODE_TLS_CA",
            "INSECURE",
            "CLUSTER_FORMING",
            "KUBERNETES_POD_LABEL",
            "KUBERNETES_NAMESPACE",
            "KUBERNETES_NODES");
  }

  @Test
  void the_defaults() {
    var config = config(Map.of("IMAGE_PARALLELISM", "2"));
    NodeSettingsCheck.all(config);
    assertThat(DatabaseSettings.from(config))
        .isEqualTo(new DatabaseSettings(Optional.empty(), Path.of("data"), 20));
    assertThat(ImageSettings.from(config)).isEqualTo(ImageSettings.DEFAULTS);
    assertThat(FileMode.from(config)).isEqualTo(FileMode.OWNER);
    assertThat(NodeSettings.from(config))
        .isEqualTo(
            new NodeSettings(
                "127.0.0.1",
                0,
                Duration.ofSeconds(5),
                Optional.empty(),
                false,
                NodeSettings.Forming.DATABASE));
    assertThat(LogSettings.from(config)).isEqualTo(new LogSettings(false, "INFO"));
    assertThat(OriginSettings.from(config)).isEqualTo(new OriginSettings(1, 20, 5));
    assertThat(MetricsSettings.from(config)).isEqualTo(new MetricsSettings(Duration.ofMinutes(2)));
    assertThat(SourceRoots.from(config, false).roots()).isEmpty();
    assertThat(SourceRoots.from(config, true).roots())
        .contains(Path.of(System.getProperty("user.home")));
    var loopback = InetAddress.getLoopbackAddress();
    assertThat(ListenSettings.api(config))
        .isEqualTo(
            new ListenSettings(
                "API", loopback, 8080, Optional.empty(), List.of(), Optional.empty()));
    assertThat(ListenSettings.management(config))
        .isEqualTo(
            new ListenSettings(
                "MANAGEMENT", loopback, 7626, Optional.empty(), List.of(), Optional.empty()));
    assertThat(ManagementSettings.from(config)).isEqualTo(new ManagementSettings(true, 256L << 20));
    assertThat(PreviewSettings.from(config))
        .isEqualTo(
            new PreviewSettings(
                URI.create("https://t.me"),
                "telegram",
                Duration.ofSeconds(30),
                64L << 20,
                Path.of("data/strange-pages")));
    var channels = ChannelSettings.from(config);
    assertThat(channels.concurrent()).isEqualTo(4);
    assertThat(channels.restarts())
        .isEqualTo(new RestartSettings(5, Duration.ofSeconds(1), Duration.ofMinutes(1)));
    assertThat(channels.store()).isEqualTo(new StoreSettings(500, Duration.ofSeconds(1), 8L << 20));
    assertThat(channels.selection().minTextLength()).isZero();
    assertThat(channels.selection().skipForwarded()).isFalse();
    assertThat(channels.selection().excluded()).isEmpty();
  }

  @Test
  void every_setting_goes_where_it_belongs() {
    var flags = new HashMap<String, String>();
    flags.put("DATABASE_URL", "postgres://ann@db/news");
    flags.put("DATA_DIR", "/srv/news");
    flags.put("DB_MAX_POOL_SIZE", "31");
    flags.put("MAX_IMAGE_WIDTH", "32");
    flags.put("IMAGE_QUALITY", "33");
    flags.put("MAX_IMAGE_PIXELS", "34");
    flags.put("MAX_IMAGE_BYTES", "35");
    flags.put("NODE_HOST", "127.0.0.55");
    flags.put("INSECURE", "true");
    flags.put("CLUSTER_FORMING", "kubernetes");
    flags.put("KUBERNETES_POD_LABEL", "app=news");
    flags.put("KUBERNETES_NAMESPACE", "press");
    flags.put("KUBERNETES_NODES", "56");
    flags.put("NODE_PORT", "36");
    flags.put("NODE_TIMEOUT", "37s");
    flags.put("CONCURRENT_LIMIT", "38");
    flags.put("MAX_RESTARTS", "39");
    flags.put("RESTART_BACKOFF", "40s");
    flags.put("RESTART_BACKOFF_MAX", "41s");
    flags.put("IMAGE_PARALLELISM", "42");
    flags.put("MIN_TEXT_LENGTH", "43");
    flags.put("SKIP_FORWARDED", "true");
    flags.put("EXCLUDE", "soap");
    flags.put("BATCH_SIZE", "44");
    flags.put("BATCH_TIME", "45s");
    flags.put("BATCH_BYTES", "1000000");
    flags.put("LOG_FORMAT", "json");
    flags.put("LOG_LEVEL", "debug");
    flags.put("TELEGRAM_URL", "http://127.0.0.1:46/");
    flags.put("TELEGRAM_PAGE_RATE", "0.47");
    flags.put("TELEGRAM_PHOTO_RATE", "48");
    flags.put("SITE_RATE", "57");
    flags.put("TELEGRAM_CANARY", "durov");
    flags.put("PHOTO_TIMEOUT", "49s");
    flags.put("STUCK_AFTER", "50s");
    flags.put("HISTORY_DAYS", "51");
    flags.put("SOURCE_ROOTS", "/srv/exports, /srv/more");
    flags.put("STORAGE_MODE", "s3");
    flags.put("PICTURE_STORAGE_MODE", "local");
    flags.put("S3_BUCKET", "news");
    flags.put("S3_PREFIX", "team/58");
    flags.put("S3_ENDPOINT", "http://127.0.0.59:9000");
    flags.put("S3_REGION", "eu-60");
    flags.put("S3_PATH_STYLE", "false");
    flags.put("API_HOST", "127.0.0.50");
    flags.put("API_PORT", "51");
    flags.put("API_TOKEN", "0123456789abcdef");
    flags.put("API_TOKEN_READ", "fedcba9876543210");
    flags.put("API_NAMES", "box");
    flags.put("MANAGEMENT_HOST", "127.0.0.52");
    flags.put("MANAGEMENT_PORT", "53");
    flags.put("MANAGEMENT_READ_ONLY", "false");
    flags.put("MIN_FREE_SPACE", "54");
    flags.put("FILE_MODE", "0640");
    var config = config(flags);

    assertThat(DatabaseSettings.from(config))
        .isEqualTo(
            new DatabaseSettings(
                Optional.of(new DatabaseAddress("db:5432", "news", "ann", null, "")),
                Path.of("/srv/news"),
                31));
    assertThat(ImageSettings.from(config)).isEqualTo(new ImageSettings(32, 33, 34, 35));
    assertThat(NodeSettings.from(config))
        .isEqualTo(
            new NodeSettings(
                "127.0.0.55",
                36,
                Duration.ofSeconds(37),
                Optional.empty(),
                true,
                NodeSettings.Forming.KUBERNETES));
    var channels = ChannelSettings.from(config);
    assertThat(channels)
        .isEqualTo(
            new ChannelSettings(
                38,
                new RestartSettings(39, Duration.ofSeconds(40), Duration.ofSeconds(41)),
                42,
                channels.selection(),
                new StoreSettings(44, Duration.ofSeconds(45), 1_000_000)));
    assertThat(channels.selection().minTextLength()).isEqualTo(43);
    assertThat(channels.selection().skipForwarded()).isTrue();
    assertThat(channels.selection().excluded()).hasSize(1);
    assertThat(LogSettings.from(config)).isEqualTo(new LogSettings(true, "DEBUG"));
    assertThat(OriginSettings.from(config)).isEqualTo(new OriginSettings(0.47, 48, 57));
    assertThat(MetricsSettings.from(config)).isEqualTo(new MetricsSettings(Duration.ofSeconds(50)));
    assertThat(HistorySettings.from(config)).isEqualTo(new HistorySettings(Duration.ofDays(51)));
    assertThat(StorageModes.from(config)).isEqualTo(new StorageModes(true, false));
    assertThat(S3Settings.from(config))
        .isEqualTo(
            new S3Settings(
                Optional.of("news"),
                "team/58/",
                Optional.of(URI.create("http://127.0.0.59:9000")),
                Optional.of("eu-60"),
                false));
    assertThat(SourceRoots.from(config, true))
        .isEqualTo(
            new SourceRoots(List.of(Path.of("/srv/exports"), Path.of("/srv/more")), List.of()));
    var api = ListenSettings.api(config);
    assertThat(api.host().getHostAddress()).isEqualTo("127.0.0.50");
    assertThat(api.port()).isEqualTo(51);
    assertThat(api.token()).isPresent();
    assertThat(api.names()).containsExactly("box");
    var management = ListenSettings.management(config);
    assertThat(management.host().getHostAddress()).isEqualTo("127.0.0.52");
    assertThat(management.port()).isEqualTo(53);
    assertThat(management.token()).isPresent();
    assertThat(ManagementSettings.from(config)).isEqualTo(new ManagementSettings(false, 54));
    assertThat(PosixFilePermissions.toString(FileMode.from(config).ofFiles()))
        .isEqualTo("rw-r-----");
    assertThat(PreviewSettings.from(config))
        .isEqualTo(
            new PreviewSettings(
                URI.create("http://127.0.0.1:46"),
                "durov",
                Duration.ofSeconds(49),
                35,
                Path.of("/srv/news/strange-pages")));
  }

  @Test
  void every_setting_is_declared_by_one_module() throws IOException {
    var declared = new ArrayList<String>();
    for (var file : Collections.list(getClass().getClassLoader().getResources("reference.conf"))) {
      var config = ConfigFactory.parseURL(file);
      if (config.hasPath("sluice")) {
        declared.addAll(config.getObject("sluice").keySet());
      }
    }
    assertThat(declared).doesNotHaveDuplicates().contains("log-format", "batch-size", "node-port");
  }
}
