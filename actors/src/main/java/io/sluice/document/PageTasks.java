package io.sluice.document;

import io.sluice.ledger.document.OcrPages.Taken;
import io.sluice.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Pictures of pages that wait to be read: as many are taken on as are read at once, and each is
 * settled as soon as it is read.
 */
final class PageTasks implements TaskKind<Taken, PageTasks.Read> {
  /** How often pictures are forgotten whose documents were never stored, and how old these are. */
  private static final Duration SWEEP = Duration.ofHours(1);

  private static final Duration OLD = Duration.ofDays(1);

  /** One whose taking ended so often without a word is not tried again. */
  private static final int MOST_LOST = 5;

  private final OcrNode node;
  private long sweepAt = System.nanoTime();

  /**
   * What came of one.
   *
   * @param text of it; null where it could not be read
   * @param problem why not
   */
  record Read(String text, String problem) {}

  PageTasks(OcrNode node) {
    this.node = node;
  }

  @Override
  public String name() {
    return "page to be read";
  }

  @Override
  public int wanted(int inHand) {
    return Math.max(0, node.settings().workers() - inHand);
  }

  /** They are read in processes of their own. */
  @Override
  public boolean canEndProcess() {
    return false;
  }

  @Override
  public Took<Taken, Read> take(int most) {
    var open = new ArrayList<Taken>();
    var known = new HashMap<Taken, Read>();
    for (var page : node.pages().take(most, node.lease())) {
      if (page.lost() >= MOST_LOST) {
        known.put(page, new Read(null, "whoever read it ended, %d times".formatted(page.lost())));
      } else {
        open.add(page);
      }
    }
    return new Took<>(open, known);
  }

  @Override
  public Took<Taken, Read> takeApart() {
    return Took.nothing();
  }

  @Override
  public CompletionStage<Read> start(Taken page) {
    return CompletableFuture.supplyAsync(() -> read(page), node.threads());
  }

  private Read read(Taken page) {
    try {
      return new Read(node.tesseract().read(page.image(), node.settings()), null);
    } catch (OcrException e) {
      if (!e.isOfPage()) {
        throw new IllegalStateException("tesseract cannot be run: " + e.getMessage(), e);
      }
      return new Read(null, e.getMessage());
    }
  }

  @Override
  public void settle(Map<Taken, Read> done) {
    done.forEach(this::settle);
  }

  private void settle(Taken page, Read read) {
    if (read.problem() == null) {
      node.pages().settle(page, read.text(), node.withText(), node.then());
    } else if (page.lost() >= MOST_LOST) {
      node.pages().giveUp(page, "ocr: " + read.problem(), node.then());
    } else {
      node.pages().fail(page, "ocr: " + read.problem(), node.then());
    }
  }

  /** Nothing could be tried, and the page is not to blame. */
  @Override
  public void putOff(List<Taken> pages, String problem) {
    release(pages);
  }

  @Override
  public void renew(List<Taken> pages) {
    node.pages().renew(pages, node.lease());
  }

  @Override
  public void release(List<Taken> pages) {
    node.pages().release(pages);
  }

  @Override
  public Duration longestRest() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void tend() {
    if (System.nanoTime() - sweepAt >= 0) {
      node.pages().sweep(OLD);
      sweepAt = System.nanoTime() + SWEEP.toNanos();
    }
  }
}
