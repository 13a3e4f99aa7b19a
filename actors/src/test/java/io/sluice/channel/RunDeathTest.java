package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.blob.BlobDirectory;
import io.sluice.channel.MemorySource.At;
import io.sluice.persistence.Waiting;
import io.sluice.photo.FetchedPhoto;
import io.sluice.photo.PhotoReference;
import io.sluice.run.Occupancy;
import io.sluice.run.Places;
import io.sluice.run.Run;
import io.sluice.settings.FileMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's actor that dies in a process that lives. */
class RunDeathTest {
  private static final PhotoReference.Elsewhere ELSEWHERE = () -> 30;
  private static ChannelFixture.Node node;
  private static ExecutorService threads;

  @TempDir Path directory;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger inWork = new AtomicInteger();
  private TestProbe<Channel.Command> channel;
  private ChannelSource<At> source;
  private ChannelNode shared;
  private long id;

  @BeforeAll
  static void start() {
    node = new ChannelFixture.Node();
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stop() {
    threads.shutdownNow();
    node.close();
  }

  @BeforeEach
  void create() {
    channel = node.kit.createTestProbe();
    var files = new BlobDirectory(directory, FileMode.OWNER);
    id = node.ledger.channel(UUID.randomUUID().toString());
    shared =
        ChannelFixture.node(
            node.ledger,
            spec -> source,
            files,
            node.ledger.photoStage(files, this::whenItMayGoOn),
            node.kit.spawn(Places.create(Map.of(Channel.KEY.name(), 1), new Occupancy())));
  }

  /** A photo waits for these threads until the test lets it go on. */
  private void whenItMayGoOn(Runnable work) {
    inWork.incrementAndGet();
    threads.execute(
        () -> {
          Waiting.on(goOn);
          work.run();
        });
  }

  private ActorRef<Run.Command> run() {
    var work =
        new CollectWork(
            shared,
            id,
            ChannelFixture.NEWS,
            Extent.ALL,
            false,
            node.kit.system().dispatchers().lookup(DispatcherSelector.blocking()));
    return node.kit.spawn(Run.create(shared.runs(), work, Channel.ownerOfRuns(channel.getRef())));
  }

  private long deaths() {
    return channel.expectMessageClass(Channel.RunBegan.class).start().deaths();
  }

  /** A photo that comes when the test says so. */
  private static final class Elsewhere implements ChannelSource<At> {
    private final CompletableFuture<FetchedPhoto> photo = new CompletableFuture<>();
    private volatile BooleanSupplier wanted = () -> false;

    @Override
    public Class<At> cursorType() {
      return At.class;
    }

    @Override
    public Source<Arrival<At>, NotUsed> messagesAfter(Optional<At> cursor) {
      var reference = new PhotoReference("1", ELSEWHERE);
      return Source.single(
          new Arrival<>(MemorySource.message(1, ""), List.of(reference), new At(1)));
    }

    @Override
    public Source<Arrival<At>, NotUsed> messages(SortedSet<Long> ids) {
      return Source.empty();
    }

    @Override
    public double progress(At cursor) {
      return 0;
    }

    @Override
    public CompletionStage<FetchedPhoto> fetch(
        PhotoReference.Elsewhere at, BooleanSupplier isWanted) {
      wanted = isWanted;
      return photo;
    }
  }

  @Test
  void its_photos_are_wanted_no_more_and_give_back_what_they_hold() {
    var elsewhere = new Elsewhere();
    source = elsewhere;
    var first = run();
    assertThat(deaths()).isZero();
    first.tell(Run.Go.GO);
    Waiting.until(() -> elsewhere.wanted.getAsBoolean());
    node.kit.stop(first);
    assertThat(elsewhere.wanted.getAsBoolean()).isFalse();
    var released = new AtomicInteger();
    elsewhere.photo.complete(new FetchedPhoto.Bytes(new byte[1], released::incrementAndGet));
    assertThat(released).hasValue(1);
    run();
    assertThat(deaths()).as("deaths of its process").isZero();
    assertThat(node.ledger.messages.bytesInUse()).isZero();
  }

  @Test
  void the_next_waits_for_a_picture_in_work_and_takes_nothing_for_a_suspect() throws Exception {
    source = MemorySource.ofPhotos(List.of(LedgerFixture.picture(directory, 1)));
    var first = run();
    assertThat(deaths()).isZero();
    first.tell(Run.Go.GO);
    Waiting.until(() -> inWork.get() == 1);
    node.kit.stop(first);
    run();
    channel.expectNoMessage(Duration.ofMillis(300));
    goOn.countDown();
    var began = channel.expectMessageClass(Channel.RunBegan.class).start();
    assertThat(began.deaths()).as("deaths of its process").isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void however_it_dies_its_process_has_not(boolean beforeItBegan) {
    source = MemorySource.ofTexts(1);
    var first = run();
    if (!beforeItBegan) {
      assertThat(deaths()).isZero();
    }
    node.kit.stop(first);
    run();
    var began = channel.expectMessageClass(Channel.RunBegan.class).start();
    if (began.fence().epoch() == 1) {
      began = channel.expectMessageClass(Channel.RunBegan.class).start();
    }
    assertThat(began.deaths()).isZero();
  }

  @Test
  void one_that_an_exception_ends_has_wound_up_as_well() {
    source = new Throwing();
    var first = run();
    assertThat(deaths()).isZero();
    first.tell(Run.Go.GO);
    channel.expectTerminated(first);
    run();
    assertThat(deaths()).isZero();
  }

  /** Does not even give a stream. */
  private static final class Throwing implements ChannelSource<At> {
    @Override
    public Class<At> cursorType() {
      return At.class;
    }

    @Override
    public Source<Arrival<At>, NotUsed> messagesAfter(Optional<At> cursor) {
      throw new IllegalStateException("nothing to read");
    }

    @Override
    public Source<Arrival<At>, NotUsed> messages(SortedSet<Long> ids) {
      return Source.empty();
    }

    @Override
    public double progress(At cursor) {
      return 0;
    }
  }
}
