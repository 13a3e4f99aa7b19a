package io.sluice.client;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files of which a person said what they are: a directory with a folder for each label goes in, the
 * label of each content comes out, by SHA-256 in hexadecimal digits.
 */
public final class LabelledFiles {
  private static final int MOST_TOLD = 5;

  private final Path directory;
  private final Map<String, String> labels = new HashMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private final Set<String> folders = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();
  private int problemCount;

  private LabelledFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads all files below it, and those that links lead to.
   *
   * @throws IOException if it is no directory, or has no folder with files
   */
  public static LabelledFiles of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is no directory");
    }
    var all = new LabelledFiles(directory);
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var entry : entries) {
        all.take(entry);
      }
    }
    all.doubtful.forEach(all.labels::remove);
    if (all.labels.isEmpty()) {
      throw new IOException(
          directory + " has no folder with files: it needs one for each category");
    }
    return all;
  }

  private void take(Path entry) throws IOException {
    if (!Files.isDirectory(entry)) {
      if (!entry.endsWith(CategoryFolders.MANIFEST)) {
        problem(entry.getFileName() + " lies in no folder");
      }
      return;
    }
    var label = entry.getFileName().toString();
    folders.add(label);
    Files.walkFileTree(entry, new Reader(label));
  }

  private final class Reader extends SimpleFileVisitor<Path> {
    private final String label;

    private Reader(String label) {
      this.label = label;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      // A link to one is one: so does organise make them.
      if (Files.isRegularFile(file)) {
        try {
          note(label, FileHash.of(file), file);
        } catch (IOException e) {
          unread(file, e);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      unread(file, e);
      return FileVisitResult.CONTINUE;
    }

    private void unread(Path file, IOException e) {
      problem("%s cannot be read: %s".formatted(directory.relativize(file), e.getMessage()));
    }
  }

  private void note(String label, String hash, Path file) {
    var other = labels.putIfAbsent(hash, label);
    if (other != null && !other.equals(label) && doubtful.add(hash)) {
      problem(
          "%s is in %s too, so its label is not known"
              .formatted(directory.relativize(file), other));
    }
  }

  private void problem(String what) {
    problemCount++;
    if (problems.size() < MOST_TOLD) {
      problems.add(what);
    }
  }

  /** Names of the folders, in order, empty ones included. */
  public Set<String> folders() {
    return folders;
  }

  public Optional<String> label(String hash) {
    return Optional.ofNullable(labels.get(hash));
  }

  public int size() {
    return labels.size();
  }

  /** The hashes of each label. */
  public Map<String, List<String>> byLabel() {
    var all = new TreeMap<String, List<String>>();
    labels.forEach(
        (hash, label) -> all.computeIfAbsent(label, none -> new ArrayList<>()).add(hash));
    return all;
  }

  /** What could not be used, in words; the first ones, and how many more. */
  public List<String> problems() {
    var told = new ArrayList<>(problems);
    if (problemCount > problems.size()) {
      told.add("%d more files could not be used".formatted(problemCount - problems.size()));
    }
    return told;
  }
}
