package io.sluice.api;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The files of an upload as JSON, bit by bit as they are found, however many there are. Names that
 * are no UTF-8 are shown as far as they are.
 */
final class UploadListing {
  private static final int STEP = 1_000;

  private final String source;
  private final Supplier<Stream<UploadPlace.Found>> files;
  private final Blocking blocking;

  /**
   * @param source by which the upload is named
   * @param files begins to look for them
   */
  UploadListing(String source, Supplier<Stream<UploadPlace.Found>> files, Blocking blocking) {
    this.source = source;
    this.files = files;
    this.blocking = blocking;
  }

  /** A walk under way. */
  private static final class Walk {
    private final Stream<UploadPlace.Found> all;
    private final Iterator<UploadPlace.Found> rest;
    private String before = "";

    Walk(Stream<UploadPlace.Found> all) {
      this.all = all;
      rest = all.iterator();
    }
  }

  Source<ByteString, NotUsed> json() {
    return Source.<ByteString, Walk>unfoldResourceAsync(
            () -> blocking.run(() -> new Walk(files.get())),
            walk -> blocking.run(() -> step(walk)),
            walk -> blocking.run(() -> closed(walk)))
        .prepend(Source.single(ByteString.fromString("{\"source\":\"" + source + "\",\"files\":[")))
        .concat(Source.single(ByteString.fromString("]}")));
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
      text.append(walk.before).append("{\"path\":\"");
      JsonStringEncoder.getInstance().quoteAsString(file.path(), text);
      text.append("\",\"size\":").append(file.size()).append('}');
      walk.before = ",";
    }
    return Optional.of(ByteString.fromString(text.toString()));
  }
}
