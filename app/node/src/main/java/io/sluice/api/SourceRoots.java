package io.sluice.api;

import com.typesafe.config.Config;
import io.sluice.file.S3Address;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where sources may be read from.
 *
 * @param roots directories of the node's machine
 * @param inS3 what addresses of objects must begin with
 */
public record SourceRoots(List<Path> roots, List<S3Address> inS3) {
  private static final String AUTO = "auto";
  private static final S3Address ALL_BUCKETS = new S3Address("*", "");

  public SourceRoots {
    roots = List.copyOf(roots);
    inS3 = List.copyOf(inS3);
  }

  /**
   * By default the user's own, and where the node was started, and all buckets that its access key
   * opens, if only this machine can ask.
   */
  public static SourceRoots from(Config config, boolean loopback) {
    var settings = new SettingsReader(config);
    var text = settings.text("SOURCE_ROOTS").strip();
    if (text.equalsIgnoreCase(AUTO)) {
      var own = Stream.of(System.getProperty("user.home"), "").map(Path::of);
      return loopback
          ? new SourceRoots(own.map(Path::toAbsolutePath).toList(), List.of(ALL_BUCKETS))
          : new SourceRoots(List.of(), List.of());
    }
    try {
      var roots = new ArrayList<Path>();
      var inS3 = new ArrayList<S3Address>();
      for (var root : text.split(",")) {
        if (S3Address.isMeant(root.strip())) {
          inS3.add(S3Address.root(root.strip()));
        } else if (!root.isBlank()) {
          roots.add(Path.of(root.strip()));
        }
      }
      if (roots.stream().allMatch(Path::isAbsolute)) {
        return new SourceRoots(roots, inS3);
      }
    } catch (InvalidPathException | URISyntaxException e) {
      // Told below.
    }
    throw settings.refused(
        "SOURCE_ROOTS",
        "absolute directories and addresses such as s3://bucket/ between commas, auto, or nothing");
  }

  /** The one of them that a path lies in, behind all links; empty for one outside. */
  Optional<Path> of(Path path) {
    return roots.stream().filter(root -> isIn(root, path)).findFirst();
  }

  /** Whether an object, or all that begin so, may be read. */
  boolean have(S3Address address) {
    return inS3.stream().anyMatch(root -> root.has(address));
  }

  List<URI> uris() {
    return roots.stream().map(Path::toUri).toList();
  }

  List<URI> urisInS3() {
    return inS3.stream().map(S3Address::uri).toList();
  }

  private static boolean isIn(Path root, Path path) {
    try {
      return path.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
