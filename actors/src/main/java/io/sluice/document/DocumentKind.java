package io.sluice.document;

import com.typesafe.config.Config;
import io.sluice.batch.ItemStage;
import io.sluice.batch.Kind;
import io.sluice.category.NewTexts;
import io.sluice.file.SourceFiles;
import io.sluice.http.ByteBudget;
import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.document.DocumentResults;
import io.sluice.ledger.document.DocumentRows;
import io.sluice.ledger.document.OcrPages;
import io.sluice.persistence.Database;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/** Documents, from the same sources as files: their text is read, found and stored. */
public final class DocumentKind implements Kind {
  public static final String NAME = "documents";

  /** Documents that are forgotten in one transaction. */
  private static final int SLICE = 200;

  private final SourceFiles sources;
  private final Database database;
  private final ExtractStage stage;

  /**
   * @param texts which are to be classified
   * @param budget for the bytes of documents in work
   * @param threads which may block
   */
  public DocumentKind(
      SourceFiles sources,
      Database database,
      NewTexts texts,
      ByteBudget budget,
      Config config,
      Executor threads) {
    this.sources = sources;
    this.database = database;
    var settings = DocumentSettings.from(config);
    stage =
        new ExtractStage(
            sources,
            new Extractor(settings),
            new DocumentRows(database),
            new OcrPages(database),
            texts,
            budget,
            settings,
            threads);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ItemStage<?>> stages() {
    return List.of(stage);
  }

  @Override
  public Listing list(Fence run, long batch, String source) throws IOException {
    return sources.list(source);
  }

  @Override
  public KindResults results() {
    return new DocumentResults(database);
  }

  @Override
  public void runBegins(Fence run) {
    sources.runBegins(run);
  }

  @Override
  public void runEnds(Fence run) {
    sources.runEnds(run);
  }

  @Override
  public void purge(Fenced ledger, Fence run, long batch) {
    while (ledger.store(run, connection -> DocumentRows.forget(connection, batch, SLICE)) > 0) {
      // The next slice.
    }
  }
}
