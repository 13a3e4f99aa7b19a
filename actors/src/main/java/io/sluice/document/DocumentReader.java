package io.sluice.document;

import io.sluice.blob.Sha256;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Office;
import org.apache.tika.metadata.PDF;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.EmptyParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.SAXException;

/**
 * Reads one document and all within it: a name and bytes go in, an {@link Extraction} comes out,
 * with one of each part. Used by one thread, for one document.
 */
final class DocumentReader {
  /** Of its text, by which its language is told. */
  private static final int SAMPLE = 5_000;

  private static final int PIECES = 8;

  /** Fewer letters on a page are a stamp or a number on a picture. */
  private static final int FEW = 30;

  private static final int MOST_OF_A_VALUE = 1_000;
  private static final String IMAGE = "image/";

  private static final Map<String, Property> KEPT =
      Map.of(
          "title", TikaCoreProperties.TITLE,
          "author", TikaCoreProperties.CREATOR,
          "created", TikaCoreProperties.CREATED,
          "modified", TikaCoreProperties.MODIFIED,
          "subject", TikaCoreProperties.SUBJECT,
          "keywords", Office.KEYWORDS,
          "tool", TikaCoreProperties.CREATOR_TOOL);

  private final Parser parser;
  private final LanguageDetector languages;
  private final ExtractBudget budget;
  private final ParseContext context = new ParseContext();
  private final PartsReader parts;

  DocumentReader(Parser parser, LanguageDetector languages, ExtractLimits limits) {
    this.parser = parser;
    this.languages = languages;
    budget = new ExtractBudget(limits);
    parts = new PartsReader(this, limits, budget);
    context.set(Parser.class, parser);
    context.set(EmbeddedDocumentExtractor.class, parts);
  }

  Extraction read(String name, byte[] document) throws IOException {
    var metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    var hash = HexFormat.of().formatHex(Sha256.of(document));
    try (var in = TikaInputStream.get(document, metadata)) {
      return read(in, metadata, hash, true, null);
    }
  }

  /**
   * Reads a document, within the one that is being read.
   *
   * @param ownBytes whether it would be the same without that one
   * @param broken what broke its bytes off; null where all came
   */
  Extraction read(
      TikaInputStream in, Metadata metadata, String hash, boolean ownBytes, IOException broken) {
    var pages = new PageCollector(budget);
    var level = parts.begin(hash);
    String cut = broken == null ? null : "broken: " + bounded(said(broken));
    try {
      parser.parse(in, pages, metadata, context);
    } catch (ZeroByteFileException e) {
      return Extraction.nothing(TextState.EMPTY, null, "application/x-empty");
    } catch (EncryptedDocumentException e) {
      return Extraction.nothing(TextState.ENCRYPTED, "it wants a password", type(metadata));
    } catch (SAXException | TikaException | IOException | RuntimeException e) {
      cut = limitOr(e);
    } finally {
      level.end(metadata);
      parts.end();
    }
    boolean complete = ownBytes && broken == null && !isLimit(cut) && level.counts().left() == 0;
    return result(pages, metadata, level, cut, complete || !parts.isBegun());
  }

  private static boolean isLimit(String cut) {
    return cut != null && !cut.startsWith("broken");
  }

