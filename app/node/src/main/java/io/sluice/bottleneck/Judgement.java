package io.sluice.bottleneck;

import static io.sluice.bottleneck.Bottleneck.Cause;
import static io.sluice.bottleneck.Bottleneck.decimal;
import static io.sluice.bottleneck.Bottleneck.ifMuch;
import static io.sluice.bottleneck.Bottleneck.many;
import static io.sluice.bottleneck.Bottleneck.number;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names what holds work up: how a node was over some seconds goes in, and the one thing that it
 * waited for comes out, with the setting to turn.
 *
 * <p>Work is cut into runs, each of which does one thing after another, so that what is narrow
 * keeps most of them waiting. What waits in a line of its own (for an origin, a model, pixels) is
 * asked first; then the cores, since all else is slower where they are short, unless nearly all
 * runs wait for something else; then what runs do last, the store and the database, as those before
 * them wait for these; and at the end what is left.
 */
final class Judgement {
  /** What so many wait for holds them up, however busy the cores are, perhaps with other work. */
  private static final double MOST = 0.8;

  /** Nobody gets more out of cores. */
  private static final double BUSY = 0.85;

  /** Of what is let to work at once: all of it, but for moments. */
  private static final double NEARLY_ALL = 0.9;

  /** Groups of events that a feed stores at once. */
  private static final int EVENTS_AT_ONCE = 4;

  private static final int MOST_GROUP = 10_000;

  private final Knobs knobs;
  private final Sample now;
  private final double lanes;
  private final long millis;

  /**
   * @param millis the time, since 1970
   */
  private Judgement(Knobs knobs, Sample now, long millis) {
    this.knobs = knobs;
    this.now = now;
    this.millis = millis;
    lanes = Math.max(1, runs(now));
  }

  /**
   * @param millis the time, since 1970
   */
  static Bottleneck of(Knobs knobs, Sample now, long millis) {
    return new Judgement(knobs, now, millis).judge();
  }

  /** How many are at work: what is done without a run of its own is one. */
  static double runs(Sample now) {
    return now.of(Figure.CHANNELS)
        + now.of(Figure.CHUNKS)
        + Math.min(1, now.of(Figure.STORING_EVENTS))
        + Math.min(1, now.of(Figure.ASKING));
  }

  private Bottleneck judge() {
    var lines = new Lines(knobs, now, lanes, millis);
    if (isIdle()) {
      // What waits for a model that wants nobody is no work either.
      return lines
          .closedModel()
          .orElseGet(() -> Bottleneck.of(Cause.IDLE, 0, "nothing is at work"));
    }
    return widest(Stream.of(lines.origin(), lines.model(), lines.pixels()))
        .or(this::cores)
        .or(this::threads)
        .or(this::pool)
        .or(() -> widest(Stream.of(store(), database())))
        .or(lines::bytes)
        .or(this::sites)
        .or(this::places)
        .or(this::source)
        .orElseGet(() -> Bottleneck.of(Cause.NOTHING, 0, "nothing holds the work up for long"));
  }

  private boolean isIdle() {
    return runs(now) == 0 && now.waits().isEmpty() && now.allInWork() == 0;
  }

  /** The one that most wait for, if these are many. */
  private static Optional<Bottleneck> widest(Stream<Optional<Bottleneck>> some) {
    return some.flatMap(Optional::stream).max(Comparator.comparingDouble(Bottleneck::share));
  }

  private double ofRuns(double waiting) {
    return Math.min(1, waiting / lanes);
  }

  private String runsWait(double waiting, String what) {
    return "%s of %s runs %s".formatted(number(Math.min(lanes, waiting)), number(lanes), what);
  }

  private Optional<Bottleneck> cores() {
    double busy = now.of(Figure.CPU);
    boolean elsewhere = Math.max(ofRuns(now.of(Figure.KEEPING)), ofRuns(storing())) >= MOST;
    return busy < BUSY || elsewhere
        ? Optional.empty()
        : Optional.of(
            Bottleneck.of(
                    Cause.CPU,
                    busy,
                    "%.0f%% of %d cores are busy".formatted(100 * busy, knobs.cores()))
                .turn(
                    "more cores, or one more node (sluice node)",
                    "as much more as there are more cores"));
  }

  /** The cores are not busy: those that may use them are. */
  private Optional<Bottleneck> threads() {
    double full = now.of(Figure.PICTURES_FULL);
    if (full >= Bottleneck.MUCH && knobs.pictures() < knobs.cores()) {
      return Optional.of(few(full, knobs.pictures(), "threads make pictures", "IMAGE_PARALLELISM"));
    }
    double documents = now.inWork("documents");
    if (documents > knobs.extractors() && knobs.extractors() < knobs.cores()) {
      double share = Math.min(1, documents / (2 * knobs.extractors()));
      return Optional.of(
          few(share, knobs.extractors(), "processes read documents", "EXTRACT_WORKERS"));
    }
    return Optional.empty();
  }

