package io.sluice.bench;

import io.sluice.child.ChildAnswer;
import io.sluice.document.DocumentSettings;
import io.sluice.document.Extraction;
import io.sluice.document.Extractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Reads documents in the children that nodes read them in, without a node: how long that takes
 * comes out. The same children stay from one to the next, as they do in a node.
 */
public final class DocumentReading implements AutoCloseable {
  private final Extractor extractor;
  private final int ahead;

  public DocumentReading(DocumentSettings settings) {
    extractor = new Extractor(settings);
    ahead = 2 * settings.workers();
  }

  /** What was read of one, which is nothing where it ended its child. */
  Extraction read(Path document) throws IOException {
    return await(start(document));
  }

  /**
   * Reads some, over and over.
   *
   * @param count how many in all
   */
  public DocumentSpeed read(List<Path> documents, int count) throws IOException {
    double cpu = ProcessTimes.ofChildren();
    long began = System.nanoTime();
    var underway = new ArrayDeque<CompletionStage<ChildAnswer>>();
    long pages = 0;
    int failed = 0;
    for (int done = 0, started = 0; done < count; done++) {
      while (started < count && underway.size() < ahead) {
        underway.add(start(documents.get(started++ % documents.size())));
      }
      var read = await(underway.remove());
      pages += read == null || read.pageCount() == null ? 0 : read.pageCount();
      failed += read == null || read.characters() == 0 ? 1 : 0;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new DocumentSpeed(count, pages, failed, seconds, ProcessTimes.ofChildren() - cpu);
  }

  private CompletionStage<ChildAnswer> start(Path document) throws IOException {
    return extractor.read(document.getFileName().toString(), Files.readAllBytes(document));
  }

  private static Extraction await(CompletionStage<ChildAnswer> answer) throws IOException {
    try {
      return answer.toCompletableFuture().join() instanceof ChildAnswer.Given given
          ? Extraction.read(given.bytes())
          : null;
    } catch (CompletionException e) {
      throw new IOException("a child cannot read documents: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void close() {
    extractor.close();
  }
}
