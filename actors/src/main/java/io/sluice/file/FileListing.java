package io.sluice.file;

import io.sluice.batch.Kind;
import io.sluice.batch.PassedOver;
import io.sluice.blob.Sha256;
import io.sluice.ledger.batch.Listed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files of directories, one after another as the disk tells them: a directory of a million is
 * never in memory. Names are bytes, so a file is known by its {@code file:} address, in which all
 * that is no plain ASCII is escaped.
 */
public final class FileListing implements Kind.Listing, Iterator<Listed> {
  /** What was sent lies two or three below what it was called where it came from. */
  private static final int MOST_DEPTH = 205;

  private final boolean followLinks;
  private final ReadableRoots within;
  private final Deque<Path> roots;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final PassedOver passedOver = new PassedOver();
  private Listed next;

  /**
   * A directory that is being read.
   *
   * @param key of the file system, by which a loop is found
   */
  private record Level(DirectoryStream<Path> open, Iterator<Path> entries, Object key) {}

  private FileListing(List<Path> roots, boolean followLinks, ReadableRoots within) {
    this.roots = new ArrayDeque<>(roots);
    this.followLinks = followLinks;
    this.within = within;
  }

  /**
   * @throws IOException if one of these is not there or cannot be read: somebody has typed it
   */
  public static FileListing of(FileSource source) throws IOException {
    var within = ReadableRoots.of(source.within());
    var roots = new ArrayList<Path>();
    for (var root : source.roots()) {
      var real = real(Path.of(root));
      if (!within.have(real)) {
        throw new NoSuchRootException(root + " leads out of what may be read");
      }
      roots.add(real);
    }
    return new FileListing(roots, source.followLinks(), within);
  }

  /** The same file has the same address, however it was typed. */
  private static Path real(Path root) throws IOException {
    try {
      var real = root.toRealPath();
      if (!Files.isReadable(real)) {
        throw new AccessDeniedException(root.toString());
      }
      return real;
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new NoSuchRootException(root + " is not there");
    } catch (AccessDeniedException e) {
      throw new NoSuchRootException(root + " cannot be read: no permission");
    }
  }

  @Override
  public Stream<Listed> items() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public PassedOver passedOver() {
    return passedOver;
  }

  @Override
  public boolean hasNext() {
    while (next == null && (!levels.isEmpty() || !roots.isEmpty())) {
      step();
    }
    return next != null;
  }

  @Override
  public Listed next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var found = next;
    next = null;
    return found;
  }

  private void step() {
    if (levels.isEmpty()) {
      look(roots.removeFirst(), true);
      return;
    }
    var level = levels.getLast();
    try {
      if (level.entries().hasNext()) {
        look(level.entries().next(), followLinks);
        return;
      }
    } catch (DirectoryIteratorException e) {
      // What it has left cannot be told.
      passedOver.add("unreadable directory");
    }
    leave();
  }

  private void look(Path path, boolean follow) {
    try {
      var attributes = attributes(path, follow);
      if (follow && within.isLeftBy(path)) {
        passedOver.add("link that leads outside");
      } else if (attributes.isSymbolicLink()) {
        passedOver.add("symbolic link");
      } else if (attributes.isDirectory()) {
        enter(path, attributes.fileKey());
      } else if (attributes.isRegularFile()) {
        next = listed(path);
      } else {
        passedOver.add("not a file");
      }
    } catch (AccessDeniedException e) {
      passedOver.add("unreadable directory");
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It went, or became another thing, while its directory was read; or a link leads nowhere.
      passedOver.add("gone");
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  private static BasicFileAttributes attributes(Path path, boolean follow) throws IOException {
    return follow
        ? Files.readAttributes(path, BasicFileAttributes.class)
        : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void enter(Path directory, Object key) throws IOException {
    if (levels.size() == MOST_DEPTH) {
      passedOver.add("directory too deep");
    } else if (key != null && keys().contains(key)) {
      passedOver.add("loop of links");
    } else {
      var open = Files.newDirectoryStream(directory);
      levels.addLast(new Level(open, open.iterator(), key));
    }
  }

  private Set<Object> keys() {
    var keys = new HashSet<>();
    levels.forEach(level -> keys.add(level.key()));
    return keys;
  }

  private void leave() {
    try {
      levels.removeLast().open().close();
    } catch (IOException e) {
      passedOver.add("unreadable directory");
    }
  }

  private static Listed listed(Path file) {
    var address = file.toUri().toString();
    var hash = ByteBuffer.wrap(Sha256.of(address.getBytes(StandardCharsets.US_ASCII)));
    return new Listed(new UUID(hash.getLong(), hash.getLong()), address);
  }

  @Override
  public void close() {
    while (!levels.isEmpty()) {
      leave();
    }
  }
}
