package io.sluice.document;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.EmbeddedContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads the documents within a document into its text, as far as their number and depth go, and
 * counts what becomes of each. Used by one thread.
 */
final class PartsReader implements EmbeddedDocumentExtractor {
  private static final String INLINE = TikaCoreProperties.EmbeddedResourceType.INLINE.toString();

  private final Parser parser;
  private final ParseContext context;
  private final ExtractLimits limits;
  private int depth;
  private int found;
  private int read;
  private int failed;
  private int left;

  PartsReader(Parser parser, ParseContext context, ExtractLimits limits) {
    this.parser = parser;
    this.context = context;
    this.limits = limits;
  }

  /** Pictures in a text are of that text. */
  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    if (INLINE.equals(metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE))) {
      return false;
    }
    found++;
    if (depth >= limits.depth() || found > limits.parts()) {
      left++;
      return false;
    }
    return true;
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
      throws SAXException {
    depth++;
    try {
      write(metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY), handler);
      parser.parse(
          TikaInputStream.get(new Unclosed(stream)),
          new EmbeddedContentHandler(new BodyContentHandler(handler)),
          metadata,
          context);
      if (ExtractTask.isUnknown(metadata)) {
        failed++;
      } else {
        read++;
      }
    } catch (TikaException | IOException | RuntimeException e) {
      failed++;
    } finally {
      depth--;
    }
  }

  private static void write(String name, ContentHandler handler) throws SAXException {
    var heading = "\n" + (name == null ? "" : name) + "\n";
    handler.characters(heading.toCharArray(), 0, heading.length());
  }

  Extraction.Parts counts() {
    return new Extraction.Parts(found, read, failed, left);
  }

  /** The stream of all parts is closed by who opened it. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // Goes on behind this part.
    }
  }
}
