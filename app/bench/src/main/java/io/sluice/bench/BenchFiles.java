package io.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;

/**
 * Files to be stored, each of another content without any form.
 *
 * @param folder with them
 * @param list beside it: a path a line
 * @param sample the content of one
 */
record BenchFiles(Path folder, Path list, byte[] sample, int count) {
  private static final int OF_A_FOLDER = 1000;

  /**
   * The same contents each time.
   *
   * @param folder a new one
   */
  static BenchFiles write(Path folder, int count, int bytes) throws IOException {
    var random = new Random(folder.getFileName().hashCode());
    var paths = new ArrayList<String>();
    var content = new byte[bytes];
    for (int i = 0; i < count; i++) {
      var part = Files.createDirectories(folder.resolve(Integer.toString(i / OF_A_FOLDER)));
      random.nextBytes(content);
      paths.add(Files.write(part.resolve("file-" + i + ".dat"), content).toString());
    }
    var list = folder.resolveSibling(folder.getFileName() + ".list");
    Files.write(list, paths, StandardCharsets.UTF_8);
    return new BenchFiles(folder, list, content, count);
  }
}
