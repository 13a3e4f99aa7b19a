package io.sluice.file;

import io.sluice.batch.Kind;
import io.sluice.batch.PassedOver;
import io.sluice.ledger.batch.Listed;
import io.sluice.s3.Bucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of directories, one after another as the disk tells them, and then those that lists and
 * addresses name: a directory or list of a million is never in memory. Names are bytes, so a file
 * is known by its {@code file:} address, in which all that is no plain ASCII is escaped.
 */
public final class FileListing implements Kind.Listing, Iterator<Listed> {
  private static final Logger LOG = LoggerFactory.getLogger(FileListing.class);

  /** What was sent lies two or three below what it was called where it came from. */
  private static final int MOST_DEPTH = 205;

  /** So many links in a row are no longer followed by the system either. */
  private static final int MOST_LINKS = 40;

  /** Places that are named in the log; those behind them are only counted. */
  private static final int MOST_NAMED = 10;

  private static final String UNREADABLE = "unreadable directory";

  private final boolean followLinks;
  private final ReadableRoots within;
  private final Deque<Path> roots;
  private final NamedItems named;
  private final S3Listing inS3;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final PassedOver passedOver = new PassedOver();
  private Listed next;

  /** A directory that is being read. */
  private static final class Level {
    private final Path directory;

    /** Of the file system, by which a loop is found. */
    private final Object key;

    private final DirectoryStream<Path> open;
    private final Iterator<Path> entries;
    private boolean missed;

    Level(Path directory, Object key) throws IOException {
      this.directory = directory;
      this.key = key;
      open = Files.newDirectoryStream(directory);
      entries = open.iterator();
    }
  }

  private FileListing(
      List<Path> roots,
      NamedItems named,
      boolean followLinks,
      ReadableRoots within,
      Function<String, Bucket> buckets) {
    this.roots = new ArrayDeque<>(roots);
    this.named = named;
    this.followLinks = followLinks;
    this.within = within;
    inS3 = new S3Listing(buckets, within, passedOver);
  }

  /**
   * @throws IOException if one of these is not there or cannot be read: somebody has typed it
   */
  public static FileListing of(FileSource source) throws IOException {
    return of(
        source,
        bucket -> {
          throw new IllegalStateException("nothing of S3 is listed here: " + bucket);
        });
  }

  /**
   * @param buckets gives those of S3 by their names
   * @throws IOException if one of these is not there or cannot be read: somebody has typed it
   */
  static FileListing of(FileSource source, Function<String, Bucket> buckets) throws IOException {
    var within = ReadableRoots.of(source.within());
    var roots = readable(source.roots(), within);
    var lists = new ArrayList<ListSource>();
    for (var list : source.lists()) {
      lists.add(list(list, within, buckets));
      NamedItems.check(lists.get(lists.size() - 1));
    }
    var named = new NamedItems(source, lists);
    var listing = new FileListing(roots, named, source.followLinks(), within, buckets);
    listing.inS3.check(source.addresses());
    return listing;
  }

  private static List<Path> readable(List<URI> addresses, ReadableRoots within) throws IOException {
    var all = new ArrayList<Path>();
    for (var address : addresses) {
      all.add(readable(address, within));
    }
    return all;
  }

  private static Path readable(URI address, ReadableRoots within) throws IOException {
    var real = real(Path.of(address));
    if (!within.have(real)) {
      throw new NoSuchRootException(address + " leads out of what may be read");
    }
    return real;
  }

  static ListSource list(URI address, ReadableRoots within, Function<String, Bucket> buckets)
      throws IOException {
    return S3Address.isMeant(address.toString())
        ? ListSource.InS3.of(address, within, buckets)
        : new ListSource.OnDisk(readable(address, within));
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
    while (next == null && !isAtEnd()) {
      step();
    }
    return next != null;
  }

  private boolean isAtEnd() {
    return levels.isEmpty() && roots.isEmpty() && named.isAtEnd() && inS3.isAtEnd();
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
    if (!inS3.isAtEnd()) {
      next = inS3.next().orElse(null);
      return;
    }
    if (levels.isEmpty() && roots.isEmpty()) {
      named.next().ifPresent(this::look);
      return;
    }
    if (levels.isEmpty()) {
      look(roots.removeFirst(), true);
      return;
    }
    var level = levels.getLast();
    try {
      if (level.entries.hasNext()) {
        look(level.entries.next(), followLinks);
        return;
      }
    } catch (DirectoryIteratorException e) {
      missRestOf(level);
    }
    leave();
  }

