package io.sluice.api;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The files of an upload as JSON, bit by bit as the disk tells them, however many there are. Names
 * that are no UTF-8 are shown as far as they are.
 */
final class UploadListing {
  private static final int STEP = 1_000;

  private final String source;
  private final Path directory;
  private final Blocking blocking;

  /**
   * @param source by which the upload is named
   */
  UploadListing(String source, Path directory, Blocking blocking) {
    this.source = source;
    this.directory = directory;
    this.blocking = blocking;
  }

  /** A walk under way. */
  private static final class Walk {
    private final Stream<Path> all;
    private final Iterator<Path> rest;
    private String before = "";

    Walk(Stream<Path> all) {
      this.all = all;
      rest = all.iterator();
    }
  }

  Source<ByteString, NotUsed> json() {
    return Source.<ByteString, Walk>unfoldResourceAsync(
            () -> blocking.run(this::open),
            walk -> blocking.run(() -> step(walk)),
            walk -> blocking.run(() -> closed(walk)))
        .prepend(Source.single(ByteString.fromString("{\"source\":\"" + source + "\",\"files\":[")))
        .concat(Source.single(ByteString.fromString("]}")));
  }

  private Walk open() {
    try {
      return new Walk(Files.isDirectory(directory) ? Files.walk(directory) : Stream.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static org.apache.pekko.Done closed(Walk walk) {
    walk.all.close();
    return org.apache.pekko.Done.done();
  }

  private Optional<ByteString> step(Walk walk) {
    if (!walk.rest.hasNext()) {
      return Optional.empty();
    }
    var text = new StringBuilder();
    for (int i = 0; i < STEP && walk.rest.hasNext(); i++) {
      var file = walk.rest.next();
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        text.append(walk.before).append("{\"path\":\"");
        JsonStringEncoder.getInstance().quoteAsString(directory.relativize(file).toString(), text);
        text.append("\",\"size\":").append(file.toFile().length()).append('}');
        walk.before = ",";
      }
    }
    return Optional.of(ByteString.fromString(text.toString()));
  }
}
