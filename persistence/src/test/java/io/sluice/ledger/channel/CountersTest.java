package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.Fence;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.Runs;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counters are what counting the rows gives, whatever happens: by chance, from a seed, much of it
 * against the same few messages and photos, and after each step the rows are counted.
 */
class CountersTest {
  private static final int CHANNELS = 3;
  private static final int STEPS = 120;
  private static final String REFUSED = "9 is refused";

  private final Database database = TestDatabase.open();
  private final Runs runs = new Runs(database, LoneNode.in(database));
  private final ChannelStore store = new ChannelStore(database);
  private final FailedPhotos failed = new FailedPhotos(database);
  private final Map<String, Integer> seen = new TreeMap<>();
  private final Fence[] fences = new Fence[CHANNELS];
  private final List<Fence> lost = new ArrayList<>();
  private final long[] ids = new long[CHANNELS];

  @AfterEach
  void close() {
    database.close();
  }

  private void register(int nr) {
    ids[nr] = new Channels(database).named("telegram:" + nr, "Channel " + nr).id();
    fences[nr] = runs.begin("channel-" + ids[nr]).fence();
  }

  private void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void counters_are_what_counting_the_rows_gives_after_each_step(long seed) {
    var random = new Random(seed);
    // A photo of a message with this text is refused by the last of a batch's statements on rows.
    execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION '%s'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON sluice.photo
          FOR EACH ROW WHEN (NEW.reason = '%s') EXECUTE FUNCTION refuse()
        """
            .formatted(REFUSED, REFUSED));
    for (int nr = 0; nr < CHANNELS; nr++) {
      register(nr);
    }
    for (int step = 0; step < STEPS; step++) {
      int nr = random.nextInt(CHANNELS);
      var what = step(random, nr);
      seen.merge(what, 1, Integer::sum);
      assertThat(WrongCounters.in(database.address()))
          .as("seed %d, step %d: %s", seed, step, what)
          .isEmpty();
    }
    assertThat(seen.keySet())
        .contains("stored", "refused", "gone", "fenced", "retried", "purge cut", "purged");
    assertThat(TestDatabase.count(database.address(), "SELECT count(*) FROM sluice.photo_count"))
        .isPositive();
  }

  private String step(Random random, int nr) {
    switch (random.nextInt(12)) {
      case 0 -> {
        lost.add(fences[nr]);
        fences[nr] = runs.begin("channel-" + ids[nr]).fence();
        return "succeeded";
      }
      case 1 -> {
        failed.retry(ids[nr], Optional.empty());
        failed.tried(fences[nr], ids[nr], List.of(1L, 2L));
        return "retried";
      }
      case 2 -> {
        return purge(random, nr);
      }
      case 3 -> {
        return lost.isEmpty() ? "nothing" : store(random, nr, lost.get(lost.size() - 1));
      }
      default -> {
        return store(random, nr, fences[nr]);
      }
    }
  }

  private String purge(Random random, int nr) {
    int most = random.nextInt(2);
    var left = new int[] {most};
    try {
      new Removal(
              database,
              runs,
              path -> {
                if (left[0]-- == 0) {
                  throw new IllegalStateException("killed");
                }
              })
          .purge(ids[nr], "channel-" + ids[nr]);
    } catch (IllegalStateException e) {
      fences[nr] = runs.begin("channel-" + ids[nr]).fence();
      return "purge cut";
    }
    lost.removeIf(fence -> fence.entity().equals("channel-" + ids[nr]));
    register(nr);
    return "purged";
  }

  private String store(Random random, int nr, Fence fence) {
    var source = random.nextInt(4) == 0 ? "telegram-web" : "telegram-export";
    var messages = random.ints(3, -2, 8).mapToObj(id -> message(random, id)).toList();
    var photos =
        messages.stream()
            .flatMap(
                message ->
                    Stream.generate(() -> photo(random, nr, message.id())).limit(random.nextInt(3)))
            .collect(Collectors.toCollection(ArrayList::new));
    if (random.nextInt(8) == 0 && !photos.isEmpty()) {
      photos.add(
          new Photo("9", photos.get(0).messageId(), PhotoOutcome.MISSING, REFUSED, null, 0, null));
    }
    try {
      store.store(fence, new ChannelWrite(ids[nr], source, messages, photos, Optional.empty()));
      return "stored";
    } catch (FencedException e) {
      return "fenced";
    } catch (GoneFileException e) {
      return "gone";
    } catch (DatabaseException e) {
      assertThat(e).hasMessageContaining(REFUSED);
      return "refused";
    }
  }

  private static Message message(Random random, long id) {
    var edited = random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt(5));
    var unknown = List.of("{\"poll\": 1}", "{\"poll\": 2, \"gift\": {}}", "{\"gift\": []}");
    int one = random.nextInt(2 * unknown.size());
    var leftOut = one < unknown.size() ? unknown.get(one) : null;
    var details = new Message.Details(random.nextInt(4), false, null, null, null, leftOut);
    return new Message(
        id,
        "message",
        null,
        edited,
        null,
        null,
        "" + random.nextInt(3),
        null,
        null,
        null,
        null,
        null,
        details);
  }

  private static Photo photo(Random random, int nr, long message) {
    var outcomes = PhotoOutcome.values();
    var outcome = outcomes[random.nextInt(outcomes.length)];
    int content = random.nextInt(4);
    // A duplicate points to what another channel has, or had.
    int owner = outcome == PhotoOutcome.DUPLICATE ? random.nextInt(CHANNELS) : nr;
    var file = new StoredFile("images/%d/%d.jpg".formatted(owner, content), 4, 3, 50 + content);
    return new Photo(
        message + "-" + random.nextInt(2),
        message,
        outcome,
        null,
        outcome.hasFile() ? file : null,
        100 + content,
        new byte[] {(byte) content});
  }
}
