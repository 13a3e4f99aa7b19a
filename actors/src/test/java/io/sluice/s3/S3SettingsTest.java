package io.sluice.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.settings.InvalidSettingException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SettingsTest {

  private static Config config(String... lines) {
    return ConfigFactory.parseString(String.join("\n", lines))
        .atPath("sluice")
        .withFallback(ConfigFactory.defaultReference());
  }

  @Test
  void nothing_is_in_s3_by_default() {
    assertThat(StorageModes.from(config())).isEqualTo(new StorageModes(false, false));
    assertThat(S3Settings.from(config()))
        .isEqualTo(new S3Settings(Optional.empty(), "", Optional.empty(), Optional.empty(), false));
  }

  @Test
  void pictures_are_where_files_are_unless_it_is_said() {
    assertThat(StorageModes.from(config("storage-mode = S3")))
        .isEqualTo(new StorageModes(true, true));
    assertThat(StorageModes.from(config("storage-mode = s3", "picture-storage-mode = local")))
        .isEqualTo(new StorageModes(true, false));
    assertThat(StorageModes.from(config("picture-storage-mode = s3")))
        .isEqualTo(new StorageModes(false, true));
  }

  @Test
  void another_server_than_amazons_has_the_bucket_in_its_path_and_any_region() {
    assertThat(
            S3Settings.from(
                config(
                    "storage-mode = s3",
                    "s3-bucket = news",
                    "s3-prefix = team/sluice",
                    "s3-endpoint = \"http://127.0.0.1:9000\"")))
        .isEqualTo(
            new S3Settings(
                Optional.of("news"),
                "team/sluice/",
                Optional.of(URI.create("http://127.0.0.1:9000")),
                Optional.of("us-east-1"),
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "STORAGE_MODE, s4, must be local or s3",
    "S3_BUCKET, s3://news, the name of a bucket",
    "S3_PREFIX, /team, words between slashes",
    "S3_PREFIX, a//b, words between slashes",
    "S3_ENDPOINT, 127.0.0.1:9000, must be an address such as http://127.0.0.1:9000",
    "S3_ENDPOINT, http://me:secret@host:9000, must be an address",
    "S3_ENDPOINT, http://host:9000/path, must be an address",
    "S3_PATH_STYLE, maybe, must be auto or true or false"
  })
  void a_wrong_value_is_refused(String key, String value, String told) {
    var name = key.toLowerCase(Locale.ROOT).replace('_', '-');
    assertThatThrownBy(() -> S3Settings.from(config("%s = \"%s\"".formatted(name, value))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_store_in_s3_needs_a_bucket() {
    for (var mode : List.of("storage-mode = s3", "picture-storage-mode = s3")) {
      assertThatThrownBy(() -> S3Settings.from(config(mode)))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining("S3_BUCKET must name a bucket");
    }
  }
}