  private Bottleneck few(double share, int count, String do_, String setting) {
    return Bottleneck.of(
            Cause.CPU,
            share,
            "only %d %s, and more wait, while %.0f%% of %d cores are busy"
                .formatted(count, do_, 100 * now.of(Figure.CPU), knobs.cores()))
        .turn(
            setting + "=" + knobs.cores(),
            "up to %s times as many".formatted(decimal(knobs.cores() / (double) count)));
  }

  private Optional<Bottleneck> pool() {
    return ifMuch(
        Bottleneck.of(
                Cause.DATABASE,
                now.of(Figure.POOL_FULL),
                "all %d connections to the database are in use %.0f%% of the time, and more work waits for one"
                    .formatted(knobs.pool(), 100 * now.of(Figure.POOL_FULL)))
            .turn("DB_MAX_POOL_SIZE=" + 2 * knobs.pool(), "up to twice as much is stored at once"));
  }

  private Optional<Bottleneck> store() {
    double keeping = now.of(Figure.KEEPING);
    return ifMuch(
        Bottleneck.of(
                Cause.STORE,
                ofRuns(keeping),
                runsWait(keeping, "wait until files are safe on the disk, or in the bucket"))
            .turn(
                "IMAGE_DIR: a disk that confirms sooner, such as NVMe",
                "as many more files as it confirms sooner"));
  }

  private double storing() {
    return now.of(Figure.STORING) + Math.min(1, now.of(Figure.STORING_EVENTS) / EVENTS_AT_ONCE);
  }

  private Optional<Bottleneck> database() {
    double waiting = storing();
    var found =
        Bottleneck.of(
            Cause.DATABASE,
            ofRuns(waiting),
            runsWait(waiting, "wait for the database to store their groups"));
    boolean channels =
        now.of(Figure.CHANNELS) > now.of(Figure.CHUNKS) + now.of(Figure.STORING_EVENTS);
    int size = channels ? knobs.messages() : knobs.items();
    return ifMuch(
        size < MOST_GROUP
            ? found.turn(
                "%s=%d"
                    .formatted(
                        channels ? "BATCH_SIZE" : "CONSUMER_BATCH_SIZE",
                        Math.min(MOST_GROUP, 2 * size)),
                "up to twice as many where the server is far away, since half as many"
                    + " transactions wait for its answers; else DATABASE_URL: one that is nearer,"
                    + " or has a faster disk")
            : found.turn(
                "DATABASE_URL: a server that is nearer, or has a faster disk",
                "as much more as it answers sooner"));
  }

  private Optional<Bottleneck> sites() {
    double sites = now.inWork("websites");
    double share = Math.min(1, sites / knobs.sites());
    return share < NEARLY_ALL
        ? Optional.empty()
        : Optional.of(
            Bottleneck.of(
                    Cause.SOURCE,
                    share,
                    "%d websites at once wait for their answers, and no more may"
                        .formatted(knobs.sites()))
                .turn("SCRAPE_PARALLELISM=" + 2 * knobs.sites(), "up to twice as many websites"));
  }

  private Optional<Bottleneck> places() {
    double channels = now.of(Figure.WAITING_CHANNELS);
    double chunks = now.of(Figure.WAITING_CHUNKS);
    return widest(
        Stream.of(
            places(channels, knobs.channels(), "channels", "CONCURRENT_LIMIT"),
            places(chunks, knobs.chunks(), "chunks", "NODE_CHUNKS")));
  }

  private Optional<Bottleneck> places(double waiting, int places, String what, String setting) {
    return ifMuch(
        Bottleneck.of(
                Cause.PLACES,
                Math.min(1, waiting),
                "%s %s wait for one of %d places, while %.0f%% of %d cores are busy"
                    .formatted(
                        number(waiting), what, places, 100 * now.of(Figure.CPU), knobs.cores()))
            .turn(
                setting + "=" + 2 * places,
                "more at once, until the cores or the database are busy"));
  }

  private Optional<Bottleneck> source() {
    double fetching = now.of(Figure.FETCHING);
    if (ofRuns(fetching) >= Bottleneck.MUCH) {
      return Optional.of(
          Bottleneck.of(
              Cause.SOURCE,
              ofRuns(fetching),
              many(fetching, "page or photo is on its way", "pages or photos are on their way")
                  + ": what they come from is slow"));
    }
    double inWork = now.allInWork();
    if (ofRuns(inWork) < Bottleneck.MUCH) {
      return Optional.empty();
    }
    var found =
        Bottleneck.of(
            Cause.SOURCE,
            ofRuns(inWork),
            many(inWork, "item is read at once", "items are read at once")
                + ": what they come from is slow");
    return Optional.of(
        now.inWork("files") >= NEARLY_ALL * knobs.files() * now.of(Figure.CHUNKS)
                && now.inWork("files") > 0
            ? found.turn("FILE_PARALLELISM=" + 2 * knobs.files(), "up to twice as many files")
            : found);
  }
}
