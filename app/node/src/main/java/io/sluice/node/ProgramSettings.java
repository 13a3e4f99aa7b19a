package io.sluice.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.sluice.cluster.NodeHost;
import io.sluice.settings.EnvFile;
import io.sluice.settings.SettingsReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program's settings and where each comes from: flags over environment over {@code .env} over
 * the defaults of the modules.
 */
public final class ProgramSettings {
  private static final String DEFAULT = "default";
  private static final String LOOPBACK = "127.0.0.1";
  private static final List<String> SERVERS = List.of("sluice.api-host", "sluice.management-host");

  /** What the modules declare, by key, and read once. */
  private static final Map<String, ConfigValue> REFERENCE = reference();

  private final Config config;

  private ProgramSettings(Config config) {
    this.config = config;
  }

  /**
   * One setting.
   *
   * @param key as a user writes it, {@code BATCH_SIZE}
   * @param value as it is in force
   * @param origin where it comes from, {@code default} if nobody set it
   */
  public record Setting(String key, String value, String origin) {}

  /** A setting that there is, for help texts. */
  public record Known(String key, String description, String defaultValue) {}

  /** Every setting that the modules declare, by key. */
  public static List<Known> known() {
    return REFERENCE.entrySet().stream()
        .map(
            entry ->
                new Known(
                    entry.getKey(),
                    String.join(" ", entry.getValue().origin().comments()).strip(),
                    entry.getValue().unwrapped().toString()))
        .toList();
  }

  private static Map<String, ConfigValue> reference() {
    var settings = new TreeMap<String, ConfigValue>();
    ConfigFactory.defaultReferenceUnresolved().getObject("sluice").entrySet().stream()
        .filter(entry -> entry.getValue().valueType() != ConfigValueType.OBJECT)
        .forEach(entry -> settings.put(SettingsReader.key(entry.getKey()), entry.getValue()));
    return Collections.unmodifiableMap(settings);
  }

  /**
   * @param flags by key; those not given are absent
   * @param environment of the process
   * @param directory where {@code .env} may lie
   */
  public static ProgramSettings load(
      Map<String, String> flags, Map<String, String> environment, Path directory) {
    var keys = REFERENCE.keySet();
    var layers =
        layer(keys, flags, "flag")
            .withFallback(layer(keys, environment, "environment"))
            .withFallback(layer(keys, EnvFile.read(directory), ".env"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    // Without what libraries declare: it is resolved where their own settings are laid over it.
    return new ProgramSettings(withComputed(layers.withOnlyPath("sluice")).resolve());
  }

  private static Config layer(Iterable<String> keys, Map<String, String> values, String origin) {
    var layer = ConfigFactory.empty();
    for (var key : keys) {
      var value = values.get(key);
      if (value != null && !value.isBlank()) {
        layer =
            layer.withValue(SettingsReader.path(key), ConfigValueFactory.fromAnyRef(value, origin));
      }
    }
    return layer;
  }

  /** Defaults that depend on this machine or on another setting. */
  private static Config withComputed(Config layers) {
    var config = layers;
    if ("auto".equalsIgnoreCase(config.getString("sluice.image-parallelism"))) {
      var cores = Runtime.getRuntime().availableProcessors();
      config =
          config.withValue(
              "sluice.image-parallelism",
              ConfigValueFactory.fromAnyRef(cores, DEFAULT + ": one a core"));
    }
    for (var server : SERVERS) {
      if (config.getString(server).isBlank()) {
        config = config.withValue(server, beside(config.getString("sluice.node-host")));
      }
    }
    if (config.getString("sluice.image-dir").isBlank()) {
      config =
          config.withValue(
              "sluice.image-dir",
              ConfigValueFactory.fromAnyRef(
                  config.getString("sluice.data-dir"), DEFAULT + ": DATA_DIR"));
    }
    return config;
  }

  /** Where a server listens that nobody gave an address: several nodes share a machine's ports. */
  private static ConfigValue beside(String nodeHost) {
    return NodeHost.loopback(nodeHost)
        .map(host -> ConfigValueFactory.fromAnyRef(host, DEFAULT + ": NODE_HOST"))
        .orElseGet(() -> ConfigValueFactory.fromAnyRef(LOOPBACK, DEFAULT));
  }

  public Config config() {
    return config;
  }

  /** Every setting in force. */
  public List<Setting> all() {
    return REFERENCE.keySet().stream().map(this::setting).toList();
  }

  public Setting setting(String key) {
    var value = config.getValue(SettingsReader.path(key));
    return new Setting(key, value.unwrapped().toString(), origin(value));
  }

  private static String origin(ConfigValue value) {
    var origin = value.origin().description();
    return origin.contains("reference.conf") ? DEFAULT : origin;
  }
}
