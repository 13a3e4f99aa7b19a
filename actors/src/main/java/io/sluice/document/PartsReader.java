package io.sluice.document;

import io.sluice.document.Extraction.Part;
import io.sluice.document.Extraction.PartState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads the documents within a document as documents of their own, as far as their number, size and
 * depth go, and tells what has become of each. Used by one thread, until another cuts it off.
 */
final class PartsReader implements EmbeddedDocumentExtractor {
  private static final String INLINE = TikaCoreProperties.EmbeddedResourceType.INLINE.toString();

  private final DocumentReader reader;
  private final ExtractLimits limits;
  private final ExtractBudget budget;
  private final Deque<PartsLevel> levels = new ArrayDeque<>();

  /** Contents that need not be read again. */
  private final Set<String> read = new HashSet<>();

  private int found;

  PartsReader(DocumentReader reader, ExtractLimits limits, ExtractBudget budget) {
    this.reader = reader;
    this.limits = limits;
    this.budget = budget;
  }

  /** Begins a document, within the one that was begun before. */
  PartsLevel begin(DocumentBytes bytes, Metadata metadata) {
    synchronized (budget) {
      var level = new PartsLevel(bytes, metadata, budget);
      levels.push(level);
      return level;
    }
  }

  void end() {
    synchronized (budget) {
      levels.pop();
    }
  }

  /** Whether a document is being read that others are within. */
  boolean isBegun() {
    return !levels.isEmpty();
  }

  /** What has been read, from the innermost on; the document itself comes last. */
  Extraction cutOff() {
    Extraction inner = null;
    DocumentBytes bytes = null;
    for (var iterator = levels.iterator(); iterator.hasNext(); ) {
      var level = iterator.next();
      if (inner != null) {
        put(level, level.given(), bytes, inner);
      } else if (level.given() != null) {
        level.leave(level.given(), budget.reached(), budget.limit());
      }
      inner = reader.cutOff(level, !iterator.hasNext());
      bytes = level.bytes();
    }
    return inner;
  }

  /** Pictures in a text are of that text. */
  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    if (INLINE.equals(metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE))) {
      return false;
    }
    if (budget.isOver()) {
      throw new IllegalStateException(new LimitReachedException(ExtractBudget.TIME));
    }
    found++;
    var level = levels.peek();
    var reason = refusal();
    if (reason != null) {
      level.leave(metadata, reason, null);
      return false;
    }
    level.ask(metadata);
    return true;
  }

  private String refusal() {
    if (budget.reached() != null) {
      return budget.reached();
    }
    if (levels.size() > limits.depth()) {
      return "too_deep";
    }
    return found > limits.parts() ? "too_many" : null;
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
      throws SAXException {
    var level = levels.peek();
    if (!level.isAsked(metadata)) {
      found++;
    }
    level.give(metadata);
    try {
      take(level, stream, metadata);
    } catch (LimitReachedException e) {
      level.leave(metadata, budget.reached(), budget.limit());
    } catch (IOException e) {
      level.fail(metadata, "unreadable", "broken: " + e.getMessage());
    }
  }

  private void take(PartsLevel level, InputStream stream, Metadata metadata)
      throws IOException, LimitReachedException {
    if (stream instanceof TikaInputStream tika && tika.getOpenContainer() != null) {
      try (var bytes = DocumentBytes.none(level.bytes().hash() + "/" + level.name(metadata))) {
        put(level, metadata, bytes, reader.read(tika, metadata, bytes));
      }
      return;
    }
    try (var bytes = DocumentBytes.of(stream, limits.bytes(), budget)) {
      if (bytes.size() > limits.bytes()) {
        level.fail(
            metadata, "too_large", "more than MAX_DOCUMENT_BYTES %d".formatted(limits.bytes()));
      } else if (levels.stream().anyMatch(outer -> outer.bytes().hash().equals(bytes.hash()))) {
        level.leave(metadata, "too_deep", "it is within itself");
      } else if (read.contains(bytes.hash())) {
        level.again(metadata, bytes.hash(), bytes.size());
      } else {
        try (var in = bytes.stream(metadata)) {
          put(level, metadata, bytes, reader.read(in, metadata, bytes));
        }
      }
    }
  }

  private void put(PartsLevel level, Metadata metadata, DocumentBytes bytes, Extraction content) {
    switch (content.state()) {
      case ENCRYPTED -> level.fail(metadata, "encrypted", content.reason());
      case UNREADABLE -> {
        var limit = budget.reached();
        if (limit != null && content.reason().startsWith(limit)) {
          level.leave(metadata, limit, budget.limit());
        } else {
          level.fail(metadata, "unreadable", content.reason());
        }
      }
      default -> {
        if (content.whole() && content.parts().found() == 0) {
          read.add(bytes.hash());
        }
        level.put(
            new Part(
                level.name(metadata),
                bytes.hash(),
                bytes.size(),
                PartState.READ,
                null,
                null,
                content));
      }
    }
  }
}
