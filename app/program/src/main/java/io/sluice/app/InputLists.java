package io.sluice.app;

import io.sluice.blob.Sha256;
import io.sluice.document.DocumentKind;
import io.sluice.file.FileKind;
import io.sluice.file.FileSource;
import io.sluice.file.ListLines;
import io.sluice.file.S3Address;
import io.sluice.ledger.batch.Batches;
import io.sluice.settings.FileMode;
import io.sluice.website.WebsiteKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists that came on standard input, kept beside the store, so that a batch whose process died is
 * listed from the same one: the text goes in, its file comes out.
 */
final class InputLists {
  /** One that nothing speaks of yet may be of a command that begins. */
  private static final Duration YOUNG = Duration.ofDays(1);

  private final Path directory;
  private final FileMode mode;

  /**
   * @param store IMAGE_DIR
   * @param mode of what is made there
   */
  InputLists(Path store, FileMode mode) {
    directory = store.toAbsolutePath().normalize().resolve("lists");
    this.mode = mode;
  }

  /**
   * Reads a list to its end. The same list is the same file, so that what was interrupted goes on.
   *
   * @param base where relative paths begin
   * @throws IOException if it names nothing
   */
  Path keep(InputStream input, Path base) throws IOException {
    mode.makeDirectories(directory);
    var part = directory.resolve(UUID.randomUUID() + ".part");
    var hash = Sha256.begin();
    try (var lines = new ListLines(input)) {
      try (var channel = mode.create(part);
          var out =
              new BufferedOutputStream(
                  new DigestOutputStream(Channels.newOutputStream(channel), hash))) {
        if (copy(lines, out, base) == 0) {
          throw new IOException("standard input is empty: give it a source a line");
        }
        out.flush();
        channel.force(true);
      }
      var list = directory.resolve(HexFormat.of().formatHex(hash.digest()) + ".txt");
      return Files.move(part, list, StandardCopyOption.ATOMIC_MOVE);
    } catch (ListLines.NotUtf8Exception e) {
      throw new IOException("standard input is no list: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Keeps a list of rows as it is. The same list is the same file, so that what was interrupted
   * goes on.
   *
   * @param list a file that is read once
   */
  Path keepRows(Path list) throws IOException {
    mode.makeDirectories(directory);
    var part = directory.resolve(UUID.randomUUID() + ".part");
    var hash = Sha256.begin();
    try {
      try (var channel = mode.create(part);
          var out = new DigestOutputStream(Channels.newOutputStream(channel), hash)) {
        Files.copy(list, out);
        channel.force(true);
      }
      var kept = directory.resolve(HexFormat.of().formatHex(hash.digest()) + ".list");
      return Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static long copy(ListLines lines, OutputStream out, Path base) throws IOException {
    long copied = 0;
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      out.write(line.get().from(base));
      out.write('\n');
      copied++;
    }
    return copied;
  }

  /** Removes those that no batch needs any more. */
  void sweep(Batches batches, FileSource own) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    var needed =
        Stream.of(FileKind.NAME, DocumentKind.NAME, WebsiteKind.NAME)
            .flatMap(kind -> batches.unfinishedSources(kind).stream())
            .flatMap(source -> onDisk(FileSource.read(source)))
            .collect(Collectors.toSet());
    var mine = onDisk(own).collect(Collectors.toSet());
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        if (!needed.contains(file) && (mine.contains(file) || isOld(file))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Stream<Path> onDisk(FileSource source) {
    return source.lists().stream()
        .filter(list -> !S3Address.isMeant(list.toString()))
        .map(Path::of);
  }

  /** Removes all of them, and the directory in which they are. */
  void remove() throws IOException {
    if (Files.isDirectory(directory)) {
      try (var files = Files.list(directory)) {
        for (var file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(directory);
    Files.deleteIfExists(directory.getParent());
  }

  private static boolean isOld(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(YOUNG));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
