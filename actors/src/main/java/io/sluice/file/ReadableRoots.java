package io.sluice.file;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories below which all must lie that is read for somebody, behind all links, and what
 * all of S3 must begin with.
 *
 * @param bounded whether there are any; without them all may be read
 */
record ReadableRoots(boolean bounded, List<Path> roots, List<S3Address> inS3) {
  static final ReadableRoots NONE = new ReadableRoots(true, List.of(), List.of());

  static ReadableRoots of(List<URI> addresses) throws IOException {
    var roots = new ArrayList<Path>();
    var inS3 = new ArrayList<S3Address>();
    for (var address : addresses) {
      if (S3Address.isMeant(address.toString())) {
        inS3.add(root(address.toString()));
      } else if (Files.exists(Path.of(address))) {
        roots.add(Path.of(address).toRealPath());
      }
    }
    return new ReadableRoots(!addresses.isEmpty(), roots, inS3);
  }

  private static S3Address root(String address) throws IOException {
    try {
      return S3Address.root(address);
    } catch (URISyntaxException e) {
      throw new IOException(address + " is no address of S3", e);
    }
  }

  /** An object, or all that begin so. */
  boolean have(S3Address address) {
    return !bounded || inS3.stream().anyMatch(root -> root.has(address));
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
