package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory with a folder for each category: classified documents go in, files or links and a
 * {@code manifest.json} come out, a line for each document. What the manifest of an earlier time
 * tells of is known by it: it stays, or moves to the category that it is in now; nothing that this
 * has not made is touched.
 */
final class CategoryFolders implements AutoCloseable {
  static final String MANIFEST = "manifest.json";
  private static final int MOST_TOLD = 5;

  private final Path directory;
  private final boolean copies;
  private final Map<String, String> before;
  private final Set<String> used;
  private final Set<String> taken = new HashSet<>();
  private final Path draft;
  private final BufferedWriter manifest;
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long failures;
  private long unclassified;
  private boolean begun;
  private boolean whole;

  private CategoryFolders(Path directory, boolean copies) throws IOException {
    this.directory = directory;
    this.copies = copies;
    before =
        Files.exists(directory.resolve(MANIFEST)) ? read(directory.resolve(MANIFEST)) : Map.of();
    used = Set.copyOf(before.values());
    draft = directory.resolve(MANIFEST + ".part");
    manifest = Files.newBufferedWriter(draft, StandardCharsets.UTF_8);
    manifest.write("[");
  }

  /**
   * @param directory made if it is not there
   */
  static CategoryFolders open(Path directory, boolean copies) throws IOException {
    Files.createDirectories(directory);
    return new CategoryFolders(directory, copies);
  }

  /** Where documents lie since an earlier time, by where they came from. */
  private static Map<String, String> read(Path manifest) throws IOException {
    var known = new HashMap<String, String>();
    try (var lines = Files.lines(manifest, StandardCharsets.UTF_8)) {
      for (var line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("{")) {
          var entry =
              NodeJson.tree(line.endsWith(",") ? line.substring(0, line.length() - 1) : line);
          if (entry.hasNonNull("file")) {
            known.put(entry.path("address").asText(), entry.path("file").asText());
          }
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IOException(
          manifest + " was not made by this command, or is broken: name another directory", e);
    }
    return known;
  }

  void take(ClassifiedItem item) throws IOException {
    if (item.category() == null) {
      unclassified++;
      return;
    }
    var entry = NodeJson.object();
    entry.put("item", item.number());
    entry.put("address", item.address());
    entry.put("hash", item.hash());
    entry.put("category", item.category());
    entry.put("review", item.review());
    try {
      entry.put("file", place(item));
      counts.merge(item.category(), 1L, Long::sum);
    } catch (IOException | IllegalArgumentException e) {
      var why = why(e);
      entry.put("problem", why);
      problem("%s: %s".formatted(item.address(), why));
    }
    write(entry);
  }

  private static String why(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "not there any more";
    }
    return e instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : e.getMessage();
  }

  private String place(ClassifiedItem item) throws IOException {
    var from = source(item);
    var category = FolderName.of(item.category());
    var kept = before.get(item.address());
    var name = name(category, item, kept);
    var to = directory.resolve(name);
    Files.createDirectories(to.getParent());
    if (copies) {
      copy(from, to, item.hash());
    } else {
      link(from, to, item.hash());
    }
    if (kept != null && !kept.equals(name)) {
      removeOld(kept);
    }
    return name;
  }

  private static Path source(ClassifiedItem item) throws IOException {
    var address = URI.create(item.address());
    if (!"file".equals(address.getScheme())) {
      throw new IOException("does not lie on this machine");
    }
    return Path.of(address);
  }

  /** The one it has, if that fits; else its own, with its number where another has that. */
  private String name(String category, ClassifiedItem item, String kept) {
    if (kept != null && kept.startsWith(category + "/") && taken.add(kept)) {
      return kept;
    }
    var plain = FolderName.of(item.filename());
    var wanted = category + "/" + plain;
    if (!isFree(wanted)) {
      wanted = category + "/" + FolderName.numbered(plain, item.number());
    }
    taken.add(wanted);
    return wanted;
  }

  private boolean isFree(String name) {
    return !taken.contains(name)
        && !used.contains(name)
        && !Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private static void copy(Path from, Path to, String hash) throws IOException {
    if (Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS) && FileHash.of(to).equals(hash)) {
      return;
    }
    var part = to.resolveSibling(to.getFileName() + ".part");
    try {
      try (var out = Files.newOutputStream(part)) {
        checked(FileHash.copy(from, out), hash);
      }
      Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void link(Path from, Path to, String hash) throws IOException {
    checked(FileHash.of(from), hash);
    if (Files.isSymbolicLink(to) && Files.readSymbolicLink(to).equals(from)) {
      return;
    }
    Files.deleteIfExists(to);
    Files.createSymbolicLink(to, from);
  }

  private static void checked(String found, String hash) throws IOException {
    if (!found.equals(hash)) {
      throw new IOException("has changed since it was read");
    }
  }

  /** What is in another category now. */
  private void removeOld(String kept) throws IOException {
    var old = directory.resolve(kept).normalize();
    if (old.startsWith(directory) && !taken.contains(kept)) {
      Files.deleteIfExists(old);
    }
  }

  private void problem(String what) {
    failures++;
    if (problems.size() < MOST_TOLD) {
      problems.add(what);
    }
  }

  private void write(JsonNode entry) throws IOException {
    manifest.write(begun ? ",\n" : "\n");
    manifest.write(entry.toString());
    begun = true;
  }

  /** All was taken: the manifest is put in its place. */
  void finish() throws IOException {
    manifest.write("\n]\n");
    manifest.close();
    Files.move(draft, directory.resolve(MANIFEST), StandardCopyOption.REPLACE_EXISTING);
    whole = true;
  }

  List<String> lines() {
    var table = new Table(1, "category", "documents", "");
    counts.forEach((category, count) -> table.row(category, Figures.count(count), ""));
    var lines = new ArrayList<>(table.lines());
    if (unclassified > 0) {
      lines.add(Figures.count(unclassified) + " are not classified, and were left where they are");
    }
    return lines;
  }

  ObjectNode json() {
    var json = NodeJson.object();
    counts.forEach(json.putObject("categories")::put);
    json.put("unclassified", unclassified);
    json.put("failed", failures);
    return json;
  }

  /** What could not be taken, in words; the first ones, and how many more. */
  List<String> problems() {
    var told = new ArrayList<>(problems);
    if (failures > problems.size()) {
      told.add(
          "%s more could not be taken: %s says why"
              .formatted(Figures.count(failures - problems.size()), MANIFEST));
    }
    return told;
  }

  @Override
  public void close() throws IOException {
    if (!whole) {
      manifest.close();
      Files.deleteIfExists(draft);
    }
  }
}
