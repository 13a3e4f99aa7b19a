package io.sluice.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Compression;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The body of one answer: bytes come in as they were sent, and go into one array, decompressed and
 * bounded.
 */
final class Body {
  private static final int CHUNK = 64 << 10;

  private final HttpResponse response;
  private final Destination from;
  private final long maxBytes;
  private final long estimate;
  private final boolean exact;
  private byte[] bytes = {};
  private int length;

  /**
   * The body of an answer of which nothing was read yet.
   *
   * @throws TooLargeException if it says itself that it is too long
   */
  Body(HttpResponse response, Destination from, long maxBytes) throws TooLargeException {
    this.response = response;
    this.from = from;
    this.maxBytes = maxBytes;
    var announced = response.entity().getContentLengthOption();
    exact = announced.isPresent() && encoding().isEmpty();
    estimate = exact ? announced.getAsLong() : maxBytes;
    if (announced.orElse(0) > maxBytes) {
      throw tooLarge();
    }
  }

  /** The most memory that the body will take. */
  long estimate() {
    return estimate;
  }

  /** Reads it to its end. */
  CompletionStage<byte[]> read(Materializer materializer) {
    return response
        .entity()
        .withoutSizeLimit()
        .getDataBytes()
        .via(decoder())
        .runWith(Sink.foreach(this::add), materializer)
        // On the stream's threads: by itself this stage would start a thread for each body.
        .thenApplyAsync(
            done -> length == bytes.length ? bytes : Arrays.copyOf(bytes, length),
            materializer.executionContext());
  }

  private void add(ByteString chunk) throws TooLargeException {
    if (length + (long) chunk.size() > maxBytes) {
      throw tooLarge();
    }
    if (length + chunk.size() > bytes.length) {
      bytes = Arrays.copyOf(bytes, room(length + chunk.size()));
    }
    chunk.copyToArray(bytes, length);
    length += chunk.size();
  }

  private int room(int needed) {
    return (int) (exact ? estimate : Math.min(estimate, Math.max(needed, 2L * bytes.length)));
  }

  private TooLargeException tooLarge() {
    return new TooLargeException(from.host() + ": the body is longer than " + maxBytes + " bytes");
  }

  private String encoding() {
    return response
        .getHeader("content-encoding")
        .map(header -> header.value().strip().toLowerCase(Locale.ROOT))
        .filter(value -> !value.equals("identity"))
        .orElse("");
  }

  private Flow<ByteString, ByteString, NotUsed> decoder() {
    return switch (encoding()) {
      case "" -> Flow.create();
      case "gzip", "x-gzip" -> Compression.gunzip(CHUNK);
      case "deflate" -> inflater();
      default -> Flow.<ByteString>create().map(this::unreadable);
    };
  }

  private ByteString unreadable(ByteString chunk) throws BrokenOffException {
    throw new BrokenOffException(from.host() + ": unknown content encoding " + encoding());
  }

  /** Servers mean either form by this word: with zlib's header, as in RFC 9110, or without. */
  private static Flow<ByteString, ByteString, NotUsed> inflater() {
    return Flow.<ByteString>create()
        .filter(chunk -> !chunk.isEmpty())
        .flatMapPrefix(
            1,
            first -> {
              var bare = !first.isEmpty() && (first.get(0).apply(0) & 0x0f) != 8;
              return Flow.<ByteString>create()
                  .prepend(Source.from(first))
                  .via(Compression.inflate(CHUNK, bare));
            })
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }
}
