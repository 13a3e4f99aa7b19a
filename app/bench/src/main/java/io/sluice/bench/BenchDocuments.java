package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Documents to be read: those that are measured, and made ones that are read before.
 *
 * @param root of all
 * @param parts batches for a node: the first, some more, and those that are measured
 * @param first what children warm up with: of the same kind as those that are measured
 * @param measured in their order
 */
record BenchDocuments(Path root, List<Part> parts, List<Path> first, List<Path> measured) {
  /** Whose texts are compared, and whose words no program counts in an instant. */
  private static final int SOME = 100;

  /** A folder of documents. */
  record Part(Path folder, int count) {}

  /**
   * Makes text PDFs.
   *
   * @param program that makes them
   * @param folder a new one
   * @param dir with those that are measured; null where they are made too
   * @param count how many are measured where they are made
   * @param warmUp how many are read before
   */
  static BenchDocuments of(
      JavaProgram program, Path folder, Path dir, int count, int warmUp, int pages)
      throws IOException, InterruptedException {
    var cold = make(program, folder.resolve("cold"), count, pages, 1);
    var more = make(program, folder.resolve("more"), warmUp, pages, 2);
    var last = dir == null ? make(program, folder.resolve("last"), count, pages, 3) : part(dir);
    return new BenchDocuments(
        dir == null ? folder : Path.of("/"),
        List.of(cold, more, last),
        files(dir == null ? more.folder() : last.folder()),
        files(last.folder()));
  }

  private static Part make(JavaProgram program, Path folder, int count, int pages, long seed)
      throws IOException, InterruptedException {
    program.run(
        "dataset",
        "documents",
        "--kinds=pdf",
        "--count=" + count,
        "--pages=" + pages,
        "--seed=" + seed,
        "--out=" + folder);
    return new Part(folder.resolve("documents"), count);
  }

  private static Part part(Path dir) throws IOException {
    return new Part(dir.toAbsolutePath(), files(dir).size());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return new ArrayList<>(
          files.filter(Files::isRegularFile).map(Path::toAbsolutePath).sorted().toList());
    }
  }

  /** Of those that are measured. */
  List<Path> pdfs() {
    return measured.stream()
        .filter(one -> one.toString().toLowerCase(Locale.ROOT).endsWith(".pdf"))
        .toList();
  }

  /** Of the PDFs that are measured, evenly. */
  List<Path> some() {
    var pdfs = pdfs();
    int step = Math.max(1, pdfs.size() / SOME);
    var some = new ArrayList<Path>();
    for (int i = 0; i < pdfs.size(); i += step) {
      some.add(pdfs.get(i));
    }
    return some;
  }
}