  /** Parsers wrap what a handler throws. */
  private String limitOr(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LimitReachedException) {
        return budget.reached() + ": " + budget.limit();
      }
    }
    return "broken: " + bounded(said(failure));
  }

  /** What Tika says of an exception that came as a surprise is what that says. */
  private static String said(Throwable failure) {
    var message = failure.getMessage();
    if (message != null && message.startsWith("TIKA-") && failure.getCause() != null) {
      return said(failure.getCause());
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private Extraction result(
      PageCollector collector, Metadata metadata, PartsLevel level, String cut, boolean whole) {
    var type = type(metadata);
    var pages = judged(collector.pieces(), metadata);
    boolean hasText = pages.stream().anyMatch(page -> page.state() == TextState.TEXT);
    var counts = level.counts();
    if (!hasText && level.isEncrypted()) {
      return Extraction.nothing(TextState.ENCRYPTED, "all in it wants a password", type);
    }
    if (!hasText && counts.found() == 0 && (cut != null || isUnknown(metadata))) {
      return new Extraction(
          TextState.UNREADABLE,
          cut == null ? "unknown: nothing here reads " + type : cut,
          type,
          null,
          Map.of(),
          null,
          0,
          Extraction.Parts.NONE,
          List.of(),
          whole,
          List.of());
    }
    return new Extraction(
        state(pages, hasText, type, cut, level),
        cut == null ? left(counts) : cut,
        type,
        hasText ? language(pages) : null,
        said(metadata),
        collector.pages() == 0 ? null : collector.pages(),
        collector.characters(),
        counts,
        level.parts(),
        whole,
        pages);
  }

  /** What has no text of its own is as its parts are. */
  private static TextState state(
      List<PageText> pages, boolean hasText, String type, String cut, PartsLevel level) {
    if (hasText) {
      return cut == null && level.counts().isComplete() ? TextState.TEXT : TextState.PARTIAL;
    }
    boolean pictured =
        type.startsWith(IMAGE)
            || pages.stream().anyMatch(page -> page.state() == TextState.NEEDS_OCR);
    if (pictured) {
      return TextState.NEEDS_OCR;
    }
    if (cut != null || !level.counts().isComplete()) {
      return TextState.PARTIAL;
    }
    return level.state();
  }

  private static String left(Extraction.Parts parts) {
    return parts.isComplete()
        ? null
        : "parts: %d of %d were not read".formatted(parts.failed() + parts.left(), parts.found());
  }

  /** Whether nothing here reads its kind. */
  private static boolean isUnknown(Metadata metadata) {
    var by = metadata.getValues(TikaCoreProperties.TIKA_PARSED_BY);
    return by.length == 0 || by[by.length - 1].equals(EmptyParser.class.getName());
  }

  private static String type(Metadata metadata) {
    var type = metadata.get(HttpHeaders.CONTENT_TYPE);
    return type == null
        ? "application/octet-stream"
        : bounded(type.replaceFirst("(?s);.*", "").strip());
  }

  /** Of a PDF, a page with few letters, or with signs that no font tells, is a picture of text. */
  private static List<PageText> judged(List<PageText> pages, Metadata metadata) {
    var letters = metadata.getIntValues(PDF.CHARACTERS_PER_PAGE);
    var unmapped = metadata.getIntValues(PDF.UNMAPPED_UNICODE_CHARS_PER_PAGE);
    if (letters.length == 0) {
      return pages;
    }
    return pages.stream()
        .map(
            page -> {
              int at = page.page() - 1;
              boolean few = at < letters.length && letters[at] < FEW;
              boolean signs =
                  at < letters.length && at < unmapped.length && unmapped[at] * 2 > letters[at];
              return few || signs
                  ? new PageText(page.page(), page.block(), TextState.NEEDS_OCR, page.text())
                  : page;
            })
        .toList();
  }

  /** By pieces from all over it: a foreign summary before a text is not its language. */
  private String language(List<PageText> pages) {
    var written = pages.stream().filter(page -> page.state() == TextState.TEXT).toList();
    int pieces = Math.min(PIECES, written.size());
    var sample = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      var text = written.get(i * written.size() / pieces).text();
      sample.append(text, 0, Math.min(text.length(), SAMPLE / pieces)).append('\n');
    }
    var found = languages.detect(sample);
    return found.isReasonablyCertain() ? found.getLanguage() : null;
  }

  private static String bounded(String text) {
    return text.substring(0, Math.min(text.length(), MOST_OF_A_VALUE));
  }

  private Map<String, String> said(Metadata metadata) {
    var said = new TreeMap<String, String>();
    KEPT.forEach(
        (name, property) -> {
          var values =
              Arrays.stream(metadata.getValues(property))
                  .filter(value -> !value.isBlank())
                  .distinct()
                  .toList();
          if (!values.isEmpty()) {
            var value = bounded(String.join(", ", values));
            said.put(name, value);
            budget.spend(value.length());
          }
        });
    return said;
  }
}
