package io.sluice.s3;

import com.typesafe.config.Config;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where S3 is, and what of it the store has. Access keys are no settings of ours: Amazon's client
 * finds them.
 *
 * @param bucket of the store; empty where the store is none
 * @param prefix before all keys of the store; empty, or with a slash at its end
 * @param endpoint empty for Amazon's own
 * @param region empty for the one that the environment or a profile names
 * @param pathStyle whether the bucket stands in the path of a request, not in the host's name
 */
public record S3Settings(
    Optional<String> bucket,
    String prefix,
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle) {
  private static final String BUCKET = "[a-zA-Z0-9._-]{3,255}";
  private static final String PREFIX = "[a-zA-Z0-9!_.*'()-]+(/[a-zA-Z0-9!_.*'()-]+)*/?";
  private static final String REGION = "[a-zA-Z0-9-]{1,64}";
  private static final int MOST_PREFIX = 500;

  /** What a server that is not Amazon's takes for a region if it asks for one at all. */
  private static final String ANY_REGION = "us-east-1";

  /** Checks it together with where files and pictures are stored. */
  public static S3Settings from(Config config) {
    var settings = new SettingsReader(config);
    var endpoint = settings.optional("S3_ENDPOINT").map(text -> endpoint(settings, text));
    var bucket = settings.optional("S3_BUCKET");
    if (bucket.isPresent() && !bucket.get().matches(BUCKET)) {
      throw settings.refused("S3_BUCKET", "the name of a bucket, without s3:// and slashes");
    }
    boolean isNeeded = StorageModes.from(config).isAnyInS3();
    if (bucket.isEmpty() && isNeeded) {
      throw new InvalidSettingException(
          "S3_BUCKET", "must name a bucket where STORAGE_MODE or PICTURE_STORAGE_MODE is s3");
    }
    var region = settings.optional("S3_REGION");
    if (region.isPresent() && !region.get().matches(REGION)) {
      throw settings.refused("S3_REGION", "the name of a region, such as eu-central-1");
    }
    return new S3Settings(
        bucket,
        prefix(settings),
        endpoint,
        region.or(() -> endpoint.map(own -> ANY_REGION)),
        switch (settings.word("S3_PATH_STYLE", "auto", "true", "false")) {
          case "true" -> true;
          case "false" -> false;
          default -> endpoint.isPresent();
        });
  }

  private static String prefix(SettingsReader settings) {
    var prefix = settings.text("S3_PREFIX");
    if (prefix.isEmpty()) {
      return "";
    }
    if (prefix.length() > MOST_PREFIX || !prefix.matches(PREFIX)) {
      throw settings.refused("S3_PREFIX", "words between slashes, such as team/sluice, or nothing");
    }
    return prefix.endsWith("/") ? prefix : prefix + "/";
  }

  private static URI endpoint(SettingsReader settings, String text) {
    try {
      var endpoint = new URI(text);
      boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
      boolean bare = endpoint.getRawPath().isEmpty() || endpoint.getRawPath().equals("/");
      if (web
          && bare
          && endpoint.getHost() != null
          && endpoint.getRawUserInfo() == null
          && endpoint.getRawQuery() == null
          && endpoint.getRawFragment() == null) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // Told below, without what may be a password.
    }
    throw new InvalidSettingException(
        "S3_ENDPOINT", "must be an address such as http://127.0.0.1:9000, without anything behind");
  }

  /** Where the bucket is, for people. */
  String where(String name) {
    return endpoint.map(own -> name + " at " + own).orElse(name);
  }
}