  private void look(NamedItem item) {
    if (item instanceof NamedItem.OnWeb web) {
      next = NamedItem.listed(web.address());
    } else if (item instanceof NamedItem.OnDisk disk) {
      lookAt(disk.path());
    } else if (item instanceof NamedItem.InS3 object) {
      next = NamedItem.listed(object.address().uri());
    } else if (item instanceof NamedItem.BelowS3 below) {
      next = inS3.enter(below.prefix()).orElse(null);
    } else if (item instanceof NamedItem.Neither neither) {
      next = neither.listed();
    }
  }

  /** What is not there, or must not be read, becomes an item all the same: that says so. */
  private void lookAt(Path named) {
    try {
      var real = named.toRealPath();
      if (Files.isDirectory(real) && within.have(real)) {
        enter(real, attributes(real, false).fileKey());
      } else {
        next = NamedItem.listed((within.have(real) ? real : named).toUri());
      }
    } catch (IOException e) {
      next = NamedItem.listed(named.toUri());
    }
  }

  private void look(Path path, boolean follow) {
    try {
      see(path, follow);
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (levels.isEmpty()) {
        throw new UncheckedIOException(path + " went before it was listed", e);
      }
      // It went, or became another thing, while its directory was read; or a link leads nowhere.
      passedOver.add("gone");
    } catch (IOException e) {
      notSeen(path, e);
    }
  }

  private void see(Path path, boolean follow) throws IOException {
    var attributes = attributes(path, follow);
    if (follow && within.isLeftBy(path)) {
      passedOver.add("link that leads outside");
    } else if (attributes.isSymbolicLink()) {
      passedOver.add("symbolic link");
    } else if (attributes.isDirectory()) {
      enter(path, attributes.fileKey());
    } else if (attributes.isRegularFile()) {
      next = NamedItem.listed(path.toUri());
    } else {
      passedOver.add("not a file");
    }
  }

  /** Where its directory cannot be seen any more either, the fault is not its own. */
  private void notSeen(Path path, IOException failure) {
    if (levels.isEmpty() || !Files.exists(levels.getLast().directory)) {
      throw new UncheckedIOException(path + " cannot be read", failure);
    }
    if (isEndless(path)) {
      passedOver.add("loop of links");
    } else if (Files.isSymbolicLink(path)) {
      miss(path, "unreadable link");
    } else {
      missRestOf(levels.getLast());
    }
  }

  private static boolean isEndless(Path link) {
    try {
      var path = link;
      int links = 0;
      while (links < MOST_LINKS && Files.isSymbolicLink(path)) {
        path = path.resolveSibling(Files.readSymbolicLink(path));
        links++;
      }
      return links == MOST_LINKS;
    } catch (IOException e) {
      return false;
    }
  }

  /** Once, however many of its entries cannot be looked at. */
  private void missRestOf(Level level) {
    if (!level.missed) {
      level.missed = true;
      miss(level.directory, UNREADABLE);
    }
  }

  private void miss(Path path, String reason) {
    passedOver.miss(reason);
    if (passedOver.missed() <= MOST_NAMED) {
      LOG.warn("{} cannot be read, so what is there is missing: {}", path, reason);
    }
  }

  private static BasicFileAttributes attributes(Path path, boolean follow) throws IOException {
    return follow
        ? Files.readAttributes(path, BasicFileAttributes.class)
        : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void enter(Path directory, Object key) throws IOException {
    if (levels.size() == MOST_DEPTH) {
      miss(directory, "directory too deep");
    } else if (key != null && keys().contains(key)) {
      passedOver.add("loop of links");
    } else {
      try {
        levels.addLast(new Level(directory, key));
      } catch (AccessDeniedException e) {
        miss(directory, UNREADABLE);
      }
    }
  }

  private Set<Object> keys() {
    var keys = new HashSet<>();
    levels.forEach(level -> keys.add(level.key));
    return keys;
  }

  private void leave() {
    try {
      levels.removeLast().open.close();
    } catch (IOException e) {
      LOG.debug("A directory cannot be closed; what it holds was read", e);
    }
  }

  @Override
  public void close() {
    named.close();
    while (!levels.isEmpty()) {
      leave();
    }
  }
}
