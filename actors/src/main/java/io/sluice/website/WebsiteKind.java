package io.sluice.website;

import com.typesafe.config.Config;
import io.sluice.batch.ItemStage;
import io.sluice.batch.Kind;
import io.sluice.file.FileSource;
import io.sluice.file.SourceFiles;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.ledger.website.DoNotContact;
import io.sluice.ledger.website.HostLeases;
import io.sluice.ledger.website.PageCache;
import io.sluice.ledger.website.WebsiteList;
import io.sluice.ledger.website.WebsiteResults;
import io.sluice.ledger.website.WebsiteRows;
import io.sluice.message.MessageSettings;
import io.sluice.metrics.WebsiteMetrics;
import io.sluice.page.PageReader;
import io.sluice.page.PageSettings;
import io.sluice.persistence.Database;
import io.sluice.sheet.NotASheetException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Websites, a row of a list each: what they say of themselves is read, politely, and stored. */
public final class WebsiteKind implements Kind {
  public static final String NAME = "websites";

  /** Rows that are forgotten in one transaction. */
  private static final int SLICE = 1_000;

  private final SourceFiles sources;
  private final Database database;
  private final WebsiteSettings settings;
  private final boolean asks;
  private final boolean hasPrices;
  private final ScrapeStage stage;
  private final Executor threads;

  /**
   * @param threads which may block
   */
  public WebsiteKind(
      SourceFiles sources,
      Database database,
      GuardedHttp http,
      WebsiteMetrics metrics,
      Config config,
      Executor threads) {
    this.sources = sources;
    this.database = database;
    this.threads = threads;
    settings = WebsiteSettings.from(config);
    asks = MessageSettings.from(config).asks();
    hasPrices = MessageSettings.from(config).hasPrices();
    var cache = new CachedPages(new PageCache(database), settings.cached(), threads);
    var client = new PageClient(http, cache, settings, metrics, threads);
    var leases = new HostLeases(database, UUID.randomUUID(), HostGates.LEASE);
    var gates = new HostGates(new SharedHosts(leases, threads), threads);
    metrics.waitingAs(gates::waiting);
    var barred = new Membership(new DoNotContact(database)::of, threads);
    stage =
        new ScrapeStage(
            new SiteVisit.Tools(
                client,
                new Robots(client, HttpSettings.from(config).userAgent()),
                gates,
                new PageReader(PageSettings.from(config)),
                barred::has,
                settings),
            metrics);
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
    var rows = new WebsiteList(database, run, batch);
    var blank = rows.blankIfComplete();
    if (blank.isPresent()) {
      return new WebsiteListing(
          rows, (stored, passedOver) -> passedOver.add(WebsiteListing.BLANK, blank.get()));
    }
    var from = FileSource.read(source);
    var terms = WebsiteTerms.read(from.terms());
    var list = sources.open(from.lists().get(0), from.within());
    var message = terms.message();
    if (message != null && message.maxCost() != null && !hasPrices) {
      throw new UnfitListException(
          "maxCost is wanted, and neither MESSAGE_PRICE_IN nor MESSAGE_PRICE_OUT of this node is"
              + " set");
    }
    if (message != null && message.model() != null && !asks) {
      throw new UnfitListException(
          "a model is wanted (%s), and MESSAGE_MODEL of this node is none"
              .formatted(message.model()));
    }
    try {
      return new WebsiteListing(
          rows, WebsiteSheet.of(list, terms, asks, settings.maxListBytes(), threads));
    } catch (NotASheetException | IllegalArgumentException e) {
      throw new UnfitListException(e.getMessage());
    }
  }

  @Override
  public KindResults results() {
    return new WebsiteResults(database);
  }

  @Override
  public void purge(Fenced ledger, Fence run, long batch) {
    while (ledger.store(run, connection -> WebsiteRows.forget(connection, batch, SLICE)) > 0) {
      // The next slice.
    }
  }

  /** Nobody writes to the sites of a batch that is gone. */
  @Override
  public void forget(Fenced ledger, Fence run, long batch) {
    ledger.store(
        run,
        connection -> {
          MessageTerms.forget(connection, batch);
          return null;
        });
  }
}
