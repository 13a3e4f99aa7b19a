package io.sluice.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
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
  private final Deque<URI> addresses;
  private final Deque<Path> lists;
  private Path base;
  private ListLines open;

  /**
   * @param lists that are files which can be read
   */
  NamedItems(List<URI> addresses, List<Path> lists) {
    this.addresses = new ArrayDeque<>(addresses);
    this.lists = new ArrayDeque<>(lists);
  }

  /**
   * Makes sure that a list can be read and names anything.
   *
   * @throws NoSuchRootException if not
   */
  static void check(Path list) throws IOException {
    if (!Files.isRegularFile(list)) {
      throw new NoSuchRootException(list + " is no file that could be read twice: give it to -");
    }
    try (var lines = new ListLines(Files.newInputStream(list))) {
      if (lines.next().isEmpty()) {
        throw new NoSuchRootException(list + " is empty: a list has one source a line");
      }
    } catch (ListLines.NotUtf8Exception e) {
      throw new NoSuchRootException(list + " is no list: " + e.getMessage());
    }
  }

  /** Whether there may be more. */
  boolean isAtEnd() {
    return addresses.isEmpty() && lists.isEmpty() && open == null;
  }

  /** Empty at the end of a list. */
  Optional<NamedItem> next() {
    if (!addresses.isEmpty()) {
      return Optional.of(NamedItem.typed(addresses.removeFirst()));
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

  private void begin(Path list) throws IOException {
    base = list.getParent();
    open = new ListLines(Files.newInputStream(list));
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
