package io.sluice.app;

import io.sluice.client.FilesToSend;
import io.sluice.file.FileListing;
import io.sluice.file.FileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Files of this machine to be sent: directories and files that a user named go in, the files below
 * them come out as nodes would list them, each by its path from the name of its source on. Several
 * sources are numbered, since their names may be the same.
 */
final class SourcesToSend implements FilesToSend {
  /** Of what a directory holds, this may have held files. */
  private static final Set<String> LOSSES = Set.of("unreadable directory", "directory too deep");

  private final List<Path> roots;
  private final boolean followLinks;

  private SourcesToSend(List<Path> roots, boolean followLinks) {
    this.roots = roots;
    this.followLinks = followLinks;
  }

  /**
   * @throws IOException if one is not there
   */
  static SourcesToSend of(List<Path> sources, boolean followLinks) throws IOException {
    var roots = new ArrayList<Path>();
    for (var source : sources) {
      roots.add(source.toRealPath());
    }
    // What lies in another one is found there.
    var outer =
        roots.stream()
            .distinct()
            .filter(root -> roots.stream().noneMatch(other -> isIn(root, other)))
            .toList();
    return new SourcesToSend(outer, followLinks);
  }

  private static boolean isIn(Path root, Path other) {
    return root.startsWith(other) && !root.equals(other);
  }

  @Override
  public String place() {
    var places = roots.stream().map(root -> root.toUri().toString());
    return places.collect(Collectors.joining("\n", followLinks ? "followed\n" : "", ""));
  }

  @Override
  public void each(Taker taker) throws IOException, InterruptedException {
    for (int i = 0; i < roots.size(); i++) {
      each(roots.get(i), roots.size() == 1 ? "" : (i + 1) + "/", taker);
    }
  }

  private void each(Path root, String before, Taker taker)
      throws IOException, InterruptedException {
    var above = above(root);
    try (var listing = FileListing.of(new FileSource(List.of(root.toUri()), followLinks))) {
      for (var found = listing.items().iterator(); found.hasNext(); ) {
        var address = URI.create(found.next().address());
        var path = address.getRawPath().substring(above);
        taker.take(before + path, Path.of(address));
      }
      new TreeMap<>(listing.passedOver().counts())
          .forEach((reason, count) -> taker.passOver(reason, count, LOSSES.contains(reason)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** How much of the addresses below a root comes before its name. */
  private static int above(Path root) {
    var parent = root.getParent();
    if (parent == null) {
      return root.toUri().getRawPath().length();
    }
    var address = parent.toUri().getRawPath();
    return address.length() + (address.endsWith("/") ? 0 : 1);
  }
}
