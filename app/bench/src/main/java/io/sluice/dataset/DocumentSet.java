package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sample.Seeds;
import io.sluice.sample.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * Writes invented documents, a folder a category, poison into another one, and a list of all that
 * says what each is; counts what it writes.
 */
public final class DocumentSet {
  /** In the set: the folder of each category with its documents. */
  public static final String DOCUMENTS = "documents";

  /** In the set: what breaks who reads it. */
  static final String POISON = "poison";

  /** In the set: a line of JSON for each document. */
  static final String MANIFEST = "manifest.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Enough that a large one does not keep the other threads waiting. */
  private static final int AHEAD = 8 * Runtime.getRuntime().availableProcessors();

  /** A step in the path of seeds that no document's number is. */
  private static final int POISONED = -1;

  private final DocumentsOptions options;

  public DocumentSet(DocumentsOptions options) {
    this.options = options;
  }

  /** One that is written; its fields are those of its line in the list. */
  private record Made(
      String path,
      String category,
      String kind,
      String poison,
      int pages,
      int words,
      byte[] bytes) {
    String line() throws IOException {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("path", path);
      fields.put("kind", kind);
      if (poison == null) {
        fields.put("category", category);
        fields.put("pages", pages);
        fields.put("words", words);
      } else {
        fields.put("poison", poison);
      }
      return JSON.writeValueAsString(fields);
    }
  }

  /**
   * Writes into a folder, which is made if need be. Files of the same name are replaced, others are
   * left alone.
   *
   * @throws IOException if a file cannot be written
   */
  public DocumentFigures write(Path dir) throws IOException {
    Files.createDirectories(dir);
    var kinds = new EnumMap<DocumentFormat, Integer>(DocumentFormat.class);
    var manifest = dir.resolve(MANIFEST);
    Files.deleteIfExists(manifest);
    long bytes = 0;
    int total = options.count() + options.poison();
    int started = 0;
    Deque<Future<Made>> ahead = new ArrayDeque<>();
    try (var workers = new Workers();
        var lines = Files.newBufferedWriter(manifest, UTF_8, StandardOpenOption.CREATE_NEW)) {
      for (int written = 0; written < total; written++) {
        while (started < total && ahead.size() < AHEAD) {
          int number = started++;
          ahead.add(workers.start(() -> make(number)));
        }
        var made = Workers.await(ahead.remove());
        replace(dir.resolve(made.path()), made.bytes());
        lines.write(made.line() + "\n");
        bytes += made.bytes().length;
        if (made.poison() == null) {
          kinds.merge(
              DocumentFormat.valueOf(made.kind().toUpperCase(Locale.ROOT)), 1, Integer::sum);
        }
      }
    }
    return new DocumentFigures(
        options.count(), options.poison(), bytes, DocumentCategory.values().length, words(kinds));
  }

  private static Map<String, Integer> words(Map<DocumentFormat, Integer> kinds) {
    var words = new LinkedHashMap<String, Integer>();
    kinds.forEach((kind, count) -> words.put(kind.word(), count));
    return words;
  }

  private Made make(int number) throws IOException {
    return number < options.count() ? document(number) : poison(number - options.count());
  }

  private Made document(int number) throws IOException {
    var random = Seeds.random(options.seed(), number);
    var categories = DocumentCategory.values();
    var category = categories[random.nextInt(categories.length)];
    var kind = DocumentFormat.pick(random, options.kinds());
    var document = InventedDocument.of(random, category, options.pages());
    var path = "%s/%s/%06d.%s".formatted(DOCUMENTS, category.word(), number + 1, kind.word());
    return new Made(
        path,
        category.word(),
        kind.word(),
        null,
        document.pages().size(),
        document.words(),
        kind.make(document, random));
  }

  private Made poison(int number) throws IOException {
    var random = Seeds.random(options.seed(), POISONED, number);
    var all = PoisonFormat.values();
    var kind = all[number % all.length];
    var categories = DocumentCategory.values();
    var document =
        InventedDocument.of(random, categories[random.nextInt(categories.length)], options.pages());
    var path =
        "%s/%s-%d.%s".formatted(POISON, kind.word(), number / all.length + 1, kind.extension());
    return new Made(path, null, kind.extension(), kind.word(), 0, 0, kind.make(random, document));
  }

  private static void replace(Path path, byte[] bytes) throws IOException {
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    Files.write(path, bytes, StandardOpenOption.CREATE_NEW);
  }
}
