package io.sluice.standin;

import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * What the stand-in serves and what it does wrong, given on the command line or by the methods,
 * which leave the options that they are called on as they are. By default nothing goes wrong.
 */
public final class StandInOptions implements Cloneable {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";
  private static final String NEVER = " Default: never.";

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Channels besides the canary." + DEFAULT)
  int channels = 3;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Messages in each channel; each photo of an album is one." + DEFAULT)
  int messages = 200;

  @Option(
      names = "--photo-share",
      paramLabel = "0..1",
      description = "Share of messages with a photo." + DEFAULT)
  double photoShare = 0.4;

  @Option(
      names = "--albums",
      paramLabel = "0..1",
      description = "Share of posts with photos that are albums of 2 to 6." + DEFAULT)
  double albums = 0.2;

  @Option(
      names = "--photo-width",
      paramLabel = "PIXELS",
      description = "Width of photos." + DEFAULT)
  int photoWidth = 320;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Any number; the same one gives the same posts and faults." + DEFAULT)
  long seed = 1;

  @Option(
      names = "--latency-ms",
      paramLabel = "MS",
      description = "Wait before each answer." + DEFAULT)
  long latencyMs = 0;

  @Option(
      names = "--page-limit-per-s",
      paramLabel = "N",
      description = "429 to more than N pages a second over --page-limit-seconds." + NEVER)
  int pageLimitPerS = 0;

  @Option(
      names = "--page-limit-seconds",
      paramLabel = "SECONDS",
      description = "Over which that many pages a second are counted." + DEFAULT)
  int pageLimitSeconds = 10;

  @Option(
      names = "--flood-every",
      paramLabel = "N",
      description = "Each Nth page answers 429 and closes the pages." + NEVER)
  int floodEvery = 0;

  @Option(
      names = "--photo-flood-every",
      paramLabel = "N",
      description = "Each Nth photo answers 429 and closes the photos." + NEVER)
  int photoFloodEvery = 0;

  @Option(
      names = "--retry-after",
      paramLabel = "SECONDS",
      description = "For how long 429 closes; 0: 2 s, without the header." + DEFAULT)
  int retryAfter = 5;

  @Option(
      names = "--soft-ban-every",
      paramLabel = "N",
      description = "Each Nth page begins a soft ban: nothing exists." + NEVER)
  int softBanEvery = 0;

  @Option(
      names = "--soft-ban-seconds",
      paramLabel = "SECONDS",
      description = "For how long a soft ban lasts." + DEFAULT)
  int softBanSeconds = 3;

  @Option(
      names = "--empty-every",
      paramLabel = "N",
      description = "Each Nth older page wrongly says that there are no posts." + NEVER)
  int emptyEvery = 0;

  @Option(
      names = "--reset-percent",
      paramLabel = "0..100",
      description = "Requests that end in a reset connection." + DEFAULT)
  double resetPercent = 0;

  @Option(
      names = "--truncate-percent",
      paramLabel = "0..100",
      description = "Photos that are cut off midway." + DEFAULT)
  double truncatePercent = 0;

  @Option(
      names = "--photo-url-seconds",
      paramLabel = "SECONDS",
      description = "Photo addresses that are older answer 404." + NEVER)
  int photoUrlSeconds = 0;

  @Option(
      names = "--photo-urls-end",
      description = "Photo addresses that are older than the last 429 for a photo answer 404.")
  boolean photoUrlsEnd = false;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address of this machine to listen at." + DEFAULT)
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port for pages; 0: any free one." + DEFAULT)
  int port = 0;

  @Option(
      names = "--photo-port",
      paramLabel = "PORT",
      description = "Port for photos; 0: any free one." + DEFAULT)
  int photoPort = 0;

  public static StandInOptions defaults() {
    return new StandInOptions();
  }

  public StandInOptions withChannels(int channels) {
    return with(copy -> copy.channels = channels);
  }

  public StandInOptions withMessages(int messages) {
    return with(copy -> copy.messages = messages);
  }

  public StandInOptions withPhotoShare(double photoShare) {
    return with(copy -> copy.photoShare = photoShare);
  }

  public StandInOptions withAlbums(double albums) {
    return with(copy -> copy.albums = albums);
  }

  public StandInOptions withPhotoWidth(int photoWidth) {
    return with(copy -> copy.photoWidth = photoWidth);
  }

  public StandInOptions withSeed(long seed) {
    return with(copy -> copy.seed = seed);
  }

  public StandInOptions withLatencyMs(long latencyMs) {
    return with(copy -> copy.latencyMs = latencyMs);
  }

  public StandInOptions withPageLimitPerS(int pageLimitPerS) {
    return with(copy -> copy.pageLimitPerS = pageLimitPerS);
  }

  public StandInOptions withPageLimitSeconds(int pageLimitSeconds) {
    return with(copy -> copy.pageLimitSeconds = pageLimitSeconds);
  }

  public StandInOptions withFloodEvery(int floodEvery) {
    return with(copy -> copy.floodEvery = floodEvery);
  }

  public StandInOptions withPhotoFloodEvery(int photoFloodEvery) {
    return with(copy -> copy.photoFloodEvery = photoFloodEvery);
  }

  public StandInOptions withRetryAfter(int retryAfter) {
    return with(copy -> copy.retryAfter = retryAfter);
  }

  public StandInOptions withSoftBanEvery(int softBanEvery) {
    return with(copy -> copy.softBanEvery = softBanEvery);
  }

  public StandInOptions withSoftBanSeconds(int softBanSeconds) {
    return with(copy -> copy.softBanSeconds = softBanSeconds);
  }

  public StandInOptions withEmptyEvery(int emptyEvery) {
    return with(copy -> copy.emptyEvery = emptyEvery);
  }

  public StandInOptions withResetPercent(double resetPercent) {
    return with(copy -> copy.resetPercent = resetPercent);
  }

  public StandInOptions withTruncatePercent(double truncatePercent) {
    return with(copy -> copy.truncatePercent = truncatePercent);
  }

  public StandInOptions withPhotoUrlSeconds(int photoUrlSeconds) {
    return with(copy -> copy.photoUrlSeconds = photoUrlSeconds);
  }

  public StandInOptions withPhotoUrlsEnd() {
    return with(copy -> copy.photoUrlsEnd = true);
  }

  public StandInOptions withHost(String host) {
    return with(copy -> copy.host = host);
  }

  public StandInOptions withPort(int port) {
    return with(copy -> copy.port = port);
  }

  public StandInOptions withPhotoPort(int photoPort) {
    return with(copy -> copy.photoPort = photoPort);
  }

  private StandInOptions with(Consumer<StandInOptions> change) {
    try {
      var copy = (StandInOptions) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  StandInOptions checked() {
    between("--channels", channels, 0, 10_000);
    between("--messages", messages, 0, 10_000_000);
    between("--photo-share", photoShare, 0, 1);
    between("--albums", albums, 0, 1);
    between("--photo-width", photoWidth, 64, 4096);
    between("--reset-percent", resetPercent, 0, 100);
    between("--truncate-percent", truncatePercent, 0, 100);
    between("--retry-after", retryAfter, 0, 86_400);
    between("--soft-ban-seconds", softBanSeconds, 1, 86_400);
    between("--port", port, 0, 65_535);
    between("--photo-port", photoPort, 0, 65_535);
    return this;
  }

  private static void between(String option, double value, int least, int most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", was " + value);
    }
  }
}
