package io.sluice.document;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.PasswordProvider;
import org.xml.sax.SAXException;

/**
 * Reads one document and all within it: a name and bytes go in, an {@link Extraction} comes out,
 * with one of each part. Used by one thread for one document, until another cuts it off.
 */
final class DocumentReader {
  /** Of its text, by which its language is told. */
  private static final int SAMPLE = 5_000;

  private static final int PIECES = 8;

  /** What reads archives. */
  private static final String ARCHIVES = "org.apache.tika.parser.pkg.PackageParser";

  private static final String WANTS = "it wants a password";

  /** Nothing here opens its files. */
  private static final String ZIP = "application/zip";

  private final Parser parser;
  private final LanguageDetector languages;
  private final ExtractBudget budget;
  private final ParseContext context = new ParseContext();
  private final PartsReader parts;
  private final PagePictures pictures;
  private final List<String> passwords;
  private String password;

  /**
   * @param passwords that are tried on what is encrypted
   */
  DocumentReader(
      Parser parser, LanguageDetector languages, ExtractLimits limits, List<String> passwords) {
    this.parser = parser;
    this.languages = languages;
    budget = new ExtractBudget(limits);
    parts = new PartsReader(this, limits, budget);
    pictures = new PagePictures(limits, budget);
    context.set(Parser.class, parser);
    context.set(EmbeddedDocumentExtractor.class, parts);
    context.set(PasswordProvider.class, encrypted -> password);
    this.passwords = List.copyOf(passwords);
  }

  Extraction read(String name, byte[] document) throws IOException {
    var metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    try (var bytes = DocumentBytes.of(document);
        var in = bytes.stream(metadata)) {
      return read(in, metadata, bytes);
    }
  }

  /** Reads a document, within the one that is being read. */
  Extraction read(TikaInputStream in, Metadata metadata, DocumentBytes bytes) throws IOException {
    var read = attempt(in, metadata, bytes);
    boolean mayOpen = read.state() == TextState.ENCRYPTED && !read.mimeType().equals(ZIP);
    return mayOpen && !passwords.isEmpty() && bytes.size() > 0
        ? unlocked(metadata, bytes, read.mimeType())
        : read;
  }

  private Extraction unlocked(Metadata metadata, DocumentBytes bytes, String type)
      throws IOException {
    int tried = 0;
    var outer = password;
    try {
      for (var one : passwords) {
        if (budget.reached() != null) {
          break;
        }
        password = one;
        tried++;
        var again = new Metadata();
        again.set(
            TikaCoreProperties.RESOURCE_NAME_KEY,
            metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY));
        try (var in = bytes.stream(again)) {
          var read = attempt(in, again, bytes);
          if (isOpen(read)) {
            return read;
          }
        }
      }
    } finally {
      password = outer;
    }
    return Extraction.nothing(
        TextState.ENCRYPTED, WANTS + ", and none of %d is right".formatted(tried), type);
  }

  /** With a wrong one some kinds are taken for broken. */
  private static boolean isOpen(Extraction read) {
    boolean nothing = read.parts().found() > 0 && read.parts().read() == 0;
    return read.state() != TextState.ENCRYPTED
        && read.state() != TextState.UNREADABLE
        && (!nothing || read.characters() > 0);
  }

  private Extraction attempt(TikaInputStream in, Metadata metadata, DocumentBytes bytes) {
    var level = parts.begin(bytes, metadata);
    var cut =
        bytes.broken() == null
            ? null
            : "broken: " + DocumentProperties.bounded(said(bytes.broken()));
    try {
      parser.parse(in, level.pages(), metadata, context);
    } catch (ZeroByteFileException e) {
      return Extraction.nothing(TextState.EMPTY, null, "application/x-empty");
    } catch (EncryptedDocumentException e) {
      return Extraction.nothing(TextState.ENCRYPTED, WANTS, DocumentProperties.type(metadata));
    } catch (SAXException | TikaException | IOException | RuntimeException | StackOverflowError e) {
      cut = limitOr(e);
    } finally {
      level.end(expected(metadata, bytes));
      if (!isLimit(cut)) {
        pictures.make(level, password);
      }
      parts.end();
    }
    boolean complete = bytes.areWhole() && !isLimit(cut) && level.counts().left() == 0;
    return result(level, cut, complete || !parts.isBegun());
  }

  /** How many parts an archive says that it has; 0 of what is none. */
  private static int expected(Metadata metadata, DocumentBytes bytes) {
    try {
      var by = List.of(metadata.getValues(TikaCoreProperties.TIKA_PARSED_BY));
      return by.contains(ARCHIVES) ? ZipDirectory.files(bytes.buffer()) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether it is about pictures of pages now, and not about text. */
  boolean isDrawing() {
    return pictures.isDrawing();
  }

  /** What has been read so far, when another thread finds that this one goes on for too long. */
  Extraction cutOff() {
    synchronized (budget) {
      var read = parts.cutOff();
      return read == null
          ? Extraction.nothing(TextState.UNREADABLE, limit(), "application/octet-stream")
          : read;
    }
  }

  Extraction cutOff(PartsLevel level, boolean whole) {
    level.end(expected(level.metadata(), level.bytes()));
    return result(level, limit(), whole);
  }

  private String limit() {
    return budget.reached() + ": " + budget.limit();
  }

  private static boolean isLimit(String cut) {
    return cut != null && !cut.startsWith("broken");
  }

  /** Parsers wrap what a handler throws. */
  private String limitOr(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LimitReachedException) {
        return limit();
      }
    }
    return "broken: " + DocumentProperties.bounded(said(failure));
  }

  /** What Tika says of an exception that came as a surprise is what that says. */
  private static String said(Throwable failure) {
    var message = failure.getMessage();
    if (message != null && message.startsWith("TIKA-") && failure.getCause() != null) {
      return said(failure.getCause());
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private Extraction result(PartsLevel level, String cut, boolean whole) {
    var metadata = level.metadata();
    var collector = level.pages();
    var type = DocumentProperties.type(metadata);
    var pages = judged(collector.pieces(), level);
    boolean hasText = pages.stream().anyMatch(page -> page.state() == TextState.TEXT);
    var counts = level.counts();
    if (!hasText && level.isEncrypted()) {
      return Extraction.nothing(TextState.ENCRYPTED, "all in it wants a password", type);
    }
    if (!hasText
        && counts.found() == 0
        && (cut != null || DocumentProperties.isUnknown(metadata))) {
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
    var properties = DocumentProperties.of(metadata);
    properties.values().forEach(value -> budget.spend(value.length()));
    return new Extraction(
        state(pages, hasText, type, cut, level),
        cut == null ? left(counts) : cut,
        type,
        hasText ? language(pages) : null,
        properties,
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
        type.startsWith(PagePictures.IMAGE)
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

  private static List<PageText> judged(List<PageText> pages, PartsLevel level) {
    var pictures = level.pictures();
    if (pages.isEmpty()) {
      return pictures.entrySet().stream()
          .map(
              one ->
                  new PageText(one.getKey(), 1, TextState.NEEDS_OCR, "").pictured(one.getValue()))
          .toList();
    }
    var unread = UnreadPages.of(level.metadata());
    return pages.stream()
        .map(
            page ->
                unread.contains(page.page())
                    ? page.pictured(page.block() == 1 ? pictures.get(page.page()) : null)
                    : page)
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
}
