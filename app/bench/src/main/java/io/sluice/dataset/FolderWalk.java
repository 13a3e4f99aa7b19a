package io.sluice.dataset;

import io.sluice.sample.NewsText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Says where the next file goes. It makes one folder after the other, each within one that was made
 * a short while ago, and stays there for some files.
 */
final class FolderWalk {
  private static final int DEEPEST = 6;
  private static final int REMEMBERED = 30;
  private static final int MOST_FILES = 40;

  private static final List<String> NAMES =
      List.of("Photos", "scans", "Tide tables", "Bücher", "Отчёты", "写真", "old", "inbox", "a b c");

  private final Path root;
  private final Random random;
  private final Deque<Path> parents = new ArrayDeque<>();
  private Path folder;
  private FileNames names = new FileNames();
  private int filesLeft;
  private int folders;

  /**
   * @param root a folder that is there
   */
  FolderWalk(Path root, Random random) throws IOException {
    this.root = root.toRealPath();
    this.random = random;
    this.folder = this.root;
    this.filesLeft = filesOfOne();
    parents.add(folder);
  }

  Path next(String extension) throws IOException {
    step();
    return folder.resolve(names.next(random, extension));
  }

  /** The same for a file whose name is given, but for a number where it is taken. */
  Path next(String stem, String extension) throws IOException {
    step();
    return folder.resolve(names.free(stem, extension));
  }

  private void step() throws IOException {
    if (filesLeft == 0) {
      enterAnother();
    }
    filesLeft--;
  }

  private void enterAnother() throws IOException {
    folders++;
    var parent = parents.stream().skip(random.nextInt(parents.size())).findFirst().orElseThrow();
    folder = parent.resolve(NewsText.pick(random, NAMES) + " " + folders);
    Files.createDirectories(folder);
    if (!folder.toRealPath().equals(folder)) {
      throw new FileSystemException(folder.toString(), null, "is a link, and may lead elsewhere");
    }
    names = new FileNames();
    filesLeft = filesOfOne();
    if (root.relativize(folder).getNameCount() < DEEPEST) {
      remember();
    }
  }

  private void remember() {
    parents.add(folder);
    if (parents.size() > REMEMBERED) {
      parents.remove();
    }
  }

  private int filesOfOne() {
    return 1 + random.nextInt(MOST_FILES);
  }
}
