package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.blob.Draft;
import io.sluice.blob.StorageAwayException;
import io.sluice.blob.Stored;
import io.sluice.blob.Trouble;
import io.sluice.ledger.Fence;
import io.sluice.s3.S3Service;
import io.sluice.s3.S3Settings;
import io.sluice.s3.S3Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of two servers as a store: what is kept is there as a whole, and nothing else is. */
@Isolated("sets the keys of this process")
class S3StoreTest {
  private static final Fence RUN = new Fence("chunk-7", 3);
  private static final int LARGE = 20_000_000;
  private static final String PREFIX = "team/sluice/";

  @BeforeAll
  static void setKeys() {
    System.setProperty("aws.accessKeyId", S3Server.KEY);
    System.setProperty("aws.secretAccessKey", S3Server.SECRET);
  }

  @AfterAll
  static void clearKeys() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  /** A bucket with a store in it. */
  private static final class Place implements AutoCloseable {
    private final String bucket = "b-" + UUID.randomUUID();
    private final S3Client client;
    private final S3Service service;
    private final S3Store store;

    Place(S3Server.Make make, long bytes) {
      var server = S3Server.shared(make);
      client = server.client();
      client.createBucket(made -> made.bucket(bucket));
      service = service(server, bucket);
      store = new S3Store(service, bytes);
    }

    private static S3Service service(S3Server server, String bucket) {
      return new S3Service(
          new S3Settings(
              Optional.of(bucket),
              PREFIX,
              Optional.of(server.endpoint()),
              Optional.of("us-east-1"),
              true));
    }

    List<String> keys() {
      return client.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
          .map(S3Object::key)
          .sorted()
          .toList();
    }

    int unfinished() {
      return client.listMultipartUploads(list -> list.bucket(bucket)).uploads().size();
    }

    byte[] content(String key) {
      return client
          .getObjectAsBytes(object -> object.bucket(bucket).key(PREFIX + key))
          .asByteArray();
    }

    Draft draft(Fence run, byte[] content) {
      var draft = store.draft(run);
      for (int at = 0; at < content.length; at += 65_536) {
        draft.write(ByteBuffer.wrap(content, at, Math.min(65_536, content.length - at)));
      }
      return draft;
    }

    @Override
    public void close() {
      service.close();
      client.close();
    }
  }

  private static byte[] content(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(S3Server.Make.class)
  void drafts_get_their_keys_and_others_leave_nothing(S3Server.Make make) {
    try (var place = new Place(make, 48 << 20)) {
      var small = place.draft(RUN, content(1000));
      var large = place.draft(RUN, content(LARGE));
      large.end();
      var other = place.draft(RUN, content(LARGE + 1));
      other.end();
      assertThat(place.unfinished()).isEqualTo(2);
      assertThat(large.read()).isEqualTo(content(LARGE));
      place.store.keep(
          Map.of("files/aa/small", small, "files/bb/large", large), true, Runnable::run);
      for (var draft : List.of(small, large, other)) {
        draft.close();
      }
      assertThat(place.keys())
          .containsExactly(PREFIX + "files/aa/small", PREFIX + "files/bb/large");
      assertThat(place.unfinished()).isZero();
      assertThat(place.content("files/aa/small")).isEqualTo(content(1000));
      assertThat(place.content("files/bb/large")).isEqualTo(content(LARGE));
      assertThat(place.store.exists("files/bb/large")).isTrue();
      assertThat(place.store.exists("files/bb/larger")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(S3Server.Make.class)
  void what_a_run_has_left_goes_when_the_next_begins_or_it_is_over(S3Server.Make make) {
    try (var place = new Place(make, 128 << 20)) {
      place.draft(RUN, content(LARGE)).end();
      var whole = place.draft(RUN, content(LARGE));
      assertThat(whole.read()).hasSize(LARGE);
      var living = new Fence("chunk-8", 1);
      place.draft(living, content(LARGE)).end();
      place.store.sweep(new Fence("chunk-7", 3));
      assertThat(place.unfinished()).isEqualTo(2);
      assertThat(place.keys()).hasSize(1);
      place.store.sweep(new Fence("chunk-7", 4));
      assertThat(place.unfinished()).isOne();
      assertThat(place.keys()).isEmpty();
      assertThat(place.store.sweep(runs -> Set.of(), Instant.now())).isZero();
      assertThat(place.store.sweep(runs -> runs, Instant.now())).isOne();
      assertThat(place.unfinished()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(S3Server.Make.class)
  void what_is_withdrawn_can_be_put_back_or_is_gone(S3Server.Make make) throws IOException {
    try (var place = new Place(make, 48 << 20)) {
      place.store.put(RUN, "files/aa/one", content(10));
      place.store.put(RUN, "images/news.1/7.jpg", content(20));
      assertThat(place.store.withdraw("files/aa/none")).isEmpty();
      var withdrawn = place.store.withdraw("files/aa/one").orElseThrow();
      assertThat(place.store.exists("files/aa/one")).isFalse();
      var found = new ArrayList<Stored>();
      place.store.each("files/aa", found::add);
      assertThat(found).hasSize(1);
      assertThat(place.store.keyBefore(found.get(0).key())).contains("files/aa/one");
      place.store.withdrawn(found.get(0).key()).putBack();
      withdrawn.putBack();
      assertThat(place.content("files/aa/one")).isEqualTo(content(10));
      assertThat(place.store.withdraw("files/aa/one").orElseThrow().discard()).isTrue();
      assertThat(place.keys()).containsExactly(PREFIX + "images/news.1/7.jpg");
      try (var in = place.store.find("images/news.1/7.jpg").orElseThrow().opening().open()) {
        assertThat(in.readAllBytes()).isEqualTo(content(20));
      }
      assertThat(place.store.find("files/aa/one")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(S3Server.Make.class)
  void all_who_use_a_bucket_know_it_by_the_same_id(S3Server.Make make) {
    try (var place = new Place(make, 48 << 20);
        var service = Place.service(S3Server.shared(make), place.bucket)) {
      var other = new S3Store(service, 48 << 20);
      assertThat(other.id()).isEqualTo(place.store.id());
      var mine = UUID.randomUUID();
      var theirs = UUID.randomUUID();
      assertThat(place.store.ledgers(mine)).containsExactly(mine);
      assertThat(other.ledgers(theirs)).containsExactlyInAnyOrder(mine, theirs);
      place.store.checkWritable();
      place.client.deleteObject(gone -> gone.bucket(place.bucket).key(PREFIX + ".sluice/id"));
      assertThatThrownBy(place.store::checkRoom)
          .isInstanceOfSatisfying(
              StorageAwayException.class,
              away -> assertThat(away.trouble()).isEqualTo(Trouble.ANOTHER_BUCKET));
    }
  }

  @ParameterizedTest
  @EnumSource(S3Server.Make.class)
  void large_drafts_at_once_wait_for_memory_and_all_get_their_turn(S3Server.Make make) {
    var threads = Executors.newFixedThreadPool(8);
    try (var place = new Place(make, 24 << 20)) {
      var all = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 8; i++) {
        int length = LARGE + i;
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  try (var draft = place.draft(RUN, content(length))) {
                    draft.end();
                    place.store.keep(Map.of("files/aa/" + length, draft), true, Runnable::run);
                  }
                },
                threads));
      }
      all.forEach(CompletableFuture::join);
      assertThat(place.keys()).hasSize(8);
      assertThat(place.content("files/aa/" + (LARGE + 3))).isEqualTo(content(LARGE + 3));
      assertThat(place.unfinished()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }
}
