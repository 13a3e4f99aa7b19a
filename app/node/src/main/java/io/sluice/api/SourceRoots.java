package io.sluice.api;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories of the node's machine that sources may be read from. */
public record SourceRoots(List<Path> roots) {
  private static final String AUTO = "auto";

  public SourceRoots {
    roots = List.copyOf(roots);
  }

  /** By default the user's own, and where the node was started, if only this machine can ask. */
  public static SourceRoots from(Config config, boolean loopback) {
    var settings = new SettingsReader(config);
    var text = settings.text("SOURCE_ROOTS").strip();
    if (text.equalsIgnoreCase(AUTO)) {
      var own = Stream.of(System.getProperty("user.home"), "").map(Path::of);
      return new SourceRoots(loopback ? own.map(Path::toAbsolutePath).toList() : List.of());
    }
    try {
      var roots =
          Arrays.stream(text.split(","))
              .map(String::strip)
              .filter(root -> !root.isEmpty())
              .map(Path::of)
              .toList();
      if (roots.stream().allMatch(Path::isAbsolute)) {
        return new SourceRoots(roots);
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw settings.refused("SOURCE_ROOTS", "absolute directories between commas, auto, or nothing");
  }

  /** The one of them that a path lies in, behind all links; empty for one outside. */
  Optional<Path> of(Path path) {
    return roots.stream().filter(root -> isIn(root, path)).findFirst();
  }

  List<URI> uris() {
    return roots.stream().map(Path::toUri).toList();
  }

  private static boolean isIn(Path root, Path path) {
    try {
      return path.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
