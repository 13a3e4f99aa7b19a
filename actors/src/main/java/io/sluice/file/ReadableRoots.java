package io.sluice.file;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories below which all must lie that is read for somebody, behind all links.
 *
 * @param bounded whether there are any; without them all may be read
 */
record ReadableRoots(boolean bounded, List<Path> roots) {
  static final ReadableRoots NONE = new ReadableRoots(true, List.of());

  static ReadableRoots of(List<URI> addresses) throws IOException {
    var roots = new ArrayList<Path>();
    for (var address : addresses) {
      if (Files.exists(Path.of(address))) {
        roots.add(Path.of(address).toRealPath());
      }
    }
    return new ReadableRoots(!addresses.isEmpty(), roots);
  }

  /**
   * @param real where it lies, behind all links
   */
  boolean have(Path real) {
    return !bounded || roots.stream().anyMatch(real::startsWith);
  }

  /**
   * @throws OutsideRootsException if it lies outside of them, behind all links
   */
  void check(Path path) throws IOException {
    if (bounded && !have(path.toRealPath())) {
      throw new OutsideRootsException(path);
    }
  }

  /** Whether it is a link that leads out of them. */
  boolean isLeftBy(Path path) throws IOException {
    return bounded && Files.isSymbolicLink(path) && !have(path.toRealPath());
  }
}
