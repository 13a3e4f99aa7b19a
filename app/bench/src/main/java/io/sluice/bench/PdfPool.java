package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A peer in a pool of processes, as its users run it: paths of PDFs go in, how long it took comes
 * out.
 *
 * @param script that runs it
 * @param version as it tells it
 */
record PdfPool(DocumentPeer peer, String python, Path script, String version) {
  private static final String SCRIPT = "pdf_pool.py";

  /** What a version manager offers may lack the libraries. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  /**
   * Empty where it is not installed.
   *
   * @param folder for the script
   */
  static Optional<PdfPool> find(DocumentPeer peer, Path folder)
      throws IOException, InterruptedException {
    var script = folder.resolve(SCRIPT);
    try (var bytes = PdfPool.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, bytes.readAllBytes());
    }
    for (var python : PYTHONS) {
      try {
        var asked =
            new ProcessBuilder(python, script.toString(), peer.word(), "--check")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() == 0) {
          return Optional.of(new PdfPool(peer, python, script, version.strip()));
        }
      } catch (IOException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /**
   * Takes the text of all, which goes nowhere.
   *
   * @param pages that all have together
   * @throws IllegalStateException if it failed
   */
  DocumentSpeed read(List<Path> documents, int workers, long pages)
      throws IOException, InterruptedException {
    var child =
        new ProcessBuilder(python, script.toString(), peer.word(), Integer.toString(workers))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      var paths = documents.stream().map(Path::toString).collect(Collectors.joining("\0"));
      child.getOutputStream().write(paths.getBytes(StandardCharsets.UTF_8));
      child.getOutputStream().close();
      var answer = new ObjectMapper().readTree(child.getInputStream().readAllBytes());
      int exit = child.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("%s ended with %d".formatted(peer.word(), exit));
      }
      return new DocumentSpeed(
          documents.size(),
          pages,
          answer.get("failed").asInt(),
          answer.get("seconds").asDouble(),
          answer.get("cpu").asDouble());
    } finally {
      child.destroy();
    }
  }
}
