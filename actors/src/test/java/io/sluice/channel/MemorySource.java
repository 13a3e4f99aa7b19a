package io.sluice.channel;

import io.sluice.export.Enclosure;
import io.sluice.ledger.channel.Message;
import io.sluice.photo.PhotoReference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** A source in memory that a test can hold up and break before any of its messages. */
public final class MemorySource implements ChannelSource<MemorySource.At> {
  static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");

  private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedFuture(null);

  private final List<Message> messages;
  private final IntFunction<List<PhotoReference>> photos;
  private final List<Optional<At>> cursors = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger looks = new AtomicInteger();
  private volatile IntFunction<CompletionStage<Void>> before = index -> AT_ONCE;
  private volatile IntFunction<CompletionStage<Void>> beforeLook = look -> AT_ONCE;
  private volatile int mostNews = Integer.MAX_VALUE;

  /** How many messages there were when it was asked last, which is all that it knows of. */
  private volatile int known;

  /** Behind so many messages. */
  record At(int messages) {}

  MemorySource(List<Message> messages, IntFunction<List<PhotoReference>> photos) {
    this.messages = new CopyOnWriteArrayList<>(messages);
    this.photos = photos;
  }

  /** Texts with the ids from 1. */
  static MemorySource ofTexts(int count) {
    return new MemorySource(
        IntStream.rangeClosed(1, count).mapToObj(id -> message(id, "text " + id)).toList(),
        index -> List.of());
  }

  /** A message for each file, whose photo it is; both have the ids from 1. */
  static MemorySource ofPhotos(List<Path> files) {
    return new MemorySource(
        IntStream.rangeClosed(1, files.size()).mapToObj(id -> message(id, "")).toList(),
        index -> List.of(new PhotoReference("" + (index + 1), inFile(files.get(index)))));
  }

  public static PhotoReference.InFile inFile(Path file) {
    return new PhotoReference.InFile(new Enclosure(file.getParent()), file);
  }

  public static Message message(long id, String text) {
    return new Message(
        id, "message", NOON, null, "Ann", "user1", text, null, null, null, null, null);
  }

  /** The same with only the first messages. */
  MemorySource first(int count) {
    return new MemorySource(messages.subList(0, count), photos);
  }

  /** What must be done before a message is given, by its place from 0; its failure is ours. */
  MemorySource before(IntFunction<CompletionStage<Void>> before) {
    this.before = before;
    return this;
  }

  MemorySource failingBefore(int index, Exception failure) {
    return before(i -> i == index ? CompletableFuture.failedFuture(failure) : AT_ONCE);
  }

  MemorySource heldBefore(int index, CompletionStage<Void> until) {
    return before(i -> i == index ? until : AT_ONCE);
  }

  /** What must be done before a look for news gives anything, by its number from 0. */
  MemorySource beforeLook(IntFunction<CompletionStage<Void>> done) {
    beforeLook = done;
    return this;
  }

  /** One look gives no more news than this. */
  MemorySource mostNews(int most) {
    mostNews = most;
    return this;
  }

  /** Adds texts, whose ids go on from those that are there; a look sees all of them or none. */
  void add(int count) {
    int before = messages.size();
    messages.addAll(
        IntStream.rangeClosed(before + 1, before + count)
            .mapToObj(id -> message(id, "text " + id))
            .toList());
  }

  /** How often news were looked for. */
  int looks() {
    return looks.get();
  }

  /** What was asked for so far. */
  List<Optional<At>> cursors() {
    return List.copyOf(cursors);
  }

  @Override
  public Class<At> cursorType() {
    return At.class;
  }

  @Override
  public Source<Arrival<At>, NotUsed> messagesAfter(Optional<At> cursor) {
    cursors.add(cursor);
    int first = cursor.map(At::messages).orElse(0);
    known = messages.size();
    return Source.range(first, known - 1)
        .mapAsync(1, index -> before.apply(index).thenApply(nothing -> arrival(index)));
  }

  @Override
  public Source<Arrival<At>, NotUsed> newsAfter(Optional<At> cursor) {
    int first = cursor.map(At::messages).orElse(0);
    known = messages.size();
    int end = first + Math.min(mostNews, known - first);
    var news = IntStream.range(first, end).mapToObj(this::arrival).toList();
    return Source.completionStage(
            beforeLook.apply(looks.getAndIncrement()).thenApply(nothing -> news))
        .mapConcat(arrivals -> arrivals)
        .concat(Source.single(Arrival.mark(new At(end))));
  }

  @Override
  public Source<Arrival<At>, NotUsed> messages(SortedSet<Long> ids) {
    return Source.range(0, messages.size() - 1)
        .map(this::arrival)
        .filter(arrival -> ids.contains(arrival.message().id()));
  }

  private Arrival<At> arrival(int index) {
    return new Arrival<>(messages.get(index), photos.apply(index), new At(index + 1));
  }

  @Override
  public double progress(At cursor) {
    return known == 0 ? 1 : cursor.messages() / (double) known;
  }
}
