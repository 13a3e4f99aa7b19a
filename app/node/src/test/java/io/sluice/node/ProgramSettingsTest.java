package io.sluice.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.node.ProgramSettings.Setting;
import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramSettingsTest {
  private static final Map<String, String> NONE = Map.of();

  @TempDir Path directory;

  private ProgramSettings load(Map<String, String> flags, Map<String, String> environment) {
    return ProgramSettings.load(flags, environment, directory);
  }

  private void dotenv(String content) throws IOException {
    Files.writeString(directory.resolve(".env"), content);
  }

  @Test
  void flags_go_over_environment_over_env_file_over_defaults_and_each_is_named()
      throws IOException {
    var key = "BATCH_SIZE";
    assertThat(load(NONE, NONE).setting(key)).isEqualTo(new Setting(key, "500", "default"));
    dotenv("BATCH_SIZE=1\n");
    assertThat(load(NONE, NONE).setting(key)).isEqualTo(new Setting(key, "1", ".env"));
    var environment = Map.of(key, "2");
    assertThat(load(NONE, environment).setting(key))
        .isEqualTo(new Setting(key, "2", "environment"));
    assertThat(load(Map.of(key, "3"), environment).setting(key))
        .isEqualTo(new Setting(key, "3", "flag"));
  }

  @Test
  void each_setting_comes_from_its_own_place() throws IOException {
    dotenv("BATCH_SIZE=1\nIMAGE_QUALITY=50\n");
    var settings = load(Map.of("MAX_IMAGE_WIDTH", "640"), Map.of("IMAGE_QUALITY", "60"));
    assertThat(settings.setting("MAX_IMAGE_WIDTH").origin()).isEqualTo("flag");
    assertThat(settings.setting("IMAGE_QUALITY").value()).isEqualTo("60");
    assertThat(settings.setting("BATCH_SIZE").origin()).isEqualTo(".env");
    assertThat(settings.setting("API_PORT").origin()).isEqualTo("default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void an_empty_value_is_as_if_it_were_not_there(String empty) throws IOException {
    dotenv("BATCH_SIZE=7\nIMAGE_QUALITY=\n");
    var settings = load(NONE, Map.of("BATCH_SIZE", empty));
    assertThat(settings.setting("BATCH_SIZE").value()).isEqualTo("7");
    assertThat(settings.setting("IMAGE_QUALITY").origin()).isEqualTo("default");
  }

  /** What they derive from one another would be settled before their values are. */
  @Test
  void what_libraries_declare_is_none_of_them() {
    assertThat(load(NONE, NONE).config().root().keySet()).containsExactly("sluice");
  }

  @Test
  void an_env_file_may_have_comments_quotes_and_settings_of_others() throws IOException {
    dotenv(
        """
        # for the collector
        DATABASE_URL="postgres://ann:p%23ss@db/news?sslmode=require"

        EXCLUDE='soap; =good morning'
        PATH=/nowhere
        """);
    var settings = load(NONE, NONE);
    assertThat(settings.setting("DATABASE_URL").value())
        .isEqualTo("postgres://ann:p%23ss@db/news?sslmode=require");
    assertThat(settings.setting("EXCLUDE").value()).isEqualTo("soap; =good morning");
    assertThat(settings.all()).extracting(Setting::key).doesNotContain("PATH");
  }

  @Test
  void an_env_file_that_cannot_be_read_is_named() throws IOException {
    dotenv("this is no setting\n");
    assertThatThrownBy(() -> load(NONE, NONE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(".env cannot be read: ");
  }

  @Test
  void image_parallelism_is_one_a_core_unless_somebody_says_otherwise() {
    var cores = Integer.toString(Runtime.getRuntime().availableProcessors());
    assertThat(load(NONE, NONE).setting("IMAGE_PARALLELISM"))
        .isEqualTo(new Setting("IMAGE_PARALLELISM", cores, "default: one a core"));
    assertThat(load(NONE, Map.of("IMAGE_PARALLELISM", "AUTO")).setting("IMAGE_PARALLELISM").value())
        .isEqualTo(cores);
    var set = load(NONE, Map.of("IMAGE_PARALLELISM", "7"));
    assertThat(set.setting("IMAGE_PARALLELISM"))
        .isEqualTo(new Setting("IMAGE_PARALLELISM", "7", "environment"));
    assertThat(set.config().getInt("sluice.image-dispatcher.thread-pool-executor.fixed-pool-size"))
        .isEqualTo(7);
  }

  @Test
  void the_threads_for_jdbc_and_sources_follow_their_settings() {
    var config = load(Map.of("DB_MAX_POOL_SIZE", "9", "CONCURRENT_LIMIT", "3"), NONE).config();
    assertThat(config.getInt("sluice.jdbc-dispatcher.thread-pool-executor.fixed-pool-size"))
        .isEqualTo(9);
    assertThat(config.getInt("sluice.source-dispatcher.thread-pool-executor.fixed-pool-size"))
        .isEqualTo(3);
  }

  @Test
  void pictures_go_to_the_data_directory_unless_they_have_one_of_their_own() {
    assertThat(load(Map.of("DATA_DIR", "/srv/news"), NONE).setting("IMAGE_DIR"))
        .isEqualTo(new Setting("IMAGE_DIR", "/srv/news", "default: DATA_DIR"));
    assertThat(
            load(Map.of("DATA_DIR", "/srv/news", "IMAGE_DIR", "/mnt/pictures"), NONE)
                .setting("IMAGE_DIR"))
        .isEqualTo(new Setting("IMAGE_DIR", "/mnt/pictures", "flag"));
  }

  @Test
  void a_value_with_signs_of_the_configuration_language_is_taken_as_it_stands() {
    var odd = "/^\\$\\{x\\}$/; a = \"b\" # c";
    assertThat(load(NONE, Map.of("EXCLUDE", odd)).config().getString("sluice.exclude"))
        .isEqualTo(odd);
  }

  @Test
  void servers_listen_beside_the_node_on_loopback() {
    for (var server : List.of("API_HOST", "MANAGEMENT_HOST")) {
      assertThat(load(NONE, NONE).setting(server).value()).isEqualTo("127.0.0.1");
      assertThat(load(Map.of("NODE_HOST", "127.0.0.2"), NONE).setting(server))
          .isEqualTo(new Setting(server, "127.0.0.2", "default: NODE_HOST"));
      assertThat(load(Map.of("NODE_HOST", "auto"), NONE).setting(server))
          .isEqualTo(new Setting(server, "127.0.0.1", "default"));
      assertThat(load(Map.of("NODE_HOST", "127.0.0.2", server, "0.0.0.0"), NONE).setting(server))
          .isEqualTo(new Setting(server, "0.0.0.0", "flag"));
    }
  }
}
