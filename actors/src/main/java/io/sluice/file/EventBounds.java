package io.sluice.file;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.util.List;

/**
 * Which objects of S3 are read that events name, whom nobody trusts.
 *
 * @param roots what their addresses must begin with
 * @param most bytes that one may have
 */
public record EventBounds(List<S3Address> roots, long most) {

  public EventBounds {
    roots = List.copyOf(roots);
  }

  /**
   * @param roots what their addresses must begin with
   */
  public static EventBounds from(Config config, List<S3Address> roots) {
    var settings = new SettingsReader(config);
    return new EventBounds(roots, settings.bytes("MAX_EVENT_OBJECT_BYTES", 1, Long.MAX_VALUE));
  }
}
