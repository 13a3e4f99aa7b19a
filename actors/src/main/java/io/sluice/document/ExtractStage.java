package io.sluice.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Died;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemResult;
import io.sluice.batch.ItemStage;
import io.sluice.batch.ItemWork;
import io.sluice.category.NewTexts;
import io.sluice.category.Sample;
import io.sluice.child.ChildAnswer;
import io.sluice.file.FileContent;
import io.sluice.file.SourceFiles;
import io.sluice.http.ByteBudget;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.document.DocumentRow;
import io.sluice.ledger.document.DocumentRows;
import io.sluice.ledger.document.OcrPages;
import io.sluice.persistence.StorableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads documents, each content once, and stores what they say and what is said of them. */
final class ExtractStage implements ItemStage<DocumentContent> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceFiles sources;
  private final Extractor extractor;
  private final DocumentRows rows;
  private final OcrPages pictures;
  private final NewTexts texts;
  private final ByteBudget budget;
  private final DocumentSettings settings;
  private final Executor threads;

  /**
   * @param pictures of pages without text, where these are kept
   * @param texts which are to be classified
   * @param budget for the bytes of documents in work
   * @param threads which may block
   */
  ExtractStage(
      SourceFiles sources,
      Extractor extractor,
      DocumentRows rows,
      OcrPages pictures,
      NewTexts texts,
      ByteBudget budget,
      DocumentSettings settings,
      Executor threads) {
    this.sources = sources;
    this.extractor = extractor;
    this.rows = rows;
    this.pictures = pictures;
    this.texts = texts;
    this.budget = budget;
    this.settings = settings;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "extract";
  }

  /** While a child reads one, the next is brought. */
  @Override
  public int parallelism() {
    return 2 * settings.workers();
  }

  @Override
  public CompletionStage<ItemOutcome<DocumentContent>> work(ItemWork item) {
    return sources.read(item).thenCompose(this::read);
  }

  private CompletionStage<ItemOutcome<DocumentContent>> read(ItemOutcome<FileContent> outcome) {
    if (outcome instanceof Passed<FileContent> passed) {
      var content = passed.value();
      return extracted(content).whenComplete((done, failure) -> content.close());
    }
    return CompletableFuture.completedFuture(ended(outcome));
  }

  /** What is none that has passed has no value. */
  private static ItemOutcome<DocumentContent> ended(ItemOutcome<FileContent> outcome) {
    if (outcome instanceof Failed<FileContent> failed) {
      return new Failed<>(failed.reason(), failed.detail());
    }
    if (outcome instanceof ItemOutcome.Later<FileContent> later) {
      return new ItemOutcome.Later<>(later.notBefore(), later.delays());
    }
    if (outcome instanceof Died<FileContent> died) {
      return new Died<>(died.how());
    }
    return new ItemOutcome.Abandoned<>();
  }

  private CompletionStage<ItemOutcome<DocumentContent>> extracted(FileContent content) {
    if (content.size() > settings.maxBytes()) {
      return CompletableFuture.completedFuture(
          new Failed<>(
              "too_large",
              "%d bytes, more than MAX_DOCUMENT_BYTES %d"
                  .formatted(content.size(), settings.maxBytes())));
    }
    // Its bytes, and the request with them; pictures, and their answer.
    boolean pictured = settings.limits().pictures() > 0;
    long taken =
        2 * content.size() + (pictured ? 2 * PagePictures.longest(settings.heapBytes()) : 0);
    return CompletableFuture.supplyAsync(() -> rows.isKnown(content.hash()), threads)
        .thenCompose(
            known ->
                known
                    ? CompletableFuture.completedFuture(passed(content, null))
                    : budget
                        .acquire(taken)
                        .thenCompose(
                            turn ->
                                inChild(content)
                                    .whenComplete((done, failure) -> budget.release(taken))));
  }

  private CompletionStage<ItemOutcome<DocumentContent>> inChild(FileContent content) {
    return CompletableFuture.supplyAsync(() -> content.draft().read(), threads)
        .thenCompose(bytes -> extractor.read(content.name(), bytes))
        .thenApplyAsync(answer -> outcome(content, answer), threads);
  }

  private ItemOutcome<DocumentContent> outcome(FileContent content, ChildAnswer answer) {
    if (answer instanceof ChildAnswer.Died died) {
      return new Died<>("its parser " + died.how());
    }
    try {
      var read = Extraction.read(((ChildAnswer.Given) answer).bytes());
      return switch (read.state()) {
        case ENCRYPTED -> new Failed<>("encrypted", read.reason());
        case UNREADABLE -> new Failed<>("unreadable", read.reason());
        default -> passed(content, kept(read));
      };
    } catch (IOException e) {
      throw new UncheckedIOException("a child process for documents gave no result", e);
    }
  }

  /** Until documents are stored, their pictures would take all memory. */
  private Extraction kept(Extraction read) {
    var found = read.pictures();
    return found.isEmpty() ? read : read.kept(pictures.keep(found).iterator());
  }

  private static ItemOutcome<DocumentContent> passed(FileContent content, Extraction read) {
    return new Passed<>(
        new DocumentContent(content.name(), content.hash(), content.size(), read), content.size());
  }

  @Override
  public Map<Long, ItemState> write(
      Connection connection, List<ItemResult<DocumentContent>> results) throws SQLException {
    var duplicates =
        DocumentRows.insert(
            connection, results.stream().map(ExtractStage::row).toList(), settings.withText());
    var items =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    ItemResult::batch,
                    TreeMap::new,
                    Collectors.mapping(ItemResult::number, Collectors.toList())));
    for (var batch : items.entrySet()) {
      texts.add(connection, batch.getKey(), batch.getValue());
    }
    return duplicates.stream()
        .collect(Collectors.toMap(Function.identity(), item -> ItemState.DUPLICATE));
  }

  private static DocumentRow row(ItemResult<DocumentContent> result) {
    var content = result.value();
    return new DocumentRow(
        result.batch(),
        result.number(),
        content.name(),
        content.hash(),
        text(content.size(), content.extraction()));
  }

  private static DocumentRow.Part part(Extraction.Part part) {
    return new DocumentRow.Part(
        part.name(),
        part.hash() == null ? null : HexFormat.of().parseHex(part.hash()),
        part.state().name().toLowerCase(Locale.ROOT),
        part.reason(),
        part.detail(),
        text(part.size(), part.content()));
  }

  static DocumentRow.Text text(long size, Extraction read) {
    if (read == null) {
      return null;
    }
    var all = read.pages().stream().map(PageText::text).collect(Collectors.joining("\n")).strip();
    return new DocumentRow.Text(
        size,
        read.mimeType(),
        column(read.state()),
        read.reason(),
        read.language(),
        read.metadata().get("title"),
        json(read.metadata()),
        read.pageCount(),
        read.characters(),
        read.parts().found(),
        read.parts().read(),
        read.parts().failed(),
        read.parts().left(),
        all.isEmpty() ? null : TextKey.hash(all),
        Sample.of(all),
        read.whole(),
        read.within().stream().map(ExtractStage::part).toList(),
        read.pages().stream()
            .map(
                page ->
                    new DocumentRow.Page(
                        page.page(), page.block(), column(page.state()), page.text(), page.kept()))
            .toList());
  }

  private static String column(TextState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String json(Map<String, String> metadata) {
    try {
      var storable = new TreeMap<String, String>();
      metadata.forEach((name, value) -> storable.put(name, StorableText.of(value)));
      return JSON.writeValueAsString(storable);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts have a JSON form", e);
    }
  }
}
