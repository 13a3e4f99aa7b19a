package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.category.Categories;
import io.sluice.ledger.category.ClassificationTasks;
import io.sluice.ledger.document.DocumentResults;
import io.sluice.ledger.document.OcrPages;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.terminal.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until all documents of a batch are read and classified, and tells what they are. */
final class ClassifyErrand implements BatchErrand {
  private static final Logger LOG = LoggerFactory.getLogger(ClassifyErrand.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_MILLIS = 200;

  private final Optional<Path> export;
  private final boolean json;
  private final boolean withOcr;
  private volatile boolean stopped;
  private volatile long waiting;
  private volatile long pictures;

  /**
   * @param export where to write a line for each document
   * @param withOcr whether pictures of text are waited for
   */
  ClassifyErrand(Optional<Path> export, boolean json, boolean withOcr) {
    this.export = export;
    this.json = json;
    this.withOcr = withOcr;
  }

  @Override
  public void check(Database database) throws IOException {
    if (new Categories(database).all().isEmpty()) {
      throw new IOException(
          "there are no categories: add some with sluice category add, or have them learned from"
              + " folders with sluice category learn, or --learn");
    }
  }

  @Override
  public void await(Database database, BatchRow batch, ProgressDisplay display)
      throws InterruptedException {
    var pages = new OcrPages(database);
    var tasks = new ClassificationTasks(database);
    waiting = Integer.MAX_VALUE;
    display.show(() -> line(batch));
    while (!stopped && waiting + pictures != 0) {
      look(pages, tasks, batch);
      if (waiting + pictures != 0) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  private String line(BatchRow batch) {
    if (waiting == Integer.MAX_VALUE) {
      return batch.name() + ": is classified";
    }
    var left = "%s: %d texts are left to classify".formatted(batch.name(), waiting);
    return pictures == 0 ? left : left + ", and %d pages to read by OCR".formatted(pictures);
  }

  /** At pages first: what is read of the last of a document becomes a task at once. */
  private void look(OcrPages pages, ClassificationTasks tasks, BatchRow batch) {
    try {
      pictures = withOcr ? pages.waiting(batch.id()) : 0;
      waiting = tasks.waiting(batch.id());
    } catch (DatabaseException e) {
      if (!e.isOutage()) {
        throw e;
      }
      LOG.debug("The tasks cannot be looked at", e);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  /** What was counted while results were read. */
  private static final class Counts {
    private final int category;
    private final int review;
    private final int state;
    private final Map<String, Long> categories = new TreeMap<>();
    private long reviews;
    private long unclassified;

    private Counts(List<String> columns) {
      category = columns.indexOf("category");
      review = columns.indexOf("review");
      state = columns.indexOf("text_state");
    }

    private void add(List<Object> values) {
      if (values.get(category) == null) {
        unclassified += values.get(state) == null ? 0 : 1;
      } else if (Boolean.TRUE.equals(values.get(review))) {
        reviews++;
      } else {
        categories.merge(values.get(category).toString(), 1L, Long::sum);
      }
    }
  }

  @Override
  public int end(Database database, BatchRow batch, PrintWriter out) throws IOException {
    var results = new DocumentResults(database);
    var counts = new Counts(results.columns());
    ResultsFile.write(batch, results, export, counts::add);
    if (json) {
      out.println(json(counts));
    } else {
      counts.categories.forEach(
          (category, count) -> out.println(Printable.text("  %8d  %s".formatted(count, category))));
      out.println("  %8d  up for review".formatted(counts.reviews));
      if (counts.unclassified > 0) {
        out.println("  %8d  without a text to classify".formatted(counts.unclassified));
      }
      long unread = new OcrPages(database).waiting(batch.id());
      if (unread > 0) {
        out.println("  %8d  pages wait for OCR".formatted(unread));
      }
      export.ifPresent(file -> out.println(Printable.text("each document: " + file)));
    }
    out.flush();
    return 0;
  }

  private static String json(Counts counts) throws JsonProcessingException {
    return Printable.json(
        JSON.writeValueAsString(
            Map.of(
                "categories",
                counts.categories,
                "review",
                counts.reviews,
                "unclassified",
                counts.unclassified)));
  }
}
