package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Pictures that are measured together: a folder goes in, its first pictures come out, by name.
 *
 * @param found how many pictures the folder has
 */
record PictureSet(String name, List<Path> pictures, int found) {
  /** So that a folder of thousands is measured in seconds. */
  private static final int MOST = 20;

  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff");

  PictureSet {
    pictures = List.copyOf(pictures);
  }

  /** One a sub-folder with pictures, or else the folder itself; empty if there are no pictures. */
  static List<PictureSet> in(Path folder) throws IOException {
    var sets = new ArrayList<PictureSet>();
    for (var path : sorted(folder)) {
      if (Files.isDirectory(path)) {
        add(path, sets);
      }
    }
    if (sets.isEmpty()) {
      add(folder, sets);
    }
    return sets;
  }

  private static void add(Path folder, List<PictureSet> sets) throws IOException {
    var pictures = sorted(folder).stream().filter(PictureSet::isPicture).toList();
    if (!pictures.isEmpty()) {
      var name = folder.toRealPath().getFileName().toString();
      var first = pictures.subList(0, Math.min(MOST, pictures.size()));
      sets.add(new PictureSet(name, first, pictures.size()));
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static boolean isPicture(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The same without some. */
  PictureSet without(Set<Path> leftOut) {
    var rest = pictures.stream().filter(picture -> !leftOut.contains(picture)).toList();
    return new PictureSet(name, rest, found);
  }
}
