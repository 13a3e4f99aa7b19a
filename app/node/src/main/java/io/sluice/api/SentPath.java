package io.sluice.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The path of a file in a folder that a browser sends: what it calls it comes in, a path for an
 * upload comes out, in which each name is one that a disk takes.
 */
final class SentPath {
  private SentPath() {}

  /** With escapes, as paths in uploads have them. */
  static String of(String given) {
    return Arrays.stream(given.split("/"))
        .flatMap(part -> SentName.of(part).stream())
        .map(name -> name.replace("%", "%25"))
        .collect(Collectors.joining("/"));
  }
}
