package io.sluice.telegram.preview;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import io.sluice.words.ChannelLink;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the web preview is read.
 *
 * @param site its address, without a path
 * @param canary a channel that is always there
 * @param photoTimeout in which a photo must come
 * @param maxPhotoBytes largest photo
 * @param strangePages directory for pages whose form is not understood
 */
public record PreviewSettings(
    URI site, String canary, Duration photoTimeout, long maxPhotoBytes, Path strangePages) {

  public static PreviewSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new PreviewSettings(
        site(settings),
        canary(settings),
        settings.duration("PHOTO_TIMEOUT", Duration.ofMillis(100), Duration.ofMinutes(10)),
        settings.bytes("MAX_IMAGE_BYTES", 1, Integer.MAX_VALUE - 8L),
        settings.file("DATA_DIR").resolve("strange-pages"));
  }

  private static URI site(SettingsReader settings) {
    var allowed = "an address such as https://t.me";
    try {
      var uri = new URI(settings.text("TELEGRAM_URL").strip().replaceAll("/+$", ""));
      boolean plain =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (uri.getHost() == null
          || !plain
          || !uri.getPath().isEmpty()
          || !String.valueOf(uri.getScheme()).matches("https?")) {
        throw settings.refused("TELEGRAM_URL", allowed);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw settings.refused("TELEGRAM_URL", allowed);
    }
  }

  private static String canary(SettingsReader settings) {
    try {
      return new ChannelLink(settings.text("TELEGRAM_CANARY")).name();
    } catch (IllegalArgumentException e) {
      throw settings.refused("TELEGRAM_CANARY", "the name of a public channel");
    }
  }
}
