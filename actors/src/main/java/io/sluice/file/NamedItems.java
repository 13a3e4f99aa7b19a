package io.sluice.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the lists of a batch name, one line after another, behind its addresses. A list is read as
 * it goes, and never in memory.
 */
final class NamedItems implements AutoCloseable {
  private final Deque<NamedItem> items = new ArrayDeque<>();
  private final Deque<ListSource> lists;
  private Path base;
  private ListLines open;

  /**
   * @param lists that can be read
   */
  NamedItems(FileSource source, List<ListSource> lists) {
    source.objects().stream().map(NamedItem::object).forEach(items::add);
    source.addresses().stream().map(NamedItem::typed).forEach(items::add);
    this.lists = new ArrayDeque<>(lists);
  }

  /**
   * Makes sure that a list can be read and names anything.
   *
   * @throws NoSuchRootException if not
   */
  static void check(ListSource list) throws IOException {
    try (var lines = new ListLines(list.open())) {
      if (lines.next().isEmpty()) {
        throw new NoSuchRootException(list + " is empty: a list has one source a line");
      }
    } catch (ListLines.NotUtf8Exception e) {
      throw new NoSuchRootException(list + " is no list: " + e.getMessage());
    }
  }

  /** Whether there may be more. */
  boolean isAtEnd() {
    return items.isEmpty() && lists.isEmpty() && open == null;
  }

  /** Empty at the end of a list. */
  Optional<NamedItem> next() {
    if (!items.isEmpty()) {
      return Optional.of(items.removeFirst());
    }
    try {
      if (open == null) {
        begin(lists.removeFirst());
      }
      var line = open.next();
      if (line.isEmpty()) {
        close();
      }
      return line.map(named -> NamedItem.of(named, base));
    } catch (IOException e) {
      throw new UncheckedIOException("a list cannot be read any more", e);
    }
  }

  private void begin(ListSource list) throws IOException {
    base = list.base();
    open = new ListLines(list.open());
  }

  @Override
  public void close() {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a list cannot be closed", e);
    } finally {
      open = null;
    }
  }
}
