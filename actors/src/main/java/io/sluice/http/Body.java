package io.sluice.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
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
 * bounded. What memory that takes is taken from the budget before it is there: all of it at once
 * where the server said how long the body is, and step by step where it did not.
 */
final class Body {
  private static final int CHUNK = 64 << 10;

  /** Small enough to be no humongous object to G1, which would ask for memory in one piece. */
  private static final int STEP = 256 << 10;

  private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);
  private static final CompletionStage<Done> AT_ONCE =
      CompletableFuture.completedFuture(Done.getInstance());

  private final HttpResponse response;
  private final Destination from;
  private final Memory memory;
  private final long bound;
  private final long most;
  private final boolean exact;
  private final List<byte[]> blocks = new ArrayList<>();

  /** How much of the last block is in use. */
  private int end;

  private long length;

  /** Where memory comes from. */
  interface Memory {
    /** As long as a body may be that does not say its length. */
    long totalBytes();

    /** Completes when so much more may be taken. */
    CompletionStage<Void> more(long bytes);

    /** Takes back what was given beyond this. */
    void reduceTo(long bytes);
  }

  /**
   * The body of an answer of which nothing was read yet.
   *
   * @param bound longest that it may be
   * @throws TooLargeException if it says itself that it is too long
   */
  Body(HttpResponse response, Destination from, long bound, Memory memory)
      throws TooLargeException {
    this.response = response;
    this.from = from;
    this.bound = bound;
    this.memory = memory;
    var announced = response.entity().getContentLengthOption();
    exact = announced.isPresent() && encoding().isEmpty();
    most = exact ? announced.getAsLong() : Math.min(bound, memory.totalBytes());
    if (announced.orElse(0) > bound) {
      throw tooLarge(bound);
    }
  }

  /** Reads it to its end. */
  CompletionStage<byte[]> read(Materializer materializer) {
    return block(exact ? most : Math.min(STEP, most))
        .thenCompose(
            first ->
                response
                    .entity()
                    .withoutSizeLimit()
                    .getDataBytes()
                    .via(decoder())
                    .mapAsync(1, this::add)
                    .runWith(Sink.ignore(), materializer))
        // On the stream's threads: by itself this stage would start a thread for each body.
        .thenComposeAsync(done -> whole(), materializer.executionContext());
  }

  private CompletionStage<Done> add(ByteString chunk) throws TooLargeException {
    length += chunk.size();
    if (length > most) {
      throw tooLarge(most);
    }
    var fitting = chunk.take(last().length - end);
    append(fitting);
    if (fitting.size() == chunk.size()) {
      return AT_ONCE;
    }
    var rest = chunk.drop(fitting.size());
    return block(Math.max(STEP, rest.size()))
        .thenApply(
            added -> {
              append(rest);
              return Done.getInstance();
            });
  }

  private CompletionStage<Void> block(long size) {
    return (size == 0 ? NOTHING : memory.more(size))
        .thenAccept(
            turn -> {
              blocks.add(new byte[(int) size]);
              end = 0;
            });
  }

  private byte[] last() {
    return blocks.get(blocks.size() - 1);
  }

  private void append(ByteString bytes) {
    bytes.copyToArray(last(), end);
    end += bytes.size();
  }

  private CompletionStage<byte[]> whole() {
    if (blocks.size() == 1 && end == last().length) {
      return CompletableFuture.completedFuture(last());
    }
    return memory.more(length).thenApply(turn -> joined());
  }

  private byte[] joined() {
    var all = new byte[(int) length];
    int at = 0;
    for (var block : blocks) {
      int part = block == last() ? end : block.length;
      System.arraycopy(block, 0, all, at, part);
      at += part;
    }
    blocks.clear();
    memory.reduceTo(length);
    return all;
  }

  private TooLargeException tooLarge(long limit) {
    var advice = exact || limit == bound ? "" : ", all the memory for bodies: raise -Xmx";
    return new TooLargeException(
        "%s: the body is longer than %d bytes%s".formatted(from.host(), limit, advice));
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
