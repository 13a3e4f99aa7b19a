package io.sluice.app;

import io.sluice.client.FilesToSend;
import io.sluice.file.FileListing;
import io.sluice.file.FileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Files of this machine to be sent: directories and files that a user named go in, the files below
 * them come out as nodes would list them, each by its path from the name of its source on; and
 * lists of such, as they are. Several sources are numbered, since their names may be the same.
 */
final class SourcesToSend implements FilesToSend {
  /** Of what a directory holds, this may have held files. */
  private static final Set<String> LOSSES = Set.of("unreadable directory", "directory too deep");

  private final List<Path> roots;

  /** How many of these are lists, the last ones. */
  private final int lists;

  private final boolean followLinks;

  private SourcesToSend(List<Path> roots, int lists, boolean followLinks) {
    this.roots = roots;
    this.lists = lists;
    this.followLinks = followLinks;
  }

  /**
   * @throws IOException if one is not there
   */
  static SourcesToSend of(List<Path> sources, List<Path> lists, boolean followLinks)
      throws IOException {
    var named = real(sources);
    // What lies in another one is found there.
    var roots =
        named.stream()
            .filter(root -> named.stream().noneMatch(other -> isIn(root, other)))
            .collect(Collectors.toCollection(ArrayList::new));
    var last = real(lists);
    roots.addAll(last);
    return new SourcesToSend(roots, last.size(), followLinks);
  }

  private static List<Path> real(List<Path> named) throws IOException {
    var real = new LinkedHashSet<Path>();
    for (var path : named) {
      real.add(path.toRealPath());
    }
    return List.copyOf(real);
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
  public List<String> paths() {
    int sources = roots.size() - lists;
    return lists == 0
        ? List.of("")
        : IntStream.range(0, sources).mapToObj(i -> before(i) + name(roots.get(i))).toList();
  }

  @Override
  public List<String> lists() {
    return IntStream.range(roots.size() - lists, roots.size())
        .mapToObj(i -> before(i) + name(roots.get(i)))
        .toList();
  }

  private String before(int root) {
    return roots.size() == 1 ? "" : (root + 1) + "/";
  }

  private static String name(Path root) {
    var name = root.toUri().getRawPath().substring(above(root));
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  @Override
  public void each(Taker taker) throws IOException, InterruptedException {
    for (int i = 0; i < roots.size(); i++) {
      each(roots.get(i), before(i), taker);
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
