package io.sluice.document;

import io.sluice.child.ChildTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.langdetect.optimaize.OptimaizeLangDetector;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Office;
import org.apache.tika.metadata.PDF;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.EmptyParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.SAXException;

/**
 * Reads documents in a child process: a name and bytes go in, an {@link Extraction} comes out. What
 * a parser does to its process it does to this one.
 */
final class ExtractTask implements ChildTask {
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

  private final ExtractLimits limits;
  private final Parser parser;
  private final LanguageDetector languages;

  /** Takes what {@link ExtractLimits#arguments} gives. */
  ExtractTask(List<String> arguments) throws IOException, TikaException, SAXException {
    limits = ExtractLimits.of(arguments);
    try (var config = ExtractTask.class.getResourceAsStream("tika.xml")) {
      parser = new AutoDetectParser(new TikaConfig(config));
    }
    languages = new OptimaizeLangDetector().loadModels();
  }

  /** As {@link #answer} takes it. */
  static byte[] request(String name, byte[] document) throws IOException {
    var bytes = new ByteArrayOutputStream(document.length + name.length() + 8);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(name);
      out.write(document);
    }
    return bytes.toByteArray();
  }

  @Override
  public byte[] answer(byte[] request) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(request))) {
      return extract(in.readUTF(), in.readAllBytes()).bytes();
    }
  }

  Extraction extract(String name, byte[] document) throws IOException {
    var metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    var pages = new PageCollector(limits, System.nanoTime() + limits.time().toNanos());
    var context = new ParseContext();
    var parts = new PartsReader(parser, context, limits);
    context.set(Parser.class, parser);
    context.set(EmbeddedDocumentExtractor.class, parts);
    String cut = null;
    try (var in = TikaInputStream.get(document, metadata)) {
      parser.parse(in, pages, metadata, context);
    } catch (ZeroByteFileException e) {
      return Extraction.nothing(TextState.EMPTY, null, "application/x-empty");
    } catch (EncryptedDocumentException e) {
      return Extraction.nothing(TextState.ENCRYPTED, "it wants a password", type(metadata));
    } catch (LimitReachedException e) {
      cut = limit(e);
    } catch (SAXException | TikaException | IOException | RuntimeException e) {
      cut = limitOr(e);
    }
    return result(pages, metadata, parts.counts(), cut);
  }

  private String limit(LimitReachedException e) {
    return e.getMessage().equals("time")
        ? "too_slow: more than %s s".formatted(limits.time().toMillis() / 1000.0)
        : "too_long: more than %d characters".formatted(limits.characters());
  }

  /** Parsers wrap what a handler throws. */
  private String limitOr(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LimitReachedException reached) {
        return limit(reached);
      }
    }
    var message = failure.getMessage();
    return "broken: " + bounded(message == null ? failure.getClass().getSimpleName() : message);
  }

  private Extraction result(
      PageCollector collector, Metadata metadata, Extraction.Parts parts, String cut) {
    var type = type(metadata);
    var pages = judged(collector.pieces(), metadata);
    boolean hasText = pages.stream().anyMatch(page -> page.state() == TextState.TEXT);
    if (!hasText && cut != null) {
      return Extraction.nothing(TextState.UNREADABLE, cut, type);
    }
    if (!hasText && isUnknown(metadata)) {
      return Extraction.nothing(TextState.UNREADABLE, "unknown: nothing here reads " + type, type);
    }
    return new Extraction(
        state(pages, hasText, type, cut, parts),
        cut == null ? left(parts) : cut,
        type,
        hasText ? language(pages) : null,
        said(metadata),
        collector.pages() == 0 ? null : collector.pages(),
        collector.characters(),
        parts,
        pages);
  }

  private static TextState state(
      List<PageText> pages, boolean hasText, String type, String cut, Extraction.Parts parts) {
    if (hasText) {
      return cut != null || left(parts) != null ? TextState.PARTIAL : TextState.TEXT;
    }
    boolean pictured =
        type.startsWith(IMAGE)
            || pages.stream().anyMatch(page -> page.state() == TextState.NEEDS_OCR);
    return pictured ? TextState.NEEDS_OCR : TextState.EMPTY;
  }

  private static String left(Extraction.Parts parts) {
    return parts.failed() + parts.left() == 0
        ? null
        : "parts: %d of %d were not read".formatted(parts.failed() + parts.left(), parts.found());
  }

  /** Whether nothing here reads its kind. */
  static boolean isUnknown(Metadata metadata) {
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

  private static Map<String, String> said(Metadata metadata) {
    var said = new TreeMap<String, String>();
    KEPT.forEach(
        (name, property) -> {
          var values =
              Arrays.stream(metadata.getValues(property))
                  .filter(value -> !value.isBlank())
                  .distinct()
                  .toList();
          if (!values.isEmpty()) {
            said.put(name, bounded(String.join(", ", values)));
          }
        });
    return said;
  }
}
